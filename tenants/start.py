"""What stops a start: in production a missing secret, an old server or open catalogues are refused with one line."""

import sqlalchemy as sa

from core.config import Settings
from tenants import cluster, roles
from tenants.engines import Engines
from tenants.resolution import SiteFlask


def refuse_unsafe(app: SiteFlask) -> None:
    """Raises SystemExit with the first fault. Outside production only what the web cannot do without is asked."""
    fault = first_fault(app.settings, app.extensions["mia.engines"])
    if fault:
        raise SystemExit(f"mia: {fault}")


def first_fault(settings: Settings, engines: Engines) -> str | None:
    """A sentence that names what is missing, or None."""
    missing = settings.missing_for_web()
    if missing:
        return f"{missing[0]} is not set"
    if settings.env != "production":
        return None
    if settings.mail_from and "@" not in settings.mail_from:
        return "MIA_MAIL_FROM is not an address"
    with engines.of_role(roles.PLATFORM_APP, "platform,pg_temp").connect() as connection:
        return cluster.version_fault(connection) or _open(connection, settings)


def _open(connection: sa.Connection, settings: Settings) -> str | None:
    found = cluster.open_catalogues(connection, roles.PLATFORM_APP)
    if found and not settings.allow_unhardened:
        return f"the catalogues still show {found[0]}: run deploy/harden.sql as superuser, or set MIA_ALLOW_UNHARDENED=1"
    return None
