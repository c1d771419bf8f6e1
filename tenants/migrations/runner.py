"""One resumable command for all histories: platform, rollup, then each tenant in a transaction of its own.

One tenant that fails is rolled back and named; the others go on. Running again resumes only what lags.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from core.config import Settings
from core.errors import DomainError
from tenants import cluster, privileges, roles

HERE = Path(__file__).parent
LOCK_TIMEOUT = "2s"
TRIES = 5
MIGRATOR_LOCK = 20170401
"""Advisory lock of the one migrator; the number is the day MIA met its first participants."""

HISTORIES = ("platform", "rollup", "tenant")


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What the command did with one schema. `fault` is a sentence, or None."""

    schema: str
    before: str | None
    after: str | None
    fault: str | None = None


class MigratorBusy(DomainError):
    """Another migrator is at work."""


@cache
def head(history: str) -> str:
    """The newest revision of a history."""
    return ScriptDirectory.from_config(_config(history)).get_current_head() or ""


def migrate(operator: sa.Engine, settings: Settings, report: Callable[[SchemaState], None]) -> bool:
    """Bring everything to its head. Returns whether every schema got there. Raises MigratorBusy when another is at work."""
    with _alone(operator):
        cluster.prepare(operator, settings)
        states = []
        granted: dict[str, str] = {}
        with operator.connect() as connection:  # one for all: a new one costs more than a schema that is at its head
            for history, schema, owner in chain(_shared(), _tenants(operator)):
                state = _migrate_schema(connection, history, schema, owner, granted)
                report(state)
                states.append(state)
        return all(state.fault is None for state in states)


def _shared() -> list[tuple[str, str, str]]:
    return [("platform", "platform", roles.PLATFORM_OWNER), ("rollup", "rollup", roles.ROLLUP_OWNER)]


def _tenants(operator: sa.Engine) -> Iterator[tuple[str, str, str]]:
    """Asked after the platform is migrated, since its own table lists the tenants."""
    with operator.connect() as connection:
        names = connection.scalars(
            sa.text("SELECT schema_name FROM platform.tenant WHERE status <> 'preparing' ORDER BY slug")
        ).all()
    for schema in names:
        yield "tenant", schema, roles.tenant_role(schema, "owner")


def _migrate_schema(connection: sa.Connection, history: str, schema: str, owner: str, granted: dict[str, str]) -> SchemaState:
    """`granted`: by history, the fingerprint of what the first schema was granted in this run. A tenant at its head in which
    the same is granted is left as it is: granting anew writes a hundred rows of the catalogue and locks every table."""
    before = None
    newest = head(history)
    for attempt in range(1, TRIES + 1):
        try:
            with connection.begin():
                become_owner(connection, schema, owner)
                before = current_revision(connection, schema)
                if before != newest:
                    upgrade(connection, history, schema)
                elif granted.get(history) == privileges.fingerprint(connection, schema):
                    return SchemaState(schema, before, newest)
                grant(connection, history, schema)
                granted.setdefault(history, privileges.fingerprint(connection, schema))
                return SchemaState(schema, before, newest)
        except DBAPIError as error:
            code = getattr(error.orig, "pgcode", None)
            if code != "55P03" or attempt == TRIES:
                return SchemaState(schema, before, before, f"{type(error.orig).__name__} {code}: rolled back")
    raise AssertionError("unreachable: the last attempt returns")


def become_owner(connection: sa.Connection, schema: str, owner: str) -> None:
    """For the rest of the transaction: the owner's rights, the schema's search_path, a short wait for locks."""
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; SET LOCAL ROLE {owner}; SET LOCAL search_path = {schema}, ext, pg_temp"
    )


def upgrade(connection: sa.Connection, history: str, schema: str) -> None:
    """Run what is missing, inside the caller's transaction."""
    config = _config(history)
    config.attributes.update(connection=connection, schema=schema)
    command.upgrade(config, "head")


def grant(connection: sa.Connection, history: str, schema: str) -> None:
    """Exactly the privileges of tenants/privileges.py."""
    if history == "platform":
        privileges.grant_platform(connection)
    elif history == "rollup":
        privileges.grant_rollup(connection)
    else:
        privileges.grant_tenant(connection, schema)


def current_revision(connection: sa.Connection, schema: str) -> str | None:
    """The revision a schema stands at, or None before its first migration."""
    if connection.scalar(sa.text("SELECT to_regclass(:table)"), {"table": f"{schema}.alembic_version"}) is None:
        return None
    found: str | None = connection.scalar(sa.text(f"SELECT version_num FROM {schema}.alembic_version"))
    return found


def _config(history: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / history))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _alone(operator: sa.Engine) -> Iterator[None]:
    with operator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": MIGRATOR_LOCK}):
            raise MigratorBusy("another migration is running; wait for it and run again")
        yield
