"""Working days, completed months and quarters of the time the demo covers."""

import calendar
import datetime as dt
import random
from functools import cache

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later (earlier) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def completed_months(since: dt.date, until: dt.date) -> int:
    """Whole months that have passed."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def completed_years(since: dt.date, until: dt.date) -> int:
    """Whole years that have passed: an age, on the day."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


@cache
def weekdays(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Monday to Friday, both ends included; empty when there is none."""
    every = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in every if day.weekday() < SATURDAY)


def weekday_between(chance: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A working day in between, or `last` when there is none."""
    days = weekdays(first, max(first, last))
    return chance.choice(days) if days else last


def weekday_near(day: dt.date, *, forward: bool = False) -> dt.date:
    """The day itself, or the working day before (after) it."""
    while day.weekday() >= SATURDAY:
        day += ONE_DAY if forward else -ONE_DAY
    return day


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of each month from `first` to `last`."""
    start = first.replace(day=1)
    return [add_months(start, n) for n in range((last.year - start.year) * 12 + last.month - start.month + 1)]


def quarters(first: dt.date, count: int, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """`count` quarters from the one that begins on `first`; the last one is cut at `last`."""
    starts = [add_months(first, 3 * n) for n in range(count)]
    return [(start, min(add_months(start, 3) - ONE_DAY, last)) for start in starts]
