"""Which project a page shows, and which delprojekt of the tenant in force."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.clock import today
from core.content.models import PublishedSubproject
from core.content.queries import find_latest_published_subproject, find_published_subproject
from core.context import current_tenant
from core.db import session
from core.errors import NotFound
from core.projects.models import Project, ProjectTenant
from core.projects.queries import Delprojekt, find_current_project, get_project, list_delprojekt, list_projects, registry
from core.projects.terms import Accent

_KEY = re.compile(r"[a-z0-9-]{1,60}")


def choose_accent(accent: Accent) -> None:
    """The colour of the tenant in force; every process knows it within the five seconds of the registry."""
    own = registry.c.id == current_tenant().id
    session.execute(sa.update(registry).where(own).values(accent=accent.value), bind_arguments={"bind_name": "platform"})


@dataclass(frozen=True, slots=True)
class Record:
    """A project as ESF's project bank has it, with its delprojekt and the other projects there are."""

    project: Project
    parts: list[Delprojekt]
    others: list[Project]

    def record(self, name: str) -> object:
        """A fact beside the common ones, or None when it was never published."""
        return self.project.record.get(name)

    @property
    def has_ended(self) -> bool:
        return self.project.ends_on < today()

    @property
    def owner(self) -> str | None:
        return next((part.association for part in self.parts if part.is_owner), None)

    @property
    def first_participants_on(self) -> dt.date | None:
        day = self.record("first_participants_on")
        return dt.date.fromisoformat(day) if isinstance(day, str) else None

    @property
    def granted_percent(self) -> float | None:
        """What ESF granted of the whole budget, to be shown with one decimal."""
        if not (self.project.granted_esf_sek and self.project.total_budget_sek):
            return None
        return float(Fraction(self.project.granted_esf_sek * 100, self.project.total_budget_sek))


def get_record(key: str) -> Record:
    """The record of a project. Raises NotFound."""
    project = choose_project(key)
    others = [other for other in list_projects() if other.key != project.key]
    return Record(project, list_delprojekt(project), others)


def choose_project(key: str | None = None) -> Project:
    """The project asked for by `?project=`, else the current one (latest started at today). Raises NotFound."""
    if key:
        if not _KEY.fullmatch(key):
            raise NotFound
        return get_project(key)
    project = find_current_project(today())
    if project is None:
        raise NotFound
    return project


def choose_subproject(key: str | None = None) -> PublishedSubproject | None:
    """The tenant's part in the project asked for, else in the current one, else its own latest; None when it has none.

    Raises NotFound when it takes no part in the project asked for.
    """
    found = find_published_subproject(choose_project(key).key)
    if found is None and key:
        raise NotFound
    return found or find_latest_published_subproject(today())


def take_part(*, project_key: str, tenant_id: uuid.UUID, name: str) -> None:
    """List the tenant's delprojekt last on the county's pages. Doing it twice changes nothing. Raises NotFound."""
    project = get_project(project_key)
    last = sa.select(sa.func.coalesce(sa.func.max(ProjectTenant.position) + 1, 0)).where(ProjectTenant.project_key == project.key)
    row = {
        "project_key": project.key,
        "tenant_id": tenant_id,
        "position": last.scalar_subquery(),
        "subproject_name": name,
    }
    session.execute(insert(ProjectTenant).values(row).on_conflict_do_nothing())
