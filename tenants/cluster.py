"""What a database of MIA begins with: extensions, roles of the platform and the rollup, and the hardening of the catalogues."""

from pathlib import Path

import sqlalchemy as sa
from psycopg2.extensions import quote_ident
from sqlalchemy.exc import DBAPIError

from core.config import Settings
from tenants import roles

SQL = Path(__file__).parent / "sql"
HARDEN = Path(__file__).parent.parent / "deploy" / "harden.sql"
MINIMUM_VERSION = {15: 150020, 16: 160016, 17: 170012, 18: 180006}
"""The minor of 2026-11-12 of each major: containment of injected SQL rests on the server (reference/security.md 0.6)."""

_OWNERS = (roles.PLATFORM_OWNER, roles.ROLLUP_OWNER)
_LOGINS = (roles.PLATFORM_APP, roles.ROLLUP_BUILDER, roles.ROLLUP_READER)


ALREADY_MADE = ("42710", "23505")
"""Somebody else has made the role, or is making it at this moment."""


def prepare(operator: sa.Engine, settings: Settings) -> None:
    """Create or repair schemas, extensions and roles. Safe to run again; a changed secret changes the passwords."""
    with operator.begin() as connection:
        ensure_central_roles(connection, settings)
        database = quoted(connection, connection.scalar(sa.text("SELECT current_database()")) or "")
        connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
        connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {database} TO {', '.join(_LOGINS)}")
        connection.exec_driver_sql((SQL / "base.sql").read_text().replace("%", "%%"))
        for schema, owner in (("platform", roles.PLATFORM_OWNER), ("rollup", roles.ROLLUP_OWNER)):
            connection.exec_driver_sql(f"GRANT {owner} TO CURRENT_USER")
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}")
            connection.exec_driver_sql(f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA platform TO {roles.PLATFORM_APP}")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA rollup TO {roles.ROLLUP_BUILDER}, {roles.ROLLUP_READER}")


def ensure_central_roles(connection: sa.Connection, settings: Settings) -> None:
    """The roles of platform and rollup: owners that cannot sign in, and the three that can."""
    make_role(connection, roles.PLATFORM_OWNER)
    take_turn_on_server(connection)
    for role in _OWNERS:
        ensure_role(connection, role, login=False)
    for role in _LOGINS:
        ensure_role(connection, role, login=True, password=roles.required_password(role, settings))


def take_turn_on_server(connection: sa.Connection) -> None:
    """Wait until no other database's migration changes the server's roles, and hold it off until this transaction ends.

    Roles belong to the server, advisory locks to one database: two migrations at once fail with "tuple concurrently updated".
    A comment on a role locks that role for the whole server until the end of the transaction.
    """
    connection.exec_driver_sql(f"COMMENT ON ROLE {roles.PLATFORM_OWNER} IS 'MIA: owns the schema platform'")


def make_role(connection: sa.Connection, role: str) -> None:
    """Create the role if it is missing, also while somebody else does."""
    name = quoted(connection, role)
    exists = connection.scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
    if not exists:
        nested = connection.begin_nested()
        try:
            connection.exec_driver_sql(f"CREATE ROLE {name}")
            nested.commit()
        except DBAPIError as error:
            nested.rollback()
            if getattr(error.orig, "pgcode", "") not in ALREADY_MADE:
                raise


def ensure_role(connection: sa.Connection, role: str, *, login: bool, password: str = "") -> None:
    """Create the role if it is missing and set its attributes: nothing but (perhaps) signing in."""
    make_role(connection, role)
    name = quoted(connection, role)
    attributes = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS" if is_superuser(connection) else "NOCREATEDB"
    if login:
        connection.exec_driver_sql(f"ALTER ROLE {name} LOGIN NOINHERIT {attributes} PASSWORD %s", (roles.verifier(password),))
    else:
        connection.exec_driver_sql(f"ALTER ROLE {name} NOLOGIN {attributes}")


def harden(operator: sa.Engine) -> bool:
    """Close the catalogues when we are superuser. Returns whether it was done; otherwise deploy/harden.sql waits for the DBA."""
    with operator.begin() as connection:
        if not is_superuser(connection):
            return False
        connection.exec_driver_sql(HARDEN.read_text().replace("%", "%%"))
    return True


HARDENING_PROBES = (
    ("row counts of others", "SELECT has_column_privilege(:role, 'pg_catalog.pg_class', 'reltuples', 'SELECT')"),
    ("statistics of others", "SELECT has_table_privilege(:role, 'pg_catalog.pg_stat_all_tables', 'SELECT')"),
    ("sizes of others", "SELECT has_function_privilege(:role, 'pg_catalog.pg_relation_size(regclass, text)', 'EXECUTE')"),
    ("view texts of others", "SELECT has_function_privilege(:role, 'pg_catalog.pg_get_viewdef(oid)', 'EXECUTE')"),
    ("shared locks", "SELECT has_function_privilege(:role, 'pg_catalog.pg_advisory_lock(bigint)', 'EXECUTE')"),
    ("shared large objects", "SELECT has_function_privilege(:role, 'pg_catalog.lo_create(oid)', 'EXECUTE')"),
)


def open_catalogues(connection: sa.Connection, role: str) -> list[str]:
    """What `role` may still learn or do through the catalogues; empty when the database is hardened."""
    return [what for what, probe in HARDENING_PROBES if connection.scalar(sa.text(probe), {"role": role})]


def is_superuser(connection: sa.Connection) -> bool:
    """Whether the operator is superuser (then hardening can be done here)."""
    return bool(connection.scalar(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")))


def version_fault(connection: sa.Connection) -> str | None:
    """A sentence when the server is older than the minor whose security fixes the wall needs, else None."""
    number = int(connection.scalar(sa.text("SHOW server_version_num")) or 0)
    needed = MINIMUM_VERSION.get(number // 10000)
    if needed is None:
        return f"PostgreSQL {number // 10000} has not been tried; 15 to 18 have"
    if number < needed:
        return f"PostgreSQL {number} is older than {needed}: install the newest minor"
    return None


def quoted(connection: sa.Connection, name: str) -> str:
    """An identifier quoted by the driver."""
    driver = connection.connection.driver_connection
    found: str = quote_ident(name, driver)
    return found
