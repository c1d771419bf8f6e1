"""`./mia account`: invite staff, give a new link, close an account. For those who operate the system."""

import uuid

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import jobs
from core.accounts import queries, services
from core.accounts.models import Account
from core.accounts.services import Employer
from core.accounts.terms import AUTHORITY_ONLY, EmployerKind, LinkPurpose, Role
from core.config import get_settings
from core.consents.queries import list_authorities
from core.context import TenantRef
from core.db import session
from core.errors import DomainError, Invalid, NotFound
from tenants.cli import fail
from tenants.resolution import site_root
from tenants.scope import Scopes, scopes_of


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(account)


@click.group("account")
def account() -> None:
    """Invite staff, give new links, close accounts."""


@account.command("add")
@click.argument("email")
@click.option("--tenant", "slug", help="The delprojekt where the role is held.")
@click.option("--county", is_flag=True, help="A role at the project owner instead.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--employer", help="The authority that employs, by its name in the tenant's list. Left out: the förbund.")
@click.option("--name", default="", help="The person's name; the part before the @ when left out.")
@with_appcontext
def add(email: str, slug: str | None, county: bool, role: str, employer: str | None, name: str) -> None:
    """Give EMAIL a role and print the one-time link with which the password is chosen (72 hours)."""
    if (slug is None) != county:
        raise click.UsageError("give either --tenant SLUG or --county")
    if county and employer:
        raise click.UsageError("--employer goes with --tenant")
    scopes = scopes_of(current_app)
    try:
        ref, employed_by = _employer(scopes, slug, Role(role), employer)
        with scopes.county():
            link = _invite(email=email, name=name, tenant=ref, role=Role(role), employer=employed_by)
            session.commit()
            jobs.dispatch()
    except DomainError as error:
        fail(_sentence(error))
    click.echo(_address(slug, link) if link else f"{email} has a password already and signs in at {_address(slug, None)}")


@account.command("reset")
@click.argument("email")
@click.option("--second-step", is_flag=True, help="Forget the authenticator app and recovery codes too.")
@click.option("--tenant", "slug", help="On whose site the link shall lead; the county's when left out.")
@with_appcontext
def reset(email: str, second_step: bool, slug: str | None) -> None:
    """Print a one-time link with which EMAIL chooses a new password."""
    with scopes_of(current_app).county():
        purpose = LinkPurpose.RESET_TOTP if second_step else LinkPurpose.RESET_PASSWORD
        link = services.invite(account=_found(email), purpose=purpose)
        session.commit()
    click.echo(_address(slug, link))


@account.command("disable")
@click.argument("email")
@with_appcontext
def disable(email: str) -> None:
    """Close the account everywhere, from its next request on."""
    with scopes_of(current_app).county():
        services.disable_account(account=_found(email))
        session.commit()
        jobs.dispatch()
    click.echo(f"{email} is closed")


def _employer(scopes: Scopes, slug: str | None, role: Role, name: str | None) -> tuple[TenantRef | None, Employer]:
    """The tenant and who employs there. Raises NotFound or Invalid with the names to choose among."""
    if slug is None:
        owners = [ref.name for ref in current_app.registry.list_active() if ref.is_owner]  # type: ignore[attr-defined]
        return None, Employer(EmployerKind.COUNTY, owners[0] if owners else "MIA")
    with scopes.tenant(slug) as ref:
        if name is None and role not in AUTHORITY_ONLY:
            return ref, Employer(EmployerKind.ASSOCIATION, ref.name)
        names: dict[str, uuid.UUID] = {authority.name: authority.id for authority in list_authorities()}
    if name not in names:
        raise Invalid({"employer": f"--employer must be one of: {'; '.join(sorted(names))}"})
    return ref, Employer(EmployerKind.AUTHORITY, name, names[name])


def _invite(*, email: str, name: str, tenant: TenantRef | None, role: Role, employer: Employer) -> str | None:
    found = queries.find_account(email) or services.create_account(email=email, name=name)
    services.grant_role(account=found, tenant=tenant, role=role, employer=employer)
    return None if found.password_hash else services.invite(account=found)


def _found(email: str) -> Account:
    found = queries.find_account(email)
    if found is None:
        fail(f"there is no account {email}")
        raise AssertionError
    return found


def _address(slug: str | None, token: str | None) -> str:
    return site_root(get_settings(), slug) + (f"/welcome/{token}" if token else "/sign-in")


def _sentence(error: DomainError) -> object:
    if isinstance(error, NotFound):
        return "there is no such tenant"
    return error.message or error
