"""`./mia doctor`: looks at everything the system rests on. Each line is ok, warn or fail, and says what to do."""

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from core.clock import now
from core.config import Settings
from tenants import cluster, privileges, readiness, roles
from tenants.engines import operator_engine
from tenants.migrations import runner
from tenants.resolution import SiteFlask

CLOCK_TOLERANCE = dt.timedelta(seconds=5)
FREE_DISK_WARN = 0.15
Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found and, unless ok, what to do."""

    level: Level
    what: str
    found: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.what}: {self.found}" + (f". {self.advice}" if self.advice else "")


Check = Callable[[sa.Connection, Settings], Iterator[Finding]]


def examine(app: SiteFlask) -> Iterator[Finding]:
    """All findings. The operator's DATABASE_URL is needed to see roles and privileges of everyone."""
    settings = app.settings
    yield from check_settings(settings)
    yield from check_queue(settings)
    yield from check_mail(settings)
    yield from check_disk()
    if not settings.database_url:
        yield Finding("fail", "database", "DATABASE_URL is not set", "Set the operator's address to look into the database")
        return
    try:
        with operator_engine(settings.database_url).connect() as connection:
            for check in DATABASE_CHECKS:
                yield from check(connection, settings)
    except SQLAlchemyError as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        yield Finding("fail", "database", f"no answer ({kind})", "Start the server or correct DATABASE_URL")


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Whether what web and worker need is set."""
    missing = settings.missing_for_web()
    if missing:
        yield Finding("fail", "settings", f"{', '.join(missing)} missing", "Set them in the environment of web and worker")
    else:
        yield Finding("ok", "settings", f"complete for {settings.env}")
    if not settings.worker_key:
        yield Finding("warn", "worker key", "MIA_WORKER_KEY is not set here", "The worker needs it to build county totals")


def check_queue(settings: Settings) -> Iterator[Finding]:
    """Whether the queue answers."""
    if readiness.queue_answers(settings):
        yield Finding("ok", "queue", "answers")
    else:
        yield Finding("warn", "queue", "no answer", "Start Valkey; until then the scheduler does the jobs, more slowly")


def check_mail(settings: Settings) -> Iterator[Finding]:
    """Whether mail goes anywhere."""
    if settings.smtp_url:
        yield Finding("ok", "mail", "a server is named")
    elif settings.mail_folder:
        yield Finding("ok", "mail", "written to a folder")
    else:
        yield Finding("warn", "mail", "neither server nor folder", "Set MIA_SMTP_URL; invitations must be handed over by hand")


def check_disk() -> Iterator[Finding]:
    """Whether there is room."""
    usage = shutil.disk_usage(Path.cwd())
    free = usage.free / usage.total
    level: Level = "ok" if free > FREE_DISK_WARN else "warn"
    advice = "" if level == "ok" else "Make room before the database stops writing"
    yield Finding(level, "disk", f"{free:.0%} free where the program lies", advice)


def check_version(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Whether the server is new enough for the wall."""
    fault = cluster.version_fault(connection)
    number = connection.scalar(sa.text("SHOW server_version"))
    yield (
        Finding("fail", "server", fault, "Security fixes of the server carry the wall")
        if fault
        else Finding("ok", "server", f"PostgreSQL {number}")
    )


def check_clock(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Whether server and program agree on the time."""
    instant = connection.scalar(sa.text("SELECT clock_timestamp()"))
    off = abs(now() - instant) if instant else CLOCK_TOLERANCE * 2
    if off > CLOCK_TOLERANCE:
        yield Finding("warn", "clock", f"{off.total_seconds():.0f} s from the server's", "Let both follow the same time service")
    else:
        yield Finding("ok", "clock", "agrees with the server's")


def check_revisions(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Which schemas lag behind the newest revision."""
    for history in ("platform", "rollup"):
        yield _revision(connection, history, history, history)
    lagging = [
        finding
        for slug, schema in _tenants(connection)
        if (finding := _revision(connection, "tenant", schema, slug)).level != "ok"
    ]
    yield from lagging
    if not lagging:
        yield Finding("ok", "tenants", f"all at {runner.head('tenant')}")


def _revision(connection: sa.Connection, history: str, schema: str, name: str) -> Finding:
    at, wanted = runner.current_revision(connection, schema), runner.head(history)
    if at == wanted:
        return Finding("ok", f"schema of {name}", f"at {at}")
    return Finding("fail", f"schema of {name}", f"at {at or 'nothing'}, should be at {wanted}", "Run ./mia migrate")


def check_hardening(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Whether the catalogues are closed to logins."""
    found = cluster.open_catalogues(connection, roles.PLATFORM_APP)
    if found:
        yield Finding("fail", "catalogues", f"open: {', '.join(found)}", "Run deploy/harden.sql as superuser")
    else:
        yield Finding("ok", "catalogues", "closed to every login")


def check_role_settings(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Whether a role of ours carries settings nobody gave it."""
    drifted = connection.scalars(
        sa.text(
            "SELECT r.rolname FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
            " WHERE r.rolname ~ '^(t_[0-9a-f]{16}_|platform_|rollup_)' ORDER BY 1"
        )
    ).all()
    if drifted:
        advice = "A role changed its own defaults. Connections overrule them; find out why, then ALTER ROLE … RESET ALL"
        yield Finding("warn", "role settings", f"{', '.join(drifted)} carry some", advice)
    else:
        yield Finding("ok", "role settings", "none has drifted")


def check_privileges(connection: sa.Connection, _: Settings) -> Iterator[Finding]:
    """Grants that no line of tenants/privileges.py gives: to PUBLIC, or of one tenant's role on another's schema."""
    stray = connection.scalars(sa.text(STRAY_GRANTS)).all()
    if stray:
        yield Finding("fail", "privileges", f"{len(stray)} that nobody wrote down, first: {stray[0]}", "Run ./mia migrate")
    else:
        yield Finding("ok", "privileges", f"none crosses between tenants ({privileges.AGGREGATE_PREFIX}* for the county)")


STRAY_GRANTS = r"""
SELECT coalesce(g.rolname, 'PUBLIC') || ' ' || a.privilege_type || ' ' || n.nspname || '.' || c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) a
LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE n.nspname ~ '^t_[0-9a-f]{16}$' AND coalesce(g.rolname, 'PUBLIC') NOT LIKE n.nspname || '\_%'
  AND NOT (g.rolname = 'rollup_builder' AND a.privilege_type = 'SELECT' AND (c.relname LIKE 'agg\_%' OR c.relname = 'dirty_mark'))
UNION ALL
SELECT 'PUBLIC USAGE ' || n.nspname FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
WHERE a.grantee = 0 AND n.nspname ~ '^(t_[0-9a-f]{16}|platform|rollup|public)$'
"""

DATABASE_CHECKS: tuple[Check, ...] = (
    check_version,
    check_clock,
    check_hardening,
    check_role_settings,
    check_privileges,
    check_revisions,
)


def _tenants(connection: sa.Connection) -> list[tuple[str, str]]:
    rows = connection.execute(sa.text("SELECT slug, schema_name FROM platform.tenant ORDER BY slug"))
    return [(row.slug, row.schema_name) for row in rows]


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at server, privileges, hardening, revisions, queue, clock, disk and mail. Exit code 1 when something fails."""
    findings = list(examine(current_app._get_current_object()))  # type: ignore[attr-defined]
    for finding in findings:
        click.echo(str(finding))
    if any(finding.level == "fail" for finding in findings):
        sys.exit(1)


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)
