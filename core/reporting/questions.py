"""Pages that answer questions of the newest full release, and hours beside them. Nothing else than what is released."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.projects.models import Project
from core.projects.queries import Delprojekt, list_delprojekt
from core.projects.services import choose_project
from core.reporting import crossed
from core.reporting.crossed import Grid
from core.reporting.pictures import Shown, show_county
from core.reporting.places import Places, places_of
from core.reporting.terms import ChartName
from core.rollup.models import COUNTY
from core.rollup.queries import latest_release
from core.rollup.reading import CountState, TablesRead, latest_tables, list_count_states
from core.rollup.terms import Figure

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Some questions of the newest full release. `tables` is None before the first one."""

    project: Project
    parts: Sequence[Delprojekt]
    tables: TablesRead | None
    charts: Mapping[ChartName, Shown]
    places: Mapping[ChartName, Places]
    grids: Mapping[ChartName, Grid]
    """By quarter and party, or from what to what."""
    sexes: Mapping[ChartName, Grid]
    """The same question for women and men."""

    def names_of(self, ids: Iterable[str]) -> list[str]:
        """Names of tenants by their ids, in the county's order."""
        wanted = set(ids)
        return [part.name for part in self.parts if str(part.tenant_id) in wanted]


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Attended hours of a delprojekt, or of the county (no name). None: no month of it may be told."""

    name: str
    hours: int | None
    months: int | None
    until: dt.date


def list_hours(page: QuestionsPage) -> list[HoursRow]:
    """From the newest release, the county last; empty before hours have been released."""
    release = latest_release(page.project.key)
    found = []
    for tenant_id, name in [*((part.tenant_id, part.name) for part in page.parts), (COUNTY, "")]:
        hours = release.cell(tenant_id, Figure.HOURS) if release else None
        months = release.cell(tenant_id, Figure.HOURS_MONTHS) if release else None
        if hours:
            found.append(HoursRow(name, hours.value, months.value if months else None, hours.counted_on))
    return found if any(one.hours is not None for one in found) else []


def get_questions_page(project_key: str | None, names: Collection[ChartName]) -> QuestionsPage:
    """What the newest full release answers of these questions, in the order of ChartName."""
    project = choose_project(project_key)
    parts = list_delprojekt(project)
    read = latest_tables(project.key)
    if read is None:
        return QuestionsPage(project, parts, None, {}, {}, {}, {})
    tenants = {part.tenant_id: (part.slug, part.name) for part in parts}
    charts = [chart for chart in crossed.all_charts(read) if chart.name in names]
    return QuestionsPage(
        project=project,
        parts=parts,
        tables=read,
        charts=show_county(project.key, charts),
        places=_known({name: places_of(read, name, tenants) for name in names}),
        grids=_known({name: crossed.grid_of(read, name) for name in names}),
        sexes=_known({name: crossed.sex_grid(read, name) for name in names}),
    )


def _known(found: Mapping[ChartName, Found | None]) -> dict[ChartName, Found]:
    return {name: one for name, one in found.items() if one is not None}


def list_states(parts: Sequence[Delprojekt]) -> dict[str, CountState]:
    """By slug: until when each delprojekt has been counted. One that never was is missing."""
    found = list_count_states([part.tenant_id for part in parts])
    return {part.slug: found[part.tenant_id] for part in parts if part.tenant_id in found}
