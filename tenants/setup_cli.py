"""`./mia authority` and `./mia subproject`: from an empty tenant to one that can work. For those who operate the system."""

import datetime as dt
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import jobs
from core.authorities import queries, services
from core.authorities.services import AuthorityValues
from core.db import session
from core.errors import DomainError, Invalid, NotFound
from core.i18n import use_language
from core.participants.subprojects import NewSubproject, begin_subproject
from core.projects.queries import list_municipalities_of
from core.projects.services import take_part
from tenants.cli import fail
from tenants.scope import scopes_of


class Day(click.ParamType[dt.date]):
    """A date written as 2022-09-15."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Refuse anything else."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no day; write yyyy-mm-dd", param, ctx)


DAY = Day()


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(authority)
    app.cli.add_command(subproject)


@click.group("authority")
def authority() -> None:
    """Add and list a tenant's authorities."""


@authority.command("add")
@click.argument("slug")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(["af", "fk", "kommun", "region"]), help="Kind of party.")
@click.option("--agreement-from", type=DAY, help="First day of the processing agreement. Without one nobody there reads.")
@click.option("--until", type=DAY, help="Its last day, when it has one.")
@with_appcontext
def add_authority(slug: str, name: str, kind: str, agreement_from: dt.date | None, until: dt.date | None) -> None:
    """Enter the authority NAME in the list of SLUG."""
    values = AuthorityValues(party_key=kind, name=name.strip(), agreement_from=agreement_from, agreement_until=until)
    _in_tenant(slug, lambda: services.add_authority(values))
    click.echo(f"{slug}: {values.name}")


@authority.command("list")
@click.argument("slug")
@with_appcontext
def list_authorities(slug: str) -> None:
    """Name and agreement of each authority of SLUG."""
    for row in _in_tenant(slug, queries.list_authorities):
        days = f"{row.agreement_from} – {row.agreement_until or ''}" if row.agreement_from else ""
        click.echo(f"{row.name}\t{'in force' if row.in_force else 'not in force'}\t{days}".rstrip())


@click.group("subproject")
def subproject() -> None:
    """Begin a tenant's part of a project."""


@subproject.command("add")
@click.argument("slug")
@click.option("--project", required=True, help="Key of the project, e.g. mia-vidare.")
@click.option("--name", required=True, help="What the delprojekt is called.")
@click.option("--starts-on", required=True, type=DAY)
@click.option("--ends-on", required=True, type=DAY, help="The last day, included.")
@click.option("--target", type=click.IntRange(min=1), help="How many participants. Left out: no target.")
@click.option("--prefix", required=True, help="Before participants' numbers: ROS gives ROS-0001.")
@with_appcontext
def add_subproject(
    slug: str, project: str, name: str, starts_on: dt.date, ends_on: dt.date, target: int | None, prefix: str
) -> None:
    """Begin SLUG's part of a project, with the tenant's municipalities and a general catalogue of insatser."""
    scopes = scopes_of(current_app)
    try:
        with scopes.tenant(slug) as ref:
            tenant_id = ref.id
        with scopes.county():
            municipalities = list_municipalities_of(tenant_id)
            take_part(project_key=project, tenant_id=tenant_id, name=name)
            session.commit()
    except NotFound:
        fail(f"there is no tenant {slug}, or no project {project}")
    new = NewSubproject(
        project_key=project,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        target=target,
        number_prefix=prefix.upper(),
        municipalities=municipalities,
    )
    _in_tenant(slug, lambda: begin_subproject(new))
    click.echo(f"{slug}: {name}, {starts_on} – {ends_on}, {len(municipalities)} municipalities")


def _in_tenant(slug: str, deed: Any) -> Any:
    """Do it in the tenant and keep it; a refusal is one line."""
    try:
        with scopes_of(current_app).tenant(slug):
            use_language("en")  # as the commands themselves
            done = deed()
            session.commit()
            jobs.dispatch()
            return done
    except NotFound:
        fail(f"there is no tenant {slug}")
    except Invalid as error:
        fail("; ".join(str(fault) for fault in error.faults.values()))
    except DomainError as error:
        fail(error.message or error)
    except sa.exc.IntegrityError as error:
        fail(f"the database refuses it: {type(error.orig).__name__}")
