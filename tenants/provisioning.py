"""A new tenant: schema with a random name, roles, tables from the checked-in snapshot, registry row with fresh keys."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.config import Settings
from core.db import new_id
from core.errors import DomainError
from tenants import cluster, keys, privileges, roles
from tenants.migrations import runner
from tenants.models import DOMAIN, Tenant, TenantMunicipality

SNAPSHOT = Path(__file__).parent / "migrations" / "tenant" / "snapshot.sql"
PLACEHOLDER = "{schema}"
LOGIN_LIMIT = 30


class TenantExists(DomainError):
    """The slug is taken."""


@dataclass(frozen=True, slots=True)
class NewTenant:
    """What is asked of the operator. `municipalities`: pairs of SCB code and name."""

    slug: str
    name: str
    municipalities: Sequence[tuple[str, str]] = ()
    accent: str = "lansvatten"
    is_owner: bool = False


def add_tenant(operator: sa.Engine, settings: Settings, new: NewTenant) -> str:
    """Create everything in one transaction; returns the schema's name. Raises TenantExists."""
    schema = f"t_{secrets.token_hex(8)}"
    tenant_id = new_id()
    with operator.begin() as connection:
        if connection.scalar(sa.select(Tenant.id).where(Tenant.slug == new.slug)):
            raise TenantExists(f"a tenant with the address {new.slug} exists")
        create_schema(connection, settings, schema)
        connection.exec_driver_sql("RESET ROLE")
        connection.execute(
            sa.insert(Tenant),
            {
                "id": tenant_id,
                "slug": new.slug,
                "name": new.name,
                "schema_name": schema,
                "accent": new.accent,
                "is_owner": new.is_owner,
                "data_key": keys.new_wrapped_key(settings, tenant_id, "data"),
                "index_key": keys.new_wrapped_key(settings, tenant_id, "index"),
            },
        )
        rows = [
            {"tenant_id": tenant_id, "code": code, "name": name, "position": position}
            for position, (code, name) in enumerate(new.municipalities)
        ]
        if rows:
            connection.execute(sa.insert(TenantMunicipality), rows)
    return schema


def create_schema(connection: sa.Connection, settings: Settings, schema: str) -> None:
    """Roles, schema, tables and grants, inside the caller's transaction; afterwards the role is the owner's."""
    create_roles(connection, settings, schema)
    owner = roles.tenant_role(schema, "owner")
    connection.exec_driver_sql(f"CREATE SCHEMA {schema} AUTHORIZATION {owner}")
    runner.become_owner(connection, schema, owner)
    connection.exec_driver_sql(SNAPSHOT.read_text(encoding="utf-8").replace(PLACEHOLDER, schema).replace("%", "%%"))
    runner.become_owner(connection, schema, owner)
    privileges.grant_tenant(connection, schema)


def create_roles(connection: sa.Connection, settings: Settings, schema: str) -> None:
    """The owner, which cannot sign in, and the three that can."""
    owner = roles.tenant_role(schema, "owner")
    cluster.ensure_role(connection, owner, login=False)
    connection.exec_driver_sql(f"GRANT {owner} TO CURRENT_USER")
    database = cluster.quoted(connection, connection.scalar(sa.text("SELECT current_database()")) or "")
    for part in roles.TENANT_LOGINS:
        role = roles.tenant_role(schema, part)
        cluster.ensure_role(connection, role, login=True, password=roles.required_password(role, settings))
        connection.exec_driver_sql(f"ALTER ROLE {role} CONNECTION LIMIT {LOGIN_LIMIT}")
        connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {database} TO {role}")
    connection.exec_driver_sql(f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")


def suspend_tenant(operator: sa.Engine, slug: str) -> bool:
    """Refuse the tenant from now on (within five seconds everywhere). Returns False when there is no such tenant."""
    with operator.begin() as connection:
        result = connection.execute(sa.update(Tenant).where(Tenant.slug == slug).values(status="suspended"))
    return result.rowcount == 1


class DomainRefused(DomainError):
    """No host name, one of ours, somebody else's, or no such tenant."""


def give_domain(operator: sa.Engine, settings: Settings, slug: str, domain: str | None) -> str | None:
    """Let the tenant's site answer at a host name of its own too, or (None) no longer. Returns it as it is kept.

    A name with å ä ö is kept in its form for machines (xn--…). Known everywhere within five seconds. Raises DomainRefused.
    """
    host = _host_of(domain, settings) if domain else None
    try:
        with operator.begin() as connection:
            result = connection.execute(sa.update(Tenant).where(Tenant.slug == slug).values(domain=host))
    except sa.exc.IntegrityError as error:
        raise DomainRefused(f"{domain} is another tenant's") from error
    if result.rowcount != 1:
        raise DomainRefused(f"there is no tenant {slug}")
    return host


def _host_of(domain: str, settings: Settings) -> str:
    try:
        host = domain.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise DomainRefused(f"{domain} is no host name") from error
    if len(host) > 253 or not re.fullmatch(DOMAIN, host):
        raise DomainRefused(f"{domain} is no host name")
    if host == settings.base_domain or host.endswith(f".{settings.base_domain}"):
        raise DomainRefused(f"{domain} lies under {settings.base_domain}, where every tenant has its place already")
    return host
