"""The head of the tenant history as one SQL file, so that a new tenant is made in a fraction of a second.

Made by `flask snapshot` from a schema that the migrations built; tests/rules proves that it still equals them.
"""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from core.config import Settings
from tenants import provisioning, roles
from tenants.migrations import runner

LISTS = ("party", "code", "alembic_version")
HEADER = "-- Made by `flask snapshot` from the migrations; do not edit. {schema} is the schema's name.\n"


def build(operator: sa.Engine, settings: Settings, dump: Path, url: str) -> str:
    """Migrate an empty schema, dump it, drop it again. `dump` is pg_dump of the server's own version."""
    schema = "t_0000000000000000"
    owner = roles.tenant_role(schema, "owner")
    with operator.begin() as connection:
        provisioning.create_roles(connection, settings, schema)
        connection.exec_driver_sql(f"CREATE SCHEMA {schema} AUTHORIZATION {owner}")
        runner.become_owner(connection, schema, owner)
        runner.upgrade(connection, "tenant", schema)
    try:
        return HEADER + _dumped(dump, url, schema)
    finally:
        with operator.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
            for part in ("owner", *roles.TENANT_LOGINS):
                role = roles.tenant_role(schema, part)
                connection.exec_driver_sql(f"DROP OWNED BY {role}")
                connection.exec_driver_sql(f"DROP ROLE {role}")


def _dumped(dump: Path, url: str, schema: str) -> str:
    common = [str(dump), "--no-owner", "--no-privileges", f"--schema={schema}"]
    tables = [f"--table={schema}.{name}" for name in LISTS]
    environment = {"PGPASSWORD": urlsplit(url).password or ""}
    address = re.sub(r"(//[^:/@]+):[^@]*@", r"\1@", url)
    parts = [
        subprocess.run([*command, address], check=True, capture_output=True, text=True, env=environment).stdout  # noqa: S603
        for command in ([*common, "--schema-only"], [*common[:3], "--data-only", "--rows-per-insert=200", *tables])
    ]
    return tidy("".join(parts), schema)


def tidy(text: str, schema: str) -> str:
    """Only the statements: no session settings, no psql commands, no comments, the name replaced by a placeholder.

    Bodies of functions ($$ … $$) stay as they are, to the letter.
    """
    kept: list[str] = []
    in_body = False
    for line in text.splitlines():
        noise = re.match(r"^(SET |SELECT pg_catalog\.set_config|--|\\|CREATE SCHEMA )", line) or not line.strip()
        if in_body or not noise:
            kept.append(line)
        in_body ^= line.count("$_$") % 2 == 1 or line.count("$$") % 2 == 1
    return "\n".join(kept).replace(schema, provisioning.PLACEHOLDER) + "\n"
