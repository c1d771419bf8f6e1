"""Arithmetic of progress: months of a period and per cent, as the public page has always shown them."""

import datetime as dt


def months_total(starts_on: dt.date, ends_on: dt.date) -> int:
    """Months of a period, both ends included; a month begun counts: 2020-05-01 to 2022-12-31 are 32."""
    after = ends_on + dt.timedelta(days=1)
    whole = _completed(starts_on, after)
    return whole if _add_months(starts_on, whole) == after else whole + 1


def months_elapsed(starts_on: dt.date, ends_on: dt.date, today: dt.date) -> int:
    """Completed months of the period: 28 on 2022-09-15 when it began on 2020-05-01; never more than the period has."""
    if today < starts_on:
        return 0
    if today > ends_on:
        return months_total(starts_on, ends_on)
    return _completed(starts_on, today)


def percent_half_up(count: int, base: int | None) -> int | None:
    """Whole per cent, halves upwards: 28 of 32 is 88. None without a base."""
    if not base:
        return None
    return (200 * count + base) // (2 * base)


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def _completed(start: dt.date, day: dt.date) -> int:
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if _add_months(start, months) <= day else months - 1


def _add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day: 31 January and one month is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
