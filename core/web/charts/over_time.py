"""Participants over time: a line of those who have started, and the plan as a dotted straight line."""

import datetime as dt

import altair as alt

from core.context import Language
from core.i18n import _, format_number
from core.reporting.charts import OverTimeChart
from core.reporting.terms import Width
from core.web.charts import theme
from core.web.charts.bars import Layers, legible
from core.web.charts.words import short_month

SIZES = {Width.WIDE: (1060, 320), Width.NARROW: (285, 230)}
MONTHS_BETWEEN = {Width.WIDE: 6, Width.NARROW: 12}


def draw(chart: OverTimeChart, language: Language, width: Width) -> Layers:
    """Direct labels, no legend."""
    wide, high = SIZES[width]
    highest = chart.forecast.high if chart.forecast else 0
    top = max(chart.points[-1].started, chart.target or 0, highest) * (1.2 if highest else 1.12)
    started = alt.Chart(alt.InlineData(values=[_record(point.day, point.started) for point in chart.points]))
    x = alt.X("day:T", scale=_time_scale(chart), axis=_time_axis(chart, language, width))
    y = alt.Y("started:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(format=",d", tickCount=5))
    line = started.mark_line(interpolate="linear").encode(x=x, y=y)
    layers = [*_plan(chart, x, y), *_ahead(chart, x, y), line, *_now(chart, x, y, language)]
    return alt.layer(*layers).properties(width=wide, height=high)


def _record(day: dt.date, started: int, words: str = "") -> dict[str, object]:
    return {"day": day.isoformat(), "started": started, "words": words}


def _plan(chart: OverTimeChart, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The label stands in the middle, on the side of the plan where the line of the started is not."""
    if chart.target is None:
        return []
    ends = [_record(chart.starts_on, 0), _record(chart.ends_on, chart.target)]
    line = alt.Chart(alt.InlineData(values=ends)).mark_line(strokeDash=[2, 4], strokeWidth=2, color=theme.MUTED)
    middle = chart.starts_on + (chart.ends_on - chart.starts_on) * 0.55
    planned = chart.planned(middle) or 0
    passed = [point.started for point in chart.points if point.day <= middle]
    above = not passed or passed[-1] < planned
    words = _("Plan: %(target)s", target=format_number(chart.target))
    label = alt.Chart(alt.InlineData(values=[_record(middle, planned, words)])).mark_text(
        align="right" if above else "left", dx=-8 if above else 8, dy=-8 if above else 12, fontSize=theme.SMALL_SIZE
    )
    return [line.encode(x=x, y=y), label.encode(x=x, y=y, text="words:N", color=alt.value(theme.MUTED))]


def _ahead(chart: OverTimeChart, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Dashed to what is expected on the last day; the bar there is the interval, and stands in words beside it."""
    seen = chart.forecast
    if seen is None:
        return []
    last = chart.points[-1]
    ends = [_record(last.day, last.started), _record(chart.ends_on, seen.expected)]
    line = alt.Chart(alt.InlineData(values=ends)).mark_line(strokeDash=[8, 5], strokeWidth=2, color=theme.ACCENT)
    span = [_record(chart.ends_on, seen.low), _record(chart.ends_on, seen.high)]
    bar = alt.Chart(alt.InlineData(values=span)).mark_line(strokeWidth=5, color=theme.ACCENT_LINE)
    low, high = format_number(seen.low), format_number(seen.high)
    words = _("Forecast %(number)s (%(low)s–%(high)s)", number=format_number(seen.expected), low=low, high=high)
    label = alt.Chart(alt.InlineData(values=[_record(chart.ends_on, seen.high, words)]))
    how = {"align": "right", "baseline": "bottom", "dy": -6, "fontSize": theme.SMALL_SIZE}
    texts = [text.encode(x=x, y=y, text="words:N") for text in legible(label, theme.INK, how)]
    return [*(one.encode(x=x, y=y) for one in (bar, line)), *texts]


def _now(chart: OverTimeChart, x: alt.X, y: alt.Y, language: Language) -> list[alt.Chart]:
    """Its words stand over those of the forecast, where there is one: between the lines there is no room."""
    last, seen = chart.points[-1], chart.forecast
    words = _("%(number)s in %(month)s", number=format_number(last.started), month=short_month(last.day, language))
    one = alt.Chart(alt.InlineData(values=[_record(last.day, last.started, words)]))
    early = (last.day - chart.starts_on).days * 2 < (chart.ends_on - chart.starts_on).days
    how = {"align": "left" if early else "right", "dx": 0 if early else -8, "dy": -14, "fontWeight": 600}
    at = one
    if seen:
        at = alt.Chart(alt.InlineData(values=[_record(chart.ends_on, seen.high, words)]))
        how = {"align": "right", "baseline": "bottom", "dy": -26, "fontWeight": 600}
    texts = [text.encode(x=x, y=y, text="words:N") for text in legible(at, theme.INK, how)]
    return [one.mark_point().encode(x=x, y=y), *texts]


def _time_scale(chart: OverTimeChart) -> alt.Scale:
    """UTC, or a day would be another where the job runs in another time zone."""
    first, last = min(chart.starts_on, chart.points[0].day), max(chart.ends_on, chart.points[-1].day)
    return alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()], nice=False)


def _time_axis(chart: OverTimeChart, language: Language, width: Width) -> alt.Axis:
    """A name at every January, and July where there is room; written by us, because D3's Swedish months begin large."""
    days = [
        dt.date(year, month, 1)
        for year in range(chart.starts_on.year, chart.ends_on.year + 1)
        for month in range(1, 13, MONTHS_BETWEEN[width])
        if chart.starts_on <= dt.date(year, month, 1) <= chart.ends_on
    ]
    names = {day.isoformat(): short_month(day, language) for day in days}
    return alt.Axis(
        values=[day.isoformat() for day in days],
        labelExpr=f"({names!r})[utcFormat(datum.value, '%Y-%m-%d')]",
        grid=False,
        labelFlush=False,
    )
