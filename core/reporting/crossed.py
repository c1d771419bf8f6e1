"""Questions that the newest full release answers: each a chart of the county and a table by delprojekt. Pure, in no language.

Everything comes from `TablesRead` and nothing else; no number is made by adding, since what is released adds up already.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.disclosure.tables import APART
from core.reporting.categories import Category
from core.reporting.terms import ChartName
from core.rollup.names import CATEGORY_NAMES
from core.rollup.reading import TablesRead


@dataclass(frozen=True, slots=True)
class Count:
    """A rounded number; 0 is "fewer than 5", None is not told. `percent` of its whole, where one may be said."""

    value: int | None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """A category with a number for each series."""

    category: Category
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class CrossedChart:
    """One question about the county. `series` is empty where there is only one."""

    name: ChartName
    series: tuple[Category, ...]
    rows: tuple[CrossedRow, ...]
    totals: tuple[Count, ...]
    number: int
    """Of the release, with the day of its counts and the number under which it tells none."""
    as_of: dt.date
    k: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Two dimensions of the county against each other."""

    columns: tuple[Category, ...]
    rows: tuple[CrossedRow, ...]


@dataclass(frozen=True, slots=True)
class One:
    """Where a question with one series is: its table by delprojekt, whose margin is the county."""

    table: str
    measure: str
    dimension: str


ONE: Mapping[ChartName, One] = {
    ChartName.PARTY: One("started_party", "started", "party"),
    ChartName.MUNICIPALITY: One("started_municipality", "started", "municipality"),
    ChartName.WAIT: One("started_wait", "started", "wait"),
    ChartName.LENGTH: One("ended_length", "ended", "length"),
    ChartName.INSATS: One("insats", "insats", "insats"),
    ChartName.SUPPORT_AT_START: One("started_support", "started", "support"),
    ChartName.ACTIVITY_AT_START: One("started_activity", "started", "activity"),
    ChartName.FOLLOW_UP: One("follow_up", "follow_up", "answer"),
    ChartName.MISSING: One("missing", "missing", "what"),
    ChartName.SINCE: One("active_since", "active", "since"),
}


PLACES: Mapping[ChartName, One] = {
    **ONE,
    ChartName.INFLOW: One("referred", "referred", "party"),
    ChartName.AGE: One("started_age", "started", "age"),
    ChartName.SUPPORT: One("ended_support", "ended", "after"),
    ChartName.ACTIVITY: One("ended_activity", "ended", "activity_after"),
}
"""What is told by delprojekt. Of before and after, it is after."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Where a question with two series is: the table, and its two dimensions."""

    table: str
    measure: str
    dimension: str
    across: str


PAIRS: Mapping[ChartName, Pair] = {
    ChartName.AGE: Pair("started_age_sex", "started", "age", "sex"),
    ChartName.GOAL_BY_SEX: Pair("ended_goal_sex", "ended", "goal", "sex"),
}
CHANGES: Mapping[ChartName, Pair] = {
    ChartName.SUPPORT: Pair("ended_support_change", "ended", "before", "after"),
    ChartName.ACTIVITY: Pair("ended_activity_change", "ended", "activity_before", "activity_after"),
}
"""Before against after: two margins of one table."""


SEXES: Mapping[ChartName, Pair] = {
    ChartName.PARTY: Pair("started_party_sex", "started", "party", "sex"),
    ChartName.SUPPORT_AT_START: Pair("started_support_sex", "started", "support", "sex"),
    ChartName.INSATS: Pair("insats_sex", "insats", "insats", "sex"),
}


def one_chart(read: TablesRead, name: ChartName) -> CrossedChart | None:
    """Categories of the county, each with its part of the whole. None where the release has no such table."""
    asked = ONE[name]
    if asked.table not in read.tables:
        return None
    rows = [
        CrossedRow(category, (count(read, asked.measure, {asked.dimension: category.key}),))
        for category in categories(read, asked.table, asked.dimension)
    ]
    return _chart(read, name, (), rows, (Count(read.value(asked.measure)),))


def pair_chart(read: TablesRead, name: ChartName) -> CrossedChart | None:
    """Categories side by side for women and men."""
    asked = PAIRS[name]
    if asked.table not in read.tables:
        return None
    series = categories(read, asked.table, asked.across)
    rows = [
        CrossedRow(
            one,
            tuple(
                count(read, asked.measure, {asked.dimension: one.key, asked.across: other.key}, {asked.across: other.key})
                for other in series
            ),
        )
        for one in categories(read, asked.table, asked.dimension)
    ]
    totals = tuple(Count(read.value(asked.measure, **{asked.across: other.key})) for other in series)
    return _chart(read, name, series, rows, totals)


def change_chart(read: TablesRead, name: ChartName) -> CrossedChart | None:
    """The same people before and after: both margins of one table."""
    asked = CHANGES[name]
    if asked.table not in read.tables:
        return None
    series = (Category("moment", "before"), Category("moment", "after"))
    known = categories(read, asked.table, asked.dimension), categories(read, asked.table, asked.across)
    by_key = {one.key: one for side in reversed(known) for one in side}
    rows = [
        CrossedRow(one, tuple(count(read, asked.measure, {dimension: one.key}) for dimension in (asked.dimension, asked.across)))
        for one in by_key.values()
    ]
    whole = Count(read.value(asked.measure))
    return _chart(read, name, series, rows, (whole, whole))


def grid_of(read: TablesRead, name: ChartName) -> Grid | None:
    """What each became, from the rows to the columns; of the inflow, quarters against parties."""
    if name is ChartName.INFLOW:
        return _inflow_grid(read)
    asked = CHANGES.get(name)
    return _grid(read, asked) if asked else None


def sex_grid(read: TablesRead, name: ChartName) -> Grid | None:
    """The categories for women and men, each in per cent of the women or the men."""
    asked = SEXES.get(name)
    return _grid(read, asked, of_columns=True) if asked else None


def _grid(read: TablesRead, asked: Pair, *, of_columns: bool = False) -> Grid | None:
    if asked.table not in read.tables:
        return None
    columns = categories(read, asked.table, asked.across)
    rows = []
    for one in categories(read, asked.table, asked.dimension):
        cells = [{asked.dimension: one.key, asked.across: two.key} for two in columns]
        if of_columns:
            counts = [count(read, asked.measure, cell, {asked.across: cell[asked.across]}) for cell in cells]
        else:
            counts = [Count(read.value(asked.measure, **cell)) for cell in cells]
        rows.append(CrossedRow(one, tuple(counts)))
    return Grid(columns, tuple(rows))


QUARTERS = 4


def inflow_chart(read: TablesRead, name: ChartName) -> CrossedChart | None:
    """The four latest whole quarters, each beside the same one a year before."""
    if "referred_quarter" not in read.tables:
        return None
    series = (Category("year", "now"), Category("year", "before"))
    rows = []
    for quarter in _whole_quarters(read):
        year, _, number = quarter.partition("q")
        keys = (quarter, f"{int(year) - 1}q{number}")
        rows.append(CrossedRow(Category("quarter", quarter), tuple(Count(read.value("referred", quarter=key)) for key in keys)))
    return _chart(read, name, series, rows, ())


def _inflow_grid(read: TablesRead) -> Grid | None:
    """Quarters, the latest first, against the party that referred; the last column is everybody."""
    if "referred_quarter" not in read.tables:
        return None
    columns = categories(read, "referred_quarter", "party")
    rows = [
        CrossedRow(
            Category("quarter", quarter),
            (
                *(Count(read.value("referred", quarter=quarter, party=one.key)) for one in columns),
                Count(read.value("referred", quarter=quarter)),
            ),
        )
        for quarter in reversed(_whole_quarters(read, 2 * QUARTERS))
    ]
    return Grid(columns, tuple(rows))


def _whole_quarters(read: TablesRead, most: int = QUARTERS) -> list[str]:
    """Up to the release's day, the oldest first."""
    last = read.as_of.year * 4 + (read.as_of.month - 1) // 3 - 1
    known = read.categories("referred_quarter", "quarter")
    wanted = [f"{number // 4}q{number % 4 + 1}" for number in range(last - most + 1, last + 1)]
    return [one for one in wanted if one in known]


def _chart(
    read: TablesRead, name: ChartName, series: Sequence[Category], rows: Sequence[CrossedRow], totals: tuple[Count, ...]
) -> CrossedChart | None:
    if not any(count.value for row in rows for count in row.counts):
        return None
    return CrossedChart(name, tuple(series), tuple(rows), totals, read.number, read.as_of, read.policy.k)


def count(read: TablesRead, measure: str, categories: Mapping[str, str], of: Mapping[str, str] | None = None) -> Count:
    """A cell, with its per cent of another (`of`; else of everybody) where one may be said."""
    return Count(read.value(measure, **categories), read.percent(measure, of or {}, **categories))


def categories(read: TablesRead, table: str, dimension: str) -> tuple[Category, ...]:
    """Of a dimension as released, groups in the place of what is in them, with what was put together in each."""
    into = read.merges.get(dimension, {})
    order = list(CATEGORY_NAMES.get(dimension, {}))
    members = sorted(into, key=lambda one: (order.index(one) if one in order else len(order), one))
    told = next(one for one in read.tables[table].dimensions if one.name == dimension)
    return tuple(
        Category(dimension, key, members=tuple(one for one in members if into[one] == key))
        for key in told.children(None)
        if key != APART
    )


def all_charts(read: TablesRead) -> Iterable[CrossedChart]:
    """Every question that this release answers, in the order of the pages."""
    made = {
        **dict.fromkeys(ONE, one_chart),
        **dict.fromkeys(PAIRS, pair_chart),
        **dict.fromkeys(CHANGES, change_chart),
        ChartName.INFLOW: inflow_chart,
    }
    for name in ChartName:
        chart = made[name](read, name) if name in made else None
        if chart is not None:
            yield chart
