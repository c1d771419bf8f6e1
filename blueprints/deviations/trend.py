"""Geometry of one picture: how many were noted, month by month for a year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.deviations.queries import MonthCount

MONTHS = 12
HEIGHT, TOP, BOTTOM = 220, 24, 40
GAP = 0.3
"""Of the room of a month, between two months."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: failures below, good examples on top. `x` and `width` are per cent, `y` and heights pixels."""

    month: dt.date
    deviations: int
    good_examples: int
    x: float
    width: float
    middle: float
    y: float
    height: float
    good_y: float
    good_height: float

    @property
    def total(self) -> int:
        """Both kinds."""
        return self.deviations + self.good_examples


@dataclass(frozen=True, slots=True)
class Trend:
    """The whole picture."""

    bars: tuple[Bar, ...]
    height: int
    floor: int

    @property
    def total(self) -> int:
        """All of the year."""
        return sum(bar.total for bar in self.bars)


def first_month(today: dt.date) -> dt.date:
    """The first of the twelve months that end with this one."""
    months = today.year * 12 + today.month - MONTHS
    return dt.date(months // 12, months % 12 + 1, 1)


def trend_of(counts: Sequence[MonthCount], today: dt.date) -> Trend:
    """A bar for every month, also for those in which nothing was noted."""
    by_month = {one.month: one for one in counts}
    first = first_month(today)
    months = [_later(first, number) for number in range(MONTHS)]
    noted = [by_month.get(month, MonthCount(month, 0, 0)) for month in months]
    most = max([one.deviations + one.good_examples for one in noted] + [1])
    floor = HEIGHT - BOTTOM
    bars = tuple(_bar(one, place, (floor - TOP) / most, floor) for place, one in enumerate(noted))
    return Trend(bars, HEIGHT, floor)


def _later(month: dt.date, by: int) -> dt.date:
    months = month.year * 12 + month.month - 1 + by
    return dt.date(months // 12, months % 12 + 1, 1)


def _bar(one: MonthCount, place: int, each: float, floor: int) -> Bar:
    room = 100 / MONTHS
    low, high = one.deviations * each, one.good_examples * each
    x, width = place * room + room * GAP / 2, room * (1 - GAP)
    return Bar(
        one.month,
        one.deviations,
        one.good_examples,
        round(x, 2),
        round(width, 2),
        round(x + width / 2, 2),
        round(floor - low, 1),
        round(low, 1),
        round(floor - low - high, 1),
        round(high, 1),
    )
