"""The county's pages of totals: what each holds, and its charts. Headlines and the newest release alone (architecture D8).

The web reads as `rollup_reader`, which has no fact, no tenant's table and no exact count behind a release.
"""

import datetime as dt
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import today
from core.errors import NotFound
from core.projects.models import Project
from core.projects.queries import Delprojekt, list_delprojekt, list_projects
from core.projects.services import choose_project
from core.reporting import crossed
from core.reporting.categories import Category
from core.reporting.charts import Chart, goals_chart, targets_chart
from core.reporting.crossed import Count
from core.reporting.months import MonthShown, Quarter, flows_of, over_time, quarters, show_month
from core.reporting.pictures import Draw, Paint, Shown, find_png, keep_county, list_missing_county, show_county
from core.reporting.places import of_place, since
from core.reporting.services import goals_of, progress_of
from core.reporting.terms import ChartName, CountyProgress, Progress
from core.rollup.forecast import Forecast
from core.rollup.progress import month_of
from core.rollup.reading import CountState, MonthFlow, TablesRead, latest_tables, list_count_states, list_months

Months = Mapping[tuple[uuid.UUID, dt.date], MonthFlow]
SECONDS_A_RUN = 20.0
"""Of drawing: the job's own transaction must not idle long. What is left is asked for again."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A delprojekt in the month told, or the county (no slug)."""

    name: str
    slug: str
    progress: Progress
    shown: MonthShown
    missing: Count | None
    """Of the release: what is not registered."""
    state: CountState | None = None


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """/totals of one project, and the other projects there are."""

    project: Project
    others: Sequence[Project]
    progress: CountyProgress
    charts: Mapping[ChartName, Shown]
    month: dt.date
    months: Sequence[dt.date]
    """Those that may be told, the latest first."""
    rows: Sequence[MonthRow]
    county: MonthRow
    quarters: Sequence[Quarter]
    tables: TablesRead | None

    @property
    def forecast(self) -> Forecast | None:
        """Of the whole county."""
        return self.county.shown.forecast


@dataclass(frozen=True, slots=True)
class PartPage:
    """/totals of one delprojekt."""

    project: Project
    row: Progress
    shown: MonthShown
    month: dt.date
    quarters: Sequence[Quarter]
    charts: Mapping[ChartName, Shown]
    tables: TablesRead | None
    told: Mapping[ChartName, Sequence[tuple[Category, Count]]]
    """Questions of the release with their numbers here."""
    together: tuple[str, ...]
    """The delprojekt whose row of the release this is: more than one where small ones are told together."""
    since: dt.date | None
    state: CountState | None


def get_totals_page(project_key: str | None, month: dt.date | None = None) -> TotalsPage:
    """The county's totals of the project asked for, else of the current one. `month`: the one told, else the latest whole one."""
    project = choose_project(project_key)
    parts = list_delprojekt(project)
    progress = progress_of(project, parts)
    flows, read, states = list_months(project.key), latest_tables(project.key), list_count_states()
    of_county = flows_of(flows, {part.tenant_id for part in parts})
    known = _months(of_county, progress.county)
    told = month if month in known else _whole(known, progress.county)
    rows = [
        MonthRow(
            row.name,
            row.slug,
            row,
            show_month(flows_of(flows, {part.tenant_id}), told, row),
            _missing(read, part.tenant_id),
            states.get(part.tenant_id),
        )
        for part, row in zip(parts, progress.delprojekt, strict=True)
    ]
    whole = Count(read.value("missing")) if read else None
    return TotalsPage(
        project=project,
        others=[other for other in list_projects() if other.key != project.key],
        progress=progress,
        charts=show_county(project.key, _overview_charts(project, progress, of_county)),
        month=told,
        months=known,
        rows=rows,
        county=MonthRow(progress.county.name, "", progress.county, show_month(of_county, told, progress.county), whole),
        quarters=quarters(of_county, progress.county),
        tables=read,
    )


def get_part_page(slug: str, project_key: str | None) -> PartPage:
    """One delprojekt of the project asked for. Raises NotFound."""
    project = choose_project(project_key)
    parts = list_delprojekt(project)
    part = next((one for one in parts if one.slug == slug), None)
    if part is None:
        raise NotFound
    row = next(one for one in progress_of(project, parts).delprojekt if one.slug == slug)
    flows = flows_of(list_months(project.key), {part.tenant_id})
    month = _whole(_months(flows, row), row)
    read = latest_tables(project.key)
    key, together = _row_of(read, part, parts)
    chart = over_time(flows, row, slug)
    return PartPage(
        project=project,
        row=row,
        shown=show_month(flows, month, row),
        month=month,
        quarters=quarters(flows, row),
        charts=show_county(project.key, [chart] if chart else []),
        tables=read,
        told={name: found for name in crossed.PLACES if read and (found := of_place(read, name, key))},
        together=together,
        since=since(read, key) if read else None,
        state=list_count_states([part.tenant_id]).get(part.tenant_id),
    )


def _row_of(read: TablesRead | None, part: Delprojekt, parts: Sequence[Delprojekt]) -> tuple[str, tuple[str, ...]]:
    if read is None:
        return "", ()
    key = read.row_of(part.tenant_id)
    return key, tuple(one.name for one in parts if read.row_of(one.tenant_id) == key)


def get_slides(project_key: str | None) -> tuple[Project, Mapping[ChartName, Shown]]:
    """Every question about the county with its picture, in the order of ChartName."""
    project = choose_project(project_key)
    return project, show_county(project.key, [chart for chart in _charts(project) if not chart.subject])


def get_png(project_key: str | None, name: str, subject: str) -> bytes:
    """A chart's picture to save. Raises NotFound when there is no such chart, or it is still being painted."""
    project = choose_project(project_key)
    for chart in _charts(project):
        if (chart.name, chart.subject) == (name, subject):
            png = find_png(project.key, chart)
            if png is not None:
                return png
    raise NotFound


def county_lacks_pictures() -> bool:
    """Whether a chart of the county is to be drawn, in any project."""
    return any(list_missing_county(project.key, _charts(project)) for project in list_projects())


def draw_county(draw: Draw, paint: Paint) -> None:
    """Draw what the county lacks. Reads as the reader, so that nothing can be drawn that is not released."""
    ends = time.monotonic() + SECONDS_A_RUN
    for project in list_projects():
        for one in list_missing_county(project.key, _charts(project)):
            keep_county(project.key, [one], draw, paint)
            if time.monotonic() > ends:
                return


def _charts(project: Project) -> list[Chart]:
    """All of them: of the overview, of each delprojekt, of the release."""
    parts = list_delprojekt(project)
    progress = progress_of(project, parts)
    flows = list_months(project.key)
    found: list[Chart] = _overview_charts(project, progress, flows_of(flows, {part.tenant_id for part in parts}))
    for part, row in zip(parts, progress.delprojekt, strict=True):
        own = over_time(flows_of(flows, {part.tenant_id}), row, part.slug)
        found += [own] if own else []
    read = latest_tables(project.key)
    return [*found, *(crossed.all_charts(read) if read else ())]


def _overview_charts(project: Project, progress: CountyProgress, flows: Mapping[dt.date, MonthFlow]) -> list[Chart]:
    line = over_time(flows, progress.county)
    found: list[Chart | None] = [goals_chart(progress, goals_of(project)), targets_chart(progress), line]
    return [chart for chart in found if chart]


def _months(flows: Mapping[dt.date, MonthFlow], progress: Progress) -> list[dt.date]:
    """The latest twelve in which something may be told, the latest first."""
    known = [month for month in flows if month <= progress.day]
    first = min(known, default=month_of(progress.day))
    months = [month_of(progress.day)]
    while len(months) < 12 and months[-1] > first:
        months.append(month_of(months[-1] - dt.timedelta(days=1)))
    return months


def _whole(months: Sequence[dt.date], progress: Progress) -> dt.date:
    """The month before the one that goes on, where there is one; of a period that is over, its last."""
    return months[1] if len(months) > 1 and progress.day == today() else months[0]


def _missing(read: TablesRead | None, tenant_id: uuid.UUID) -> Count | None:
    return Count(read.value("missing", tenant=read.row_of(tenant_id))) if read else None
