"""Draws a chart to SVG. For the job alone: importing this imports Altair and Vega (0.7 s, 120 MB)."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import assert_never

import altair as alt
import vl_convert

from core import context
from core.context import Language
from core.i18n import _, format_number, format_percent, use_language
from core.reporting.charts import (
    Bar,
    Chart,
    ExitBar,
    ExitsChart,
    GoalPanel,
    GoalsChart,
    OverTimeChart,
    TargetsChart,
)
from core.reporting.crossed import CrossedChart
from core.reporting.terms import Width
from core.web.charts import bars, crossed, over_time, theme
from core.web.charts.names import describe, name_of, question_of
from core.web.charts.svg import tidy
from core.web.charts.words import MONTHS, NUMBERS

NARROW = 320
PANEL = 400
ALONE = 840


def draw(chart: Chart, language: Language, width: Width) -> str:
    """SVG that may stand in a page, with its words in `language`."""
    before = context.language()
    use_language(language)
    try:
        return tidy(_to_svg(_drawn(chart, language, width), language), describe(chart))
    finally:
        use_language(before)


def _drawn(chart: Chart, language: Language, width: Width) -> alt.TopLevelMixin:
    match chart:
        case GoalsChart():
            return _goals(chart, width)
        case TargetsChart():
            return _targets(chart, width)
        case ExitsChart():
            return _exits(chart, width)
        case OverTimeChart():
            return over_time.draw(chart, language, width)
        case CrossedChart():
            return crossed.draw(chart, language, width)
        case _:
            assert_never(chart)


def paint(chart: Chart, language: Language) -> bytes:
    """The wide picture as PNG on white, twice as large, with its question above: for slides and papers made elsewhere."""
    before = context.language()
    use_language(language)
    try:
        return _to_png(_drawn(chart, language, Width.WIDE), question_of(chart), language)
    finally:
        use_language(before)


def _to_png(drawn: alt.TopLevelMixin, question: str, language: Language) -> bytes:
    """A picture of its own follows no page's colours: they are the fallbacks of theme.py."""
    _register_font()
    told = json.loads(_VARIABLE.sub(r"\1", drawn.to_json()))
    inner, sets = told.pop("config"), told.pop("datasets", {})
    told = {name: value for name, value in told.items() if name != "$schema"}
    title = {"text": question, "fontSize": 22, "fontWeight": 600, "anchor": "start", "offset": 24, "color": theme.PRINTED_INK}
    whole = {"vconcat": [told], "datasets": sets, "title": title, "config": inner | {"background": "#fff", "padding": 24}}
    numbers, months = NUMBERS[language], _locale(language)
    return bytes(
        vl_convert.vegalite_to_png(
            json.dumps(whole), scale=2, format_locale=numbers, time_format_locale=months, allowed_base_urls=[]
        )
    )


_VARIABLE = re.compile(r"var\(--[\w-]+,(#[0-9a-f]+)\)")


def _to_svg(drawn: alt.TopLevelMixin, language: Language) -> str:
    _register_font()
    made = vl_convert.vegalite_to_svg(
        drawn.to_json(), format_locale=NUMBERS[language], time_format_locale=_locale(language), allowed_base_urls=[]
    )
    return str(made)


def _locale(language: Language) -> dict[str, object]:
    return {
        "dateTime": "%Y-%m-%d",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": ["", ""],
        "days": [""] * 7,
        "shortDays": [""] * 7,
        "months": list(MONTHS[language]),
        "shortMonths": list(MONTHS[language]),
    }


@lru_cache(maxsize=1)
def _register_font() -> None:
    """So that text is measured in the typeface it will be shown in."""
    vl_convert.register_font_directory(str(files("font_hanken_grotesk") / "files"))


def _goals(chart: GoalsChart, width: Width) -> alt.TopLevelMixin:
    values = [bar.value for panel in chart.panels for bar in panel.bars if bar.value is not None]
    values += [panel.goal for panel in chart.panels]
    inner = PANEL if width is Width.WIDE else NARROW
    top = bars.top_for(values, inner, format_percent(100), 50)
    names: Sequence[bars.Names] = ("beside", "none") if width is Width.WIDE else ("above", "above")
    drawn = [_panel(panel, _percent_frame(inner, name, top)) for panel, name in zip(chart.panels, names, strict=True)]
    return alt.hconcat(*drawn, spacing=44) if width is Width.WIDE else alt.vconcat(*drawn, spacing=36)


def _panel(panel: GoalPanel, frame: bars.Frame) -> bars.Layers:
    rows = [
        bars.Row(bar.name, bar.value, _said(bar), met=bar.value is not None and bar.value >= panel.goal) for bar in panel.bars
    ]
    goal = (panel.goal, _("goal %(goal)s", goal=format_percent(panel.goal)))
    return bars.draw(rows, frame, goal, name_of(panel.figure))


def _said(bar: Bar) -> str:
    if bar.hidden:
        return _("not shown")
    return _("no figure") if bar.value is None else format_percent(bar.value)


def _percent_frame(width: int, names: bars.Names, top: float) -> bars.Frame:
    every = 10 if names != "above" else 20
    suffix = format_percent(0).removeprefix("0")
    step = 50 if names == "above" else 36
    return bars.Frame(width, names, top, range(0, int(top) + 1, every), step=step, suffix=suffix)


def _targets(chart: TargetsChart, width: Width) -> alt.TopLevelMixin:
    rows = [
        bars.Row(bar.name, bar.value, _against_target(bar), met=_reached(bar), mark=bar.target if bar.value is not None else None)
        for bar in chart.bars
    ]
    ends = [number for bar in chart.bars for number in (bar.value, bar.target) if number is not None]
    inner, names = _alone(width)
    top = bars.top_for(ends, inner, max((row.label for row in rows), key=len), 10)
    ticks = _round_ticks(top, 5 if width is Width.WIDE else 3)
    return bars.draw(rows, bars.Frame(inner, names, top, ticks, step=50 if names == "above" else 36))


def _alone(width: Width) -> tuple[int, bars.Names]:
    return (ALONE, "beside") if width is Width.WIDE else (NARROW, "above")


def _against_target(bar: Bar) -> str:
    if bar.value is None:
        return _("no figure")
    if bar.target is None:
        return _("%(started)s, no target", started=format_number(bar.value))
    return _("%(started)s of %(target)s", started=format_number(bar.value), target=format_number(bar.target))


def _reached(bar: Bar) -> bool:
    return bar.value is not None and bar.target is not None and bar.value >= bar.target


def _round_ticks(top: float, most: int) -> list[int]:
    """At most so many steps of 1, 2 or 5 times a power of ten."""
    steps = (base * 10**power for power in range(7) for base in (1, 2, 5))
    step = next(step for step in steps if top / step <= most)
    return list(range(0, int(top) + 1, step))


def _exits(chart: ExitsChart, width: Width) -> alt.TopLevelMixin:
    rows = [_exit_row(bar) for bar in chart.bars]
    inner, names = _alone(width)
    longest = max((row.label for row in rows), key=len)
    top = bars.top_for([number for bar in chart.bars for number in (bar.percent, bar.goal or 0)], inner, longest, 50)
    frame = _percent_frame(inner, names, top)
    return bars.draw(rows, bars.Frame(inner, names, top, frame.ticks, 76 if names == "above" else 58, 22, frame.suffix))


def _exit_row(bar: ExitBar) -> bars.Row:
    label = _("%(percent)s, %(count)s people", percent=format_percent(bar.percent), count=format_number(bar.count))
    if bar.goal is None:
        return bars.Row(name_of(bar.figure), bar.percent, label)
    goal = _("goal %(goal)s", goal=format_percent(bar.goal))
    return bars.Row(name_of(bar.figure), bar.percent, label, met=bar.percent >= bar.goal, mark=bar.goal, mark_label=goal)
