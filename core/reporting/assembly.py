"""How counts become a Progress: pure, so that every rule can be tried without a database."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Protocol

from core.projects.models import Project
from core.reporting.terms import Figure, FigureName, Progress, Target
from core.rollup.progress import months_elapsed, months_total, percent_half_up
from core.rollup.queries import Cell, Headline, ReleaseRead, sum_of
from core.rollup.terms import Figure as Outcome

COUNTY_SLUG = "all"

OUTCOMES: Mapping[FigureName, Outcome] = {
    FigureName.WOMEN: Outcome.STARTED_WOMEN,
    FigureName.MEN: Outcome.STARTED_MEN,
    FigureName.WORK_OR_STUDIES: Outcome.WORK_OR_STUDIES,
    FigureName.WORK_OR_STUDIES_PERCENT: Outcome.WORK_OR_STUDIES_PERCENT,
    FigureName.REGULAR_MEASURES: Outcome.REGULAR_MEASURES,
    FigureName.REGULAR_MEASURES_PERCENT: Outcome.REGULAR_MEASURES_PERCENT,
}
"""The published name of each cell of a release."""

Cells = Mapping[Outcome, Cell]


class Own(Protocol):
    """A period and a target: a headline's, or those a delprojekt has published itself."""

    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date: ...
    @property
    def target(self) -> int | None: ...
    @property
    def target_is_example(self) -> bool: ...


class Counts(Protocol):
    """How many have started, take part and have ended."""

    @property
    def started(self) -> int: ...
    @property
    def active(self) -> int: ...
    @property
    def ended(self) -> int: ...


def delprojekt_progress(
    *, slug: str, name: str, own: Own | None, headline: Headline | None, project: Project, cells: Cells, day: dt.date
) -> Progress:
    """Progress in the delprojekt's own period against its own target; before it has said any, in the project's."""
    known = headline or own
    period = known or project
    counts = headline if headline and _is_recorded(headline, day) else None
    cells = cells if counts else {}
    target = known.target if known else None
    kind = Target.EXAMPLE if known and known.target_is_example else Target.OWN
    return Progress(
        slug=slug,
        name=name,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        figures=_time(period.starts_on, period.ends_on, day) | _people(counts, target) | _outcomes(cells),
        target=kind if target else Target.MISSING,
        day=min(day, period.ends_on),
        as_of=headline.as_of if headline and counts else None,
        counted_on=_counted_on(cells),
    )


def county_progress(project: Project, headlines: Sequence[Headline], *, cells: Cells, day: dt.date) -> Progress:
    """The county in the project's own period. A person in two delprojekt is counted in both."""
    target, kind = _county_target(project, headlines)
    recorded = [row for row in headlines if _is_recorded(row, day)]
    people = _people(sum_of(recorded) if recorded else None, target)
    cells = cells if recorded else {}
    return Progress(
        slug=COUNTY_SLUG,
        name=project.name,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        figures=_time(project.starts_on, project.ends_on, day) | people | _outcomes(cells),
        target=kind,
        day=min(day, project.ends_on),
        as_of=min((row.as_of for row in recorded), default=None),
        counted_on=_counted_on(cells),
    )


def cells_of(release: ReleaseRead | None, tenant_id: uuid.UUID) -> Cells:
    """The outcomes of one tenant (or of COUNTY), without hours, which have a day of their own; empty when it is not known."""
    found = {outcome: release.cell(tenant_id, outcome) for outcome in OUTCOMES.values()} if release else {}
    return {outcome: cell for outcome, cell in found.items() if cell}


def _is_recorded(headline: Headline, day: dt.date) -> bool:
    """Nobody at all in a period that is over means that its participants were never entered here, not that there were none."""
    return headline.ends_on >= day or headline.started > 0 or headline.ended > 0


def _county_target(project: Project, headlines: Sequence[Headline]) -> tuple[int | None, Target]:
    """The number planned for the project as a whole; unknown, the sum of the targets when every delprojekt has one."""
    if project.planned_participants:
        return project.planned_participants, Target.PLANNED
    county = sum_of(headlines)
    if county.target is None:
        return None, Target.MISSING
    return county.target, Target.EXAMPLE_SUM if county.target_is_example else Target.SUM


def _time(starts_on: dt.date, ends_on: dt.date, day: dt.date) -> dict[FigureName, Figure]:
    elapsed, total = months_elapsed(starts_on, ends_on, day), months_total(starts_on, ends_on)
    return _named(
        {
            FigureName.MONTHS_ELAPSED: elapsed,
            FigureName.MONTHS_TOTAL: total,
            FigureName.MONTHS_PERCENT: percent_half_up(elapsed, total),
        }
    )


def _people(counts: Counts | None, target: int | None) -> dict[FigureName, Figure]:
    return _named(
        {
            FigureName.STARTED: counts.started if counts else None,
            FigureName.TARGET: target,
            FigureName.STARTED_PERCENT: percent_half_up(counts.started, target) if counts else None,
            FigureName.ACTIVE: counts.active if counts else None,
            FigureName.ENDED: counts.ended if counts else None,
        }
    )


def _named(values: Mapping[FigureName, int | None]) -> dict[FigureName, Figure]:
    return {name: Figure(name, value) for name, value in values.items()}


def _outcomes(cells: Cells) -> dict[FigureName, Figure]:
    """A figure that no release holds is unknown, which is not the same as hidden."""
    return {
        name: Figure(name, cells[outcome].value, cells[outcome].suppressed) if outcome in cells else Figure(name)
        for name, outcome in OUTCOMES.items()
    }


def _counted_on(cells: Cells) -> dt.date | None:
    """The oldest day among the outcomes, so that a page never says a figure is fresher than it is."""
    return min((cell.counted_on for cell in cells.values()), default=None)
