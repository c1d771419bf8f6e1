"""Months and quarters of headlines: new, ended, active, the plan, and where it is heading. Exact and public; pure."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.reporting.charts import OverTimeChart, over_time_chart
from core.reporting.terms import FigureName, Progress
from core.rollup.forecast import Forecast, forecast, pace_needed
from core.rollup.progress import month_of
from core.rollup.reading import MonthFlow

Flows = Mapping[dt.date, MonthFlow]
"""By the first day of a month; months in which nothing happened are missing."""
TREND = 12


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month of a delprojekt or of the county, and where it is heading. `trend`: active at the end of twelve months."""

    new: int
    ended: int
    active: int
    trend: tuple[int, ...]
    planned: int | None
    """How many the plan has started by today."""
    forecast: Forecast | None
    needed: float | None
    """Starts a month that the target asks for from now on."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Started in a quarter and since the beginning, against the plan at its end."""

    key: str
    new: int
    started: int
    planned: int | None
    goes_on: bool = False


def flows_of(months: Mapping[tuple[uuid.UUID, dt.date], MonthFlow], tenants: Collection[uuid.UUID]) -> dict[dt.date, MonthFlow]:
    """Of one tenant, or added up for several."""
    found: dict[dt.date, MonthFlow] = {}
    for (tenant_id, month), flow in sorted(months.items(), key=lambda pair: pair[0][1]):
        if tenant_id in tenants:
            old = found.get(month, MonthFlow(0, 0, 0))
            found[month] = MonthFlow(
                old.started + flow.started, old.ended + flow.ended, old.ended_not_started + flow.ended_not_started
            )
    return found


def months_until(flows: Flows, day: dt.date, starts_on: dt.date) -> list[dt.date]:
    """Every month from the beginning to that of `day`, the oldest first."""
    months = [min([month_of(starts_on), *flows])]
    while months[-1] < month_of(day):
        months.append(_next(months[-1]))
    return months


def show_month(flows: Flows, month: dt.date, progress: Progress) -> MonthShown:
    """`month` is the one told; plan and forecast are of today."""
    nothing = MonthFlow(0, 0, 0)
    known = flows.get(month, nothing)
    trend = []
    last = month
    for _ in range(TREND):
        trend.append(_active(flows, last))
        last = month_of(last - dt.timedelta(days=1))
    chart = over_time(flows, progress)
    started = progress.value(FigureName.STARTED)
    return MonthShown(
        new=known.started,
        ended=known.ended,
        active=trend[0],
        trend=tuple(reversed(trend)),
        planned=chart.planned(progress.day) if chart else None,
        forecast=chart.forecast if chart else None,
        needed=None if started is None else pace_needed(started, progress.value(FigureName.TARGET), _months_left(progress)),
    )


def over_time(flows: Flows, progress: Progress, subject: str = "") -> OverTimeChart | None:
    """Started month by month, with the plan and, while the period goes on, the forecast."""
    started = {month: flow.started for month, flow in flows.items() if flow.started}
    heading = look_ahead(flows, progress)
    return over_time_chart(started, progress, subject=subject, forecast=heading)


def look_ahead(flows: Flows, progress: Progress) -> Forecast | None:
    """From the months that are over. Never less than have started already."""
    this = month_of(progress.day)
    over = [month for month in months_until(flows, progress.day, progress.starts_on) if month < this]
    left = _months_left(progress)
    if not left or not flows:
        return None
    counts = [flows[month].started if month in flows else 0 for month in over]
    found = forecast(sum(counts), counts, left)
    begun = sum(flow.started for flow in flows.values())
    if found is None:
        return None
    low, high = max(found.low, begun), max(found.high, begun)
    return Forecast(max(found.expected, begun), low, high, found.months_seen, found.months_left, found.pace)


def quarters(flows: Flows, progress: Progress) -> list[Quarter]:
    """From the first to the one that goes on, the latest first."""
    chart = over_time(flows, progress)
    if chart is None:
        return []
    found: dict[str, Quarter] = {}
    started = 0
    for month in months_until(flows, progress.day, progress.starts_on):
        new = flows[month].started if month in flows else 0
        started += new
        key = f"{month.year}q{(month.month + 2) // 3}"
        before = found[key].new if key in found else 0
        end = _next(month) - dt.timedelta(days=1)
        goes_on = end > progress.day
        found[key] = Quarter(key, before + new, started, chart.planned(min(end, progress.day)), goes_on or month.month % 3 != 0)
    return list(reversed(found.values()))


def _active(flows: Flows, month: dt.date) -> int:
    return sum(flow.started - flow.ended + flow.ended_not_started for one, flow in flows.items() if one <= month)


def _months_left(progress: Progress) -> int:
    """The month that goes on is one of them: nothing of it is counted as over."""
    if progress.day >= progress.ends_on:
        return 0
    first, last = month_of(progress.day), progress.ends_on
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _next(month: dt.date) -> dt.date:
    return month_of(month + dt.timedelta(days=31))
