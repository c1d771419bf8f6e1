"""The published figures. The public page, /totals and /progress.json all ask here; a delprojekt's own live ones too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import now, today
from core.content.models import PublishedSubproject
from core.context import TenantRef, current_tenant
from core.errors import NotFound
from core.participants.terms import Sex
from core.projects.models import Project
from core.projects.queries import Delprojekt, list_delprojekt, list_projects
from core.projects.services import choose_project, choose_subproject
from core.reporting.assembly import Cells, cells_of, county_progress, delprojekt_progress
from core.reporting.charts import Chart, exits_chart, over_time_chart
from core.reporting.pictures import (
    Draw,
    Shown,
    keep_own,
    list_missing_own,
    show_own,
)
from core.reporting.queries import count_own_events, count_started_by_month
from core.reporting.terms import ChartName, CountyProgress, FigureName, Progress, ReleaseNote
from core.rollup.models import COUNTY
from core.rollup.progress import percent_half_up
from core.rollup.queries import Cell, Headline, find_headline, headlines, latest_release
from core.rollup.terms import Figure as Outcome
from core.rollup.terms import Flow


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The live figures of the tenant in force."""

    project: Project
    progress: Progress
    base: int
    """How many the goals are counted on: all who have ended, without deaths."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """/figures of the tenant in force."""

    project: Project
    progress: Progress
    base: int
    charts: Mapping[ChartName, Shown]


def goals_of(project: Project) -> dict[FigureName, int]:
    """The two goals in per cent, by figure."""
    return {
        FigureName.WORK_OR_STUDIES_PERCENT: project.goal_work_or_studies_percent,
        FigureName.REGULAR_MEASURES_PERCENT: project.goal_regular_measures_percent,
    }


def get_county_progress(project: Project) -> CountyProgress:
    """The county's sum and a row for every delprojekt, also for one that has nothing to show yet."""
    return progress_of(project, list_delprojekt(project))


def progress_of(project: Project, parts: Sequence[Delprojekt]) -> CountyProgress:
    """The same, of delprojekt that have been read already."""
    found = headlines(project.key)
    release = latest_release(project.key)
    rows = tuple(
        delprojekt_progress(
            slug=part.slug,
            name=part.name,
            own=None,
            headline=found.get(part.tenant_id),
            project=project,
            cells=cells_of(release, part.tenant_id),
            day=today(),
        )
        for part in parts
    )
    summed = [found[part.tenant_id] for part in parts if part.tenant_id in found]
    county = county_progress(project, summed, cells=cells_of(release, COUNTY), day=today())
    note = ReleaseNote(release.number, release.provisional, release.made_at, release.as_of) if release else None
    return CountyProgress(county, rows, note)


def get_tenant_progress(project: Project, tenant: TenantRef, own: PublishedSubproject) -> Progress:
    """The figures of one delprojekt as the public sees them."""
    return delprojekt_progress(
        slug=tenant.slug,
        name=own.name,
        own=own,
        headline=find_headline(tenant.id, project.key),
        project=project,
        cells=cells_of(latest_release(project.key), tenant.id),
        day=today(),
    )


def get_figures_page(project_key: str | None) -> FiguresPage:
    """The live figures of the tenant in force, exact, for those who work there. Raises NotFound without a delprojekt."""
    own = choose_subproject(project_key)
    if own is None:
        raise NotFound
    project = choose_project(own.project_key)
    events = count_own_events(project.key)
    progress = delprojekt_progress(
        slug=current_tenant().slug,
        name=own.name,
        own=own,
        headline=_live_headline(own, events),
        project=project,
        cells=_live_cells(events),
        day=today(),
    )
    return FiguresPage(project, progress, _base(events))


def get_dashboard(project_key: str | None) -> Dashboard:
    """The live figures of the tenant in force with their charts. Raises NotFound without a delprojekt."""
    page = get_figures_page(project_key)
    return Dashboard(page.project, page.progress, page.base, show_own(page.project.key, _own_charts(page)))


def _own_charts(page: FiguresPage) -> list[Chart]:
    started = count_started_by_month(page.project.key)
    found: list[Chart | None] = [
        over_time_chart(started, page.progress),
        exits_chart(page.progress, page.base, goals_of(page.project)),
    ]
    return [chart for chart in found if chart]


def draw_own(draw: Draw) -> None:
    """Draw what the tenant in force lacks, in every project it has a delprojekt in."""
    for project in list_projects():
        try:
            page = get_figures_page(project.key)
        except NotFound:
            continue
        keep_own(project.key, list_missing_own(project.key, _own_charts(page)), draw)


def _live_headline(own: PublishedSubproject, events: Mapping[tuple[Flow, str], int]) -> Headline:
    started, ended = _total(events, Flow.STARTED), _total(events, Flow.ENDED)
    return Headline(
        tenant_id=current_tenant().id,
        project_key=own.project_key,
        starts_on=own.starts_on,
        ends_on=own.ends_on,
        target=own.target,
        target_is_example=own.target_is_example,
        started=started,
        active=started - ended + _total(events, Flow.ENDED_NOT_STARTED),
        ended=ended,
        as_of=now(),
    )


def _live_cells(events: Mapping[tuple[Flow, str], int]) -> Cells:
    base = _base(events)
    work, regular = _total(events, Flow.WORK_OR_STUDIES), _total(events, Flow.REGULAR_MEASURES)
    values = {
        Outcome.STARTED_WOMEN: events.get((Flow.STARTED, Sex.WOMAN), 0),
        Outcome.STARTED_MEN: events.get((Flow.STARTED, Sex.MAN), 0),
        Outcome.WORK_OR_STUDIES: work,
        Outcome.WORK_OR_STUDIES_PERCENT: percent_half_up(work, base),
        Outcome.REGULAR_MEASURES: regular,
        Outcome.REGULAR_MEASURES_PERCENT: percent_half_up(regular, base),
    }
    return {outcome: Cell(value, suppressed=False, counted_on=today()) for outcome, value in values.items()}


def _base(events: Mapping[tuple[Flow, str], int]) -> int:
    return _total(events, Flow.ENDED) - _total(events, Flow.ENDED_OUTSIDE_GOALS)


def _total(events: Mapping[tuple[Flow, str], int], flow: Flow) -> int:
    return sum(count for (found, _), count in events.items() if found == flow)
