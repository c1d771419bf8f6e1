"""Commands of those who operate the system: migrate, tenant, snapshot, doctor."""

import importlib
import importlib.util
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import scheduler
from core.config import get_settings
from core.errors import DomainError
from core.projects.known import put_known_projects
from tenants import cluster, provisioning, snapshot
from tenants.engines import operator_engine
from tenants.migrations import runner
from tenants.migrations.runner import SchemaState


def register(app: Flask) -> None:
    """Add the commands. Those of other parts are added by their own modules."""
    for command in (migrate, tenant, take_snapshot, *scheduler.COMMANDS):
        app.cli.add_command(command)
    for name in ("tenants.account_cli", "tenants.setup_cli", "tenants.backup_cli", "tenants.doctor", "tenants.demo.cli"):
        if importlib.util.find_spec(name):
            importlib.import_module(name).register(app)


def operator() -> sa.Engine:
    """The operator's engine, or exit 1 with a line that says what is missing."""
    settings = get_settings()
    for name, value in (
        ("DATABASE_URL", settings.database_url),
        ("MIA_SECRET_KEY", settings.secret_key),
        ("MIA_WORKER_KEY", settings.worker_key),
    ):
        if not value:
            fail(f"{name} is not set; it is needed to create roles and schemas")
    return operator_engine(settings.database_url)


def fail(message: object) -> None:
    """One clear line on stderr and exit code 1."""
    click.echo(f"mia: {message}", err=True)
    sys.exit(1)


@click.command("migrate")
def migrate() -> None:
    """Bring platform, rollup and every tenant to the newest revision. Resumable: run it again after a fault."""
    engine = operator()
    try:
        done = runner.migrate(engine, get_settings(), _report)
    except DomainError as error:
        fail(error)
    if done:
        with engine.begin() as connection:
            put_known_projects(connection)
    if not cluster.harden(engine):
        click.echo("The catalogues are not hardened: not a superuser. Give deploy/harden.sql to your DBA.", err=True)
    if not done:
        fail("not every schema reached its newest revision; those named above were rolled back")


def _report(state: SchemaState) -> None:
    if state.fault:
        click.echo(f"{state.schema}: {state.before or 'empty'}, {state.fault}", err=True)
    elif state.before == state.after:
        click.echo(f"{state.schema}: {state.after}")
    else:
        click.echo(f"{state.schema}: {state.before or 'empty'} -> {state.after}")


@click.group("tenant")
def tenant() -> None:
    """Add, list and suspend tenants."""


@tenant.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="The förbund's full name.")
@click.option("--municipality", "municipalities", multiple=True, required=True, metavar="CODE", help="SCB code, e.g. 0160.")
@click.option("--accent", default="lansvatten", show_default=True, help="Hue of its pages.")
def add(slug: str, name: str, municipalities: tuple[str, ...], accent: str) -> None:
    """Create a tenant's schema, roles and keys. SLUG becomes its host name."""
    from core.facts import municipality_name

    unknown = [code for code in municipalities if municipality_name(code) is None]
    if unknown:
        fail(f"{unknown[0]} is not a municipality of the county")
    named = [(code, municipality_name(code) or code) for code in municipalities]
    new = provisioning.NewTenant(slug=slug, name=name, municipalities=named, accent=accent)
    try:
        schema = provisioning.add_tenant(operator(), get_settings(), new)
    except DomainError as error:
        fail(error)
    except sa.exc.IntegrityError:
        fail(f"{slug} cannot be an address: use a to z, digits and hyphens")
    else:
        click.echo(f"{slug}: {schema}")


@tenant.command("list")
@with_appcontext
def list_tenants() -> None:
    """Slug, status and schema of every tenant: nothing in the tenant's own schema tells whose it is."""
    for entry in current_app.registry.list_all():  # type: ignore[attr-defined]
        click.echo(f"{entry.ref.slug}\t{entry.status}\t{entry.ref.schema}\t{entry.ref.name}")


@tenant.command("domain")
@click.argument("slug")
@click.argument("domain")
def give_domain(slug: str, domain: str) -> None:
    """Let a tenant's site answer at DOMAIN too (`none` takes it back). Certificate and nginx are set up beside."""
    try:
        given = provisioning.give_domain(operator(), get_settings(), slug, None if domain == "none" else domain)
    except DomainError as error:
        fail(error)
    else:
        click.echo(f"{slug}: {given or 'no domain of its own'}")


@tenant.command("suspend")
@click.argument("slug")
def suspend(slug: str) -> None:
    """Refuse a tenant from now on. Its data stay where they are."""
    if not provisioning.suspend_tenant(operator(), slug):
        fail(f"there is no tenant {slug}")
    click.echo(f"{slug}: suspended")


@click.command("snapshot")
@click.option(
    "--pg-dump", "dump", required=True, type=click.Path(exists=True, path_type=Path), help="pg_dump of the server's version."
)
def take_snapshot(dump: Path) -> None:
    """Make tenants/migrations/tenant/snapshot.sql anew from the migrations (for developers)."""
    settings = get_settings()
    provisioning.SNAPSHOT.write_text(snapshot.build(operator(), settings, dump, settings.database_url), encoding="utf-8")
    click.echo("written")
