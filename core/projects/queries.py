"""Reads the projects and their delprojekt from the platform. Current = the latest that had started on a day."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.alphabet import swedish_key
from core.db import session
from core.errors import NotFound
from core.projects.models import Project, ProjectTenant

# The registry's tables belong to `tenants`; here they are only joined, so that core needs not import it.
registry = sa.table(
    "tenant", *(sa.column(name) for name in ("id", "slug", "name", "accent", "status", "is_owner")), schema="platform"
)
_municipality = sa.table(
    "tenant_municipality",
    *(sa.column(name) for name in ("tenant_id", "code", "name", "position")),
    schema="platform",
)

_ASSOCIATION = "Samordningsförbundet "


@dataclass(frozen=True, slots=True)
class Delprojekt:
    """A tenant's part in a project, as the county's pages list it."""

    tenant_id: uuid.UUID
    slug: str
    name: str
    association: str
    accent: str
    is_owner: bool
    municipalities: tuple[str, ...]


def list_projects() -> list[Project]:
    """Latest start first."""
    return list(session.scalars(sa.select(Project).order_by(Project.starts_on.desc(), Project.key)))


def get_project(key: str) -> Project:
    """The project with this key. Raises NotFound."""
    project = session.get(Project, key)
    if project is None:
        raise NotFound
    return project


def find_current_project(day: dt.date) -> Project | None:
    """The latest project that had started on `day`; before the first one starts, the first one; None when there is none."""
    projects = list_projects()
    started = (project for project in projects if project.starts_on <= day)
    return next(started, projects[-1] if projects else None)


def list_delprojekt(project: Project) -> list[Delprojekt]:
    """The project's delprojekt in the county's order; suspended tenants keep their place, those in preparation have none."""
    names = _names_of_municipalities()
    chosen = (
        sa.select(ProjectTenant, registry.c.slug, registry.c.name, registry.c.accent, registry.c.is_owner)
        .join(registry, registry.c.id == ProjectTenant.tenant_id)
        .where(ProjectTenant.project_key == project.key, registry.c.status != "preparing")
        .order_by(ProjectTenant.position, registry.c.slug)
    )
    return [
        Delprojekt(
            tenant_id=part.tenant_id,
            slug=slug,
            name=short_name(part.subproject_name or association),
            association=association,
            accent=accent,
            is_owner=is_owner,
            municipalities=names.get(part.tenant_id, ()),
        )
        for part, slug, association, accent, is_owner in session.execute(chosen)
    ]


def short_names_of_tenants() -> dict[uuid.UUID, str]:
    """The short name of every tenant, in Swedish order."""
    chosen = sa.select(registry.c.id, registry.c.name).where(registry.c.status != "preparing")
    rows = session.execute(chosen, bind_arguments={"bind_name": "platform"})
    return dict(sorted(((key, short_name(name)) for key, name in rows), key=lambda pair: swedish_key(pair[1])))


def list_municipalities_of(tenant_id: uuid.UUID) -> list[tuple[str, str]]:
    """(SCB code, name) of the municipalities of a tenant, in the order they were given."""
    chosen = (
        sa.select(_municipality.c.code, _municipality.c.name)
        .where(_municipality.c.tenant_id == tenant_id)
        .order_by(_municipality.c.position, _municipality.c.code)
    )
    return [(code, name) for code, name in session.execute(chosen, bind_arguments={"bind_name": "platform"})]


def short_name(name: str) -> str:
    """Roslagen, of "MIA Vidare Roslagen" or "Samordningsförbundet Roslagen": what a row or a tile has room for."""
    for prefix in (_ASSOCIATION, "MIA Vidare ", "MIA "):
        name = name.removeprefix(prefix)
    return name


def _names_of_municipalities() -> dict[uuid.UUID, tuple[str, ...]]:
    names: dict[uuid.UUID, list[str]] = {}
    chosen = sa.select(_municipality.c.tenant_id, _municipality.c.name)
    for tenant_id, name in session.execute(chosen, bind_arguments={"bind_name": "platform"}):
        names.setdefault(tenant_id, []).append(name)
    return {tenant_id: tuple(sorted(found, key=swedish_key)) for tenant_id, found in names.items()}
