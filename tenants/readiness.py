"""Is this process fit to serve this site? Revisions against the code, the database, the queue."""

from dataclasses import dataclass, field

import redis
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from core.config import Settings
from core.context import Site, TenantRef
from core.errors import Unavailable
from tenants import roles
from tenants.engines import Engines
from tenants.migrations import runner
from tenants.resolution import SiteFlask

QUEUE_TIMEOUT_SECONDS = 0.5


@dataclass(slots=True)
class Faults:
    """`stopping` makes the answer 503; lagging tenants are counted for the county but do not stop it."""

    stopping: list[str] = field(default_factory=list)
    lagging_tenants: int = 0

    def as_counts(self) -> dict[str, object]:
        """Kinds of fault, without names of schemas or hosts."""
        return {"faults": sorted(self.stopping), "lagging_tenants": self.lagging_tenants}


def faults(app: SiteFlask, site: Site) -> Faults:
    """What keeps this site from being served."""
    found = Faults()
    engines: Engines = app.extensions["mia.engines"]
    try:
        if site.tenant:
            if _revision_of_tenant(engines, site.tenant) != runner.head("tenant"):
                found.stopping.append("schema")
        else:
            _judge_county(engines, app.registry.list_active(), found)
    except (SQLAlchemyError, Unavailable):
        found.stopping.append("database")
    if not queue_answers(app.settings):
        found.stopping.append("queue")
    return found


def _judge_county(engines: Engines, tenants: list[TenantRef], found: Faults) -> None:
    for history, role in (("platform", roles.PLATFORM_APP), ("rollup", roles.ROLLUP_READER)):
        if revision(engines.of_role(role, f"{history},pg_temp"), history) != runner.head(history):
            found.stopping.append(history)
    wanted = runner.head("tenant")
    found.lagging_tenants = sum(_revision_of_tenant(engines, tenant) != wanted for tenant in tenants)


def _revision_of_tenant(engines: Engines, tenant: TenantRef) -> str | None:
    role = roles.tenant_role(tenant.schema, "app")
    return revision(engines.of_role(role, f"{tenant.schema},ext,pg_temp"), tenant.schema)


def revision(engine: sa.Engine, schema: str) -> str | None:
    """The revision a schema stands at, as its own role sees it."""
    with engine.connect() as connection:
        found: str | None = connection.scalar(sa.text(f"SELECT version_num FROM {schema}.alembic_version"))
        return found


def queue_answers(settings: Settings) -> bool:
    """Whether the queue is there. Pages go on without it; only readiness says so."""
    if not settings.redis_url:
        return False
    try:
        client = redis.Redis.from_url(
            settings.redis_url, socket_timeout=QUEUE_TIMEOUT_SECONDS, socket_connect_timeout=QUEUE_TIMEOUT_SECONDS
        )
        return bool(client.ping())
    except redis.RedisError:
        return False
