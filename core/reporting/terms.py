"""The published figures: their names (the contract's, and a few beside them), what stands where one is missing, the charts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FigureName(StrEnum):
    """`data-figure` of every published figure, and the keys of /progress.json. Months are whole, per cents 0–100 or more."""

    MONTHS_ELAPSED = "months.elapsed"
    MONTHS_TOTAL = "months.total"
    MONTHS_PERCENT = "months.percent"
    STARTED = "participants.started"
    TARGET = "participants.target"
    STARTED_PERCENT = "participants.percent"
    ACTIVE = "participants.active"
    ENDED = "participants.ended"
    WOMEN = "participants.women"
    MEN = "participants.men"
    WORK_OR_STUDIES = "outcomes.work_or_studies.count"
    WORK_OR_STUDIES_PERCENT = "outcomes.work_or_studies.percent"
    REGULAR_MEASURES = "outcomes.regular_measures.count"
    REGULAR_MEASURES_PERCENT = "outcomes.regular_measures.percent"


HEADLINES = (
    FigureName.MONTHS_ELAPSED,
    FigureName.MONTHS_TOTAL,
    FigureName.MONTHS_PERCENT,
    FigureName.STARTED,
    FigureName.TARGET,
    FigureName.STARTED_PERCENT,
    FigureName.ACTIVE,
    FigureName.ENDED,
)
"""Public and exact."""

PUBLIC = (*HEADLINES, FigureName.WORK_OR_STUDIES_PERCENT, FigureName.REGULAR_MEASURES_PERCENT)
"""What /progress.json carries."""


class Target(StrEnum):
    """Where a target comes from; a page says it beside the number."""

    MISSING = "missing"
    OWN = "own"
    EXAMPLE = "example"
    PLANNED = "planned"
    """Of the county: the number planned when the project was granted."""
    SUM = "sum"
    """Of the county: no planned number is known, so the delprojekts' targets are added."""
    EXAMPLE_SUM = "example_sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. Without a value it is unknown, or hidden to protect somebody (`suppressed`)."""

    name: FigureName
    value: int | None = None
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """All figures of a delprojekt, or of the county (slug "all"), in one project."""

    slug: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    figures: Mapping[FigureName, Figure]
    target: Target
    day: dt.date
    """The day the months are counted to: today, or the last day of a period that is over."""
    as_of: dt.datetime | None = None
    """The instant the headlines were counted; of the county, the oldest of them."""
    counted_on: dt.date | None = None
    """The day the outcomes were counted: they stand until enough more people have ended."""

    def __getitem__(self, name: str) -> Figure:
        return self.figures[FigureName(name)]

    def value(self, name: str) -> int | None:
        """The figure's value; None when it is unknown or hidden."""
        return self[name].value


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """Which release the outcomes come from."""

    number: int
    provisional: bool
    made_at: dt.datetime
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class CountyProgress:
    """The county's sum and its delprojekt in the county's order."""

    county: Progress
    delprojekt: tuple[Progress, ...]
    release: ReleaseNote | None = None

    @property
    def has_suppressed(self) -> bool:
        """Whether a figure is hidden somewhere, so that the page must say why."""
        return any(figure.suppressed for row in (*self.delprojekt, self.county) for figure in row.figures.values())

    @property
    def has_example_targets(self) -> bool:
        return any(row.target in (Target.EXAMPLE, Target.EXAMPLE_SUM) for row in (*self.delprojekt, self.county))


class ChartName(StrEnum):
    """Which chart; a part of its key in the database."""

    GOALS = "goals"
    TARGETS = "targets"
    OVER_TIME = "over_time"
    EXITS = "exits"
    INFLOW = "inflow"
    PARTY = "party"
    AGE = "age"
    MUNICIPALITY = "municipality"
    WAIT = "wait"
    LENGTH = "length"
    SINCE = "since"
    INSATS = "insats"
    SUPPORT_AT_START = "support_at_start"
    ACTIVITY_AT_START = "activity_at_start"
    SUPPORT = "support"
    ACTIVITY = "activity"
    GOAL_BY_SEX = "goal_by_sex"
    FOLLOW_UP = "follow_up"
    MISSING = "missing"


OWN_CHARTS = (ChartName.GOALS, ChartName.TARGETS, ChartName.OVER_TIME, ChartName.EXITS)
"""What a delprojekt may keep pictures of in its own schema."""


class Width(StrEnum):
    """Each chart is drawn twice; a phone gets one that was made for it."""

    WIDE = "wide"
    NARROW = "narrow"
