"""A delprojekt's own figures in depth: every question of the county's tables, exact and live, from the tenant's own views.

Nothing is rounded and nothing merged: whoever reads this works here. Pure but for the two statements of queries.py.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.clock import today
from core.disclosure.policy import Policy
from core.errors import NotFound
from core.projects.models import Project
from core.projects.services import choose_project, choose_subproject
from core.reporting.queries import OwnCount, list_own_counts, list_own_months
from core.rollup.asked import CATEGORIES
from core.rollup.cubes import UNKNOWN, CubeName, HoursVerdict
from core.rollup.names import category_name
from core.rollup.progress import month_of, percent_half_up
from core.rollup.terms import Flow

MONTHS = 13
"""This month and the twelve before it, so that a month stands beside the same one a year ago."""
MOVES = 8
COMMON = {
    "party": CubeName.STARTED_PARTY,
    "age": CubeName.STARTED_AGE,
    "municipality": CubeName.STARTED_MUNICIPALITY,
    "wait": CubeName.STARTED_WAIT,
    "length": CubeName.ENDED_LENGTH,
    "insats": CubeName.INSATS,
}
"""Questions of one answer each, by the dimension that names their categories."""
CHANGES = {"support": CubeName.ENDED_SUPPORT, "activity": CubeName.ENDED_ACTIVITY}


@dataclass(frozen=True, slots=True)
class Line:
    """One category. `percent` of all in the table."""

    key: str
    name: str
    women: int
    men: int
    percent: int | None

    @property
    def total(self) -> int:
        return self.women + self.men


@dataclass(frozen=True, slots=True)
class Question:
    """Lines in the order of the code list; last those of whom nothing is registered."""

    lines: Sequence[Line]
    total: int


@dataclass(frozen=True, slots=True)
class Change:
    """Of those who have ended: how many had this before, and how many after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Before beside after, and the most common moves as (from, to, how many)."""

    lines: Sequence[Change]
    moves: Sequence[tuple[str, str, int]]
    ended: int
    moved: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """New and ended in a month, active at its end; hours, those who attended, and whether the county is told them."""

    month: dt.date
    started: int
    ended: int
    active: int
    hours: int
    attendees: int
    verdict: HoursVerdict | None


@dataclass(frozen=True, slots=True)
class Depth:
    """/figures/in-depth. `now`: waiting, paused, active, over_a_year; `missing`: by what; `answers`: follow-ups by state."""

    project: Project
    name: str
    day: dt.date
    questions: Mapping[str, Question]
    changes: Mapping[str, Changes]
    months: Sequence[MonthLine]
    now: Mapping[str, int]
    missing: Mapping[str, int]
    follow_ups: Question


def get_depth(project_key: str | None) -> Depth:
    """Of the tenant in force. Raises NotFound without a delprojekt."""
    own = choose_subproject(project_key)
    if own is None:
        raise NotFound
    project = choose_project(own.project_key)
    counts = list_own_counts(project.key)
    return Depth(
        project=project,
        name=own.name,
        day=today(),
        questions={dimension: question(counts, cube, dimension) for dimension, cube in COMMON.items()},
        changes={dimension: changes(counts, cube, dimension) for dimension, cube in CHANGES.items()},
        months=months_of(counts, list_own_months(project.key), today()),
        now=_now(counts, today()),
        missing=_by_key(counts, CubeName.MISSING),
        follow_ups=question(counts, CubeName.FOLLOW_UP, "answer"),
    )


def question(counts: Iterable[OwnCount], cube: CubeName, dimension: str) -> Question:
    """How the people of a cube are spread."""
    of_sex: dict[str, Counter[str]] = {"woman": Counter(), "man": Counter()}
    for row in counts:
        if row.cube == cube:
            of_sex[row.sex][_category(row.key, dimension)] += row.count
    women, men = of_sex["woman"], of_sex["man"]
    total = women.total() + men.total()
    lines = [
        Line(key, category_name(dimension, key, {}), women[key], men[key], percent_half_up(women[key] + men[key], total))
        for key in _in_order({*women, *men}, dimension)
    ]
    return Question(lines, total)


def _category(key: str, dimension: str) -> str:
    if dimension == "age":
        return UNKNOWN if key == UNKNOWN else Policy().age_band(int(key))
    return key.partition(">")[2] if dimension == "answer" else key


def _in_order(found: Iterable[str], dimension: str) -> list[str]:
    """As the code list has them, then local words by name, then those not known."""
    known = Policy().band_names if dimension == "age" else CATEGORIES.get(dimension, ())
    places = {key: at for at, key in enumerate(known)}
    return sorted(found, key=lambda key: (key == UNKNOWN, places.get(key, len(places)), category_name(dimension, key, {})))


def changes(counts: Iterable[OwnCount], cube: CubeName, dimension: str) -> Changes:
    """Before and after of those who have ended."""
    pairs: Counter[tuple[str, str]] = Counter()
    for row in counts:
        if row.cube == cube:
            first, _, second = row.key.partition(">")
            pairs[first, second] += row.count
    before, after = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        before[first] += count
        after[second] += count
    lines = [
        Change(category_name(dimension, key, {}), before[key], after[key]) for key in _in_order({*before, *after}, dimension)
    ]
    moved = {pair: count for pair, count in pairs.items() if pair[0] != pair[1] and UNKNOWN not in pair}
    often = sorted(moved.items(), key=lambda one: (-one[1], one[0]))[:MOVES]
    moves = [(category_name(dimension, a, {}), category_name(dimension, b, {}), count) for (a, b), count in often]
    return Changes(lines, moves, pairs.total(), sum(moved.values()))


def months_of(counts: Sequence[OwnCount], flows: Mapping[tuple[dt.date, Flow], int], day: dt.date) -> list[MonthLine]:
    """The latest first; a stock is the sum of the flows before it."""
    lines = []
    last = month_of(day)
    for back in range(MONTHS):
        number = last.year * 12 + last.month - 1 - back
        month = dt.date(number // 12, number % 12 + 1, 1)
        so_far: Counter[Flow] = Counter()
        for (of, flow), count in flows.items():
            so_far[flow] += count if of <= month else 0
        hours = [row for row in counts if row.cube == CubeName.HOURS and row.month == month]
        lines.append(
            MonthLine(
                month=month,
                started=flows.get((month, Flow.STARTED), 0),
                ended=flows.get((month, Flow.ENDED), 0),
                active=so_far[Flow.STARTED] - so_far[Flow.ENDED] + so_far[Flow.ENDED_NOT_STARTED],
                hours=sum(row.count for row in hours) // 60,
                attendees=sum(row.count for row in counts if row.cube == CubeName.ATTENDEES and row.month == month),
                verdict=HoursVerdict(hours[0].key) if hours else None,
            )
        )
    return lines


def _now(counts: Sequence[OwnCount], day: dt.date) -> dict[str, int]:
    a_year_ago = month_of(day).replace(year=day.year - 1)
    active = [row for row in counts if row.cube == CubeName.ACTIVE_SINCE]
    return {
        "active": sum(row.count for row in active),
        "over_a_year": sum(row.count for row in active if row.month and row.month <= a_year_ago),
        "paused": sum(row.count for row in counts if row.cube == CubeName.PAUSED),
        "waiting": sum(row.count for row in counts if row.cube == CubeName.WAITING),
        "referred": sum(row.count for row in counts if row.cube == CubeName.REFERRED),
    }


def _by_key(counts: Iterable[OwnCount], cube: CubeName) -> dict[str, int]:
    found: Counter[str] = Counter(dict.fromkeys(CATEGORIES["what"], 0))
    for row in counts:
        if row.cube == cube:
            found[row.key] += row.count
    return dict(found)
