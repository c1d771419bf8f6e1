"""The days of a week or a month as the calendar shows them: whole weeks, Monday first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
WEEK, MONTH = "week", "month"


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what stands on it. `outside`: it belongs to the month before or after."""

    date: dt.date
    entries: Sequence[Any]
    outside: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, and where one turns the leaf."""

    view: str
    first: dt.date
    last: dt.date
    month: dt.date
    before: dt.date
    after: dt.date

    @property
    def number(self) -> int:
        """Of the week, by ISO 8601."""
        return self.first.isocalendar().week

    def days(self, rows: Sequence[Any], today: dt.date) -> list[Day]:
        """Every day with its rows, which come in order of time."""
        by_day = {day: list(those) for day, those in groupby(rows, lambda row: row.on_date)}
        every = [self.first + at * A_DAY for at in range((self.last - self.first).days + 1)]
        return [
            Day(day, by_day.get(day, []), self.view == MONTH and day.month != self.month.month, day == today) for day in every
        ]


def span_around(day: dt.date, view: str) -> Span:
    """The week or the month (in whole weeks) that the day lies in."""
    if view != MONTH:
        monday = day - day.weekday() * A_DAY
        return Span(WEEK, monday, monday + 6 * A_DAY, day.replace(day=1), monday - A_WEEK, monday + A_WEEK)
    first = day.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    last = following - A_DAY
    whole = first - first.weekday() * A_DAY, last + (6 - last.weekday()) * A_DAY
    return Span(MONTH, *whole, first, (first - A_DAY).replace(day=1), following)
