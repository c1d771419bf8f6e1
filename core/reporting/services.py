"""The published figures. The public page, /totals and /progress.json all ask here; a delprojekt's own live ones too."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.clock import now, today
from core.content.models import PublishedSubproject
from core.context import TenantRef, current_tenant
from core.errors import NotFound
from core.participants.terms import Sex
from core.projects.models import Project
from core.projects.queries import list_delprojekt, list_projects
from core.projects.services import choose_project, choose_subproject
from core.reporting.assembly import Cells, cells_of, county_progress, delprojekt_progress
from core.reporting.queries import count_own_events
from core.reporting.terms import CountyProgress, Progress, ReleaseNote
from core.rollup.models import COUNTY
from core.rollup.progress import percent_half_up
from core.rollup.queries import Cell, Headline, find_headline, headlines, latest_release
from core.rollup.terms import Figure as Outcome
from core.rollup.terms import Flow


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """/totals of one project, and the other projects there are."""

    project: Project
    others: list[Project]
    progress: CountyProgress


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """/figures of the tenant in force."""

    project: Project
    progress: Progress


def get_totals_page(project_key: str | None) -> TotalsPage:
    """The county's totals of the project asked for, else of the current one."""
    project = choose_project(project_key)
    others = [other for other in list_projects() if other.key != project.key]
    return TotalsPage(project, others, get_county_progress(project))


def get_county_progress(project: Project) -> CountyProgress:
    """The county's sum and a row for every delprojekt, also for one that has nothing to show yet."""
    parts = list_delprojekt(project)
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
    return FiguresPage(project, progress)


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
    base = _total(events, Flow.ENDED) - _total(events, Flow.ENDED_OUTSIDE_GOALS)
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


def _total(events: Mapping[tuple[Flow, str], int], flow: Flow) -> int:
    return sum(count for (found, _), count in events.items() if found == flow)
