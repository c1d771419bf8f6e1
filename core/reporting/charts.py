"""What the charts show: figures and names only, in no language. Pure; they are drawn in core/web/charts.

The county's charts are made from a CountyProgress, headlines by month and the tables of a release (crossed.py) and nothing else;
a hidden figure has no value here either. A delprojekt's own are made from its own exact counts.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import ClassVar

from core.context import Language
from core.reporting.crossed import CrossedChart
from core.reporting.terms import ChartName, CountyProgress, FigureName, Progress
from core.rollup.forecast import Forecast
from core.rollup.progress import month_of, percent_half_up


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of one delprojekt. Without a value it is unknown, or `hidden` to protect somebody."""

    name: str
    value: int | None
    hidden: bool = False
    target: int | None = None


@dataclass(frozen=True, slots=True)
class GoalPanel:
    """One goal, in per cent of those who have ended, and how far each delprojekt has come."""

    figure: FigureName
    goal: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class GoalsChart:
    """The delprojekt against both goals."""

    name: ClassVar[ChartName] = ChartName.GOALS
    subject: ClassVar[str] = ""
    panels: tuple[GoalPanel, ...]

    @property
    def rows(self) -> list[tuple[Bar, ...]]:
        """One a delprojekt, with its bar of each panel."""
        return list(zip(*(panel.bars for panel in self.panels), strict=True))


@dataclass(frozen=True, slots=True)
class TargetsChart:
    """How many have started in each delprojekt, against its target."""

    name: ClassVar[ChartName] = ChartName.TARGETS
    subject: ClassVar[str] = ""
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """How many had started by the end of a month, or by today in the month that goes on."""

    day: dt.date
    started: int


@dataclass(frozen=True, slots=True)
class OverTimeChart:
    """Started since the beginning, against a straight plan from nobody on the first day to the target on the last."""

    name: ClassVar[ChartName] = ChartName.OVER_TIME
    points: tuple[Point, ...]
    starts_on: dt.date
    ends_on: dt.date
    target: int | None
    subject: str = ""
    """The slug of the delprojekt, where the county looks at one."""
    whose: str = ""
    """Its name."""
    forecast: Forecast | None = None

    def planned(self, day: dt.date) -> int | None:
        """How many the plan has on a day; halves are rounded up. None without a target."""
        if self.target is None:
            return None
        days = (self.ends_on - self.starts_on).days + 1
        passed = min(max((day - self.starts_on).days + 1, 0), days)
        return (2 * self.target * passed + days) // (2 * days)


@dataclass(frozen=True, slots=True)
class ExitBar:
    """What the exits led to. `figure` is None for all that counts towards neither goal."""

    figure: FigureName | None
    count: int
    percent: int
    goal: int | None


@dataclass(frozen=True, slots=True)
class ExitsChart:
    """Those who have ended, by goal. `base` leaves deaths out, as the goals do."""

    name: ClassVar[ChartName] = ChartName.EXITS
    subject: ClassVar[str] = ""
    base: int
    bars: tuple[ExitBar, ...]


Chart = GoalsChart | TargetsChart | OverTimeChart | ExitsChart | CrossedChart

DRAWING = 5
"""Raised when the drawing changes, so that every picture is drawn again."""


def fingerprint(chart: Chart, language: Language) -> str:
    """Tells whether a picture shows exactly these figures, in this language, in today's drawing."""
    told = json.dumps([DRAWING, chart.name, language, asdict(chart)], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def goals_chart(progress: CountyProgress, goals: Mapping[FigureName, int]) -> GoalsChart | None:
    """From a release alone. None before the first one, or when it shows no delprojekt's result."""
    panels = tuple(
        GoalPanel(figure, goal, tuple(_bar(row, figure) for row in progress.delprojekt)) for figure, goal in goals.items()
    )
    known = any(bar.value is not None for panel in panels for bar in panel.bars)
    return GoalsChart(panels) if known else None


def targets_chart(progress: CountyProgress) -> TargetsChart | None:
    """From headlines alone. None when nobody has been counted."""
    bars = tuple(_bar(row, FigureName.STARTED, target=row.value(FigureName.TARGET)) for row in progress.delprojekt)
    return TargetsChart(bars) if any(bar.value is not None for bar in bars) else None


def _bar(row: Progress, figure: FigureName, target: int | None = None) -> Bar:
    found = row[figure]
    return Bar(row.name, found.value, found.suppressed, target)


def over_time_chart(
    started: Mapping[dt.date, int], progress: Progress, *, subject: str = "", forecast: Forecast | None = None
) -> OverTimeChart | None:
    """From how many started in each month (its first day). None when nobody has started."""
    if not started:
        return None
    months = _months(min(month_of(progress.starts_on), *started), max(month_of(progress.day), *started))
    sums = accumulate(started.get(month, 0) for month in months)
    points = tuple(Point(_end(month, progress.day), total) for month, total in zip(months, sums, strict=True))
    target, whose = progress.value(FigureName.TARGET), progress.name if subject else ""
    return OverTimeChart(points, progress.starts_on, progress.ends_on, target, subject, whose, forecast)


def exits_chart(progress: Progress, base: int, goals: Mapping[FigureName, int]) -> ExitsChart | None:
    """From how many have ended, by goal. None when nobody has."""
    if not base:
        return None
    counts = {_PERCENT_OF[figure]: progress.value(figure) or 0 for figure in _PERCENT_OF}
    bars = [ExitBar(figure, count, percent_half_up(count, base) or 0, goals[figure]) for figure, count in counts.items()]
    rest = base - sum(counts.values())
    return ExitsChart(base, (*bars, ExitBar(None, rest, percent_half_up(rest, base) or 0, None)))


_PERCENT_OF = {
    FigureName.WORK_OR_STUDIES: FigureName.WORK_OR_STUDIES_PERCENT,
    FigureName.REGULAR_MEASURES: FigureName.REGULAR_MEASURES_PERCENT,
}


def _months(first: dt.date, last: dt.date) -> Sequence[dt.date]:
    months = [first]
    while months[-1] < last:
        months.append(month_of(months[-1] + dt.timedelta(days=31)))
    return months


def _end(month: dt.date, today: dt.date) -> dt.date:
    last = month_of(month + dt.timedelta(days=31)) - dt.timedelta(days=1)
    return min(last, today) if month_of(today) == month else last
