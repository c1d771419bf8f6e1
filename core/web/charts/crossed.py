"""A question of a release: a bar for each category, or two where something is compared. Every bar says its number."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from core.context import Language
from core.reporting.categories import name_of_category
from core.reporting.crossed import Count, CrossedChart
from core.reporting.terms import Width
from core.web.charts import labels, theme
from core.web.charts.bars import Layers, top_for
from core.web.charts.words import say

BAR = 18
STEP = 24
WIDE, NARROW = 760, 320
LONGEST_NAME = 420


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the picture: a name, a bar, or the space between two categories."""

    key: str
    name: str = ""
    count: Count | None = None
    words: str = ""
    first: bool = True


def draw(chart: CrossedChart, _language: Language, width: Width) -> Layers:
    """Names beside the bars, on a phone above them; the second of two is lighter, and both say which they are."""
    lines = _lines(chart, above=width is Width.NARROW)
    inner = WIDE if width is Width.WIDE else NARROW
    values = [count.value or 0 for row in chart.rows for count in row.counts]
    top = top_for(values, inner, max((line.words for line in lines), key=len), 10)
    base = alt.Chart(alt.InlineData(values=[_record(line, inner / top) for line in lines]))
    keys = [line.key for line in lines]
    y = alt.Y("key:N", sort=keys, scale=alt.Scale(domain=keys, paddingInner=0, paddingOuter=0), axis=_names(lines, width))
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    bars = base.transform_filter("isValid(datum.value) && datum.value > 0").mark_bar(height=BAR)
    text = base.transform_filter("datum.words != ''").mark_text(align="left", baseline="middle")
    layers = [
        bars.encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
        text.encode(x=alt.X("at:Q", scale=alt.Scale(domain=[0, top])), y=y, text="words:N", color=alt.Color("ink:N", scale=None)),
    ]
    if width is Width.NARROW:
        named = base.transform_filter("datum.name != ''")
        names = named.mark_text(align="left", baseline="bottom", dy=10, fontSize=theme.SMALL_SIZE, color=theme.INK)
        layers.append(names.encode(x=alt.value(0), y=y, text="name:N"))
    return alt.layer(*layers).properties(width=inner, height=STEP * len(lines))


def _lines(chart: CrossedChart, *, above: bool) -> list[_Line]:
    found: list[_Line] = []
    for number, row in enumerate(chart.rows):
        name = name_of_category(row.category)
        found += [_Line(f"{number}n", name=name)] if above else []
        for place, count in enumerate(row.counts):
            said = say(count, chart.k)
            words = f"{said} {name_of_category(chart.series[place]).lower()}" if chart.series else said
            beside = name if place == 0 and not above else ""
            found.append(_Line(f"{number}b{place}", beside, count, words, place == 0))
        found += [_Line(f"{number}s")] if chart.series and not above and row is not chart.rows[-1] else []
    return found


def _record(line: _Line, scale: float) -> dict[str, Any]:
    value = line.count.value if line.count else None
    return {
        "key": line.key,
        "name": line.name,
        "value": value,
        "words": line.words,
        "at": (value or 0) + labels.GAP / scale,
        "colour": theme.ACCENT if line.first else theme.ACCENT_LINE,
        "ink": theme.INK if value else theme.MUTED,
    }


def _names(lines: list[_Line], width: Width) -> alt.Axis | None:
    """Long names are broken by the renderer's limit, never shortened without a table that says them in full."""
    if width is Width.NARROW:
        return None
    names = {line.key: line.name for line in lines}
    return alt.Axis(grid=False, labelExpr=f"({names!r})[datum.value]", labelLimit=LONGEST_NAME)
