"""Horizontal bars with names in full: beside them when there is room, above them on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from core.web.charts import labels, theme

Layers = alt.LayerChart | alt.FacetChart
Names = Literal["beside", "above", "none"]


@dataclass(frozen=True, slots=True)
class Row:
    """One bar. Without a value only `label` stands there, muted: why there is no bar."""

    name: str
    value: int | None
    label: str
    met: bool = False
    mark: int | None = None
    """Where this bar's own goal stands; `mark_label` is written under it."""
    mark_label: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures in pixels, and the scale: `top` is the value at the right edge."""

    width: int
    names: Names
    top: float
    ticks: Sequence[int]
    step: int = 36
    thickness: int = 18
    suffix: str = ""

    @property
    def scale(self) -> float:
        """Pixels a unit."""
        return self.width / self.top


def top_for(values: Sequence[int], width: int, label: str, at_least: int) -> float:
    """The value at the right edge that leaves room for the longest label after the longest bar."""
    room = labels.length_of(label) + 2 * labels.GAP
    return max(at_least, max(values, default=0) * width / (width - room))


def draw(rows: Sequence[Row], frame: Frame, goal: tuple[int, str] | None = None, title: str = "") -> Layers:
    """The bars; `goal` is one line across all of them, with its words above."""
    base = alt.Chart(alt.InlineData(values=[_record(row, frame, goal) for row in rows]))
    order = [row.name for row in rows]
    y = alt.Y("name:N", sort=order, axis=_names_axis(frame), scale=alt.Scale(domain=order, paddingInner=0, paddingOuter=0))
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, frame.top], nice=False), axis=_values_axis(frame))
    dy = 9 if frame.names == "above" else 0
    layers: list[alt.Chart] = [
        base.mark_bar(height=frame.thickness, yOffset=dy).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    ]
    if goal:
        layers += _goal_line(base, y, frame, dy, *goal)
    if any(row.mark is not None for row in rows):
        layers += _marks(base, y, frame, dy)
    for align in ("left", "right"):
        at = base.transform_filter(alt.datum.align == align)
        text = at.mark_text(align=align, baseline="middle", dy=dy)
        layers.append(text.encode(x="at:Q", y=y, text="label:N", color=alt.Color("ink:N", scale=None)))
    if frame.names == "above":
        at_top = {"align": "left", "baseline": "bottom", "dy": dy - frame.thickness / 2 - 4, "fontSize": theme.SMALL_SIZE}
        layers += [text.encode(x=alt.value(0), y=y, text="name:N") for text in legible(base, theme.INK, at_top)]
    height = frame.step * len(rows)
    return alt.layer(*layers).properties(width=frame.width, height=height, title=title)


def _record(row: Row, frame: Frame, goal: tuple[int, str] | None) -> dict[str, Any]:
    if row.value is None:
        at = labels.Place("after", labels.GAP)
    else:
        end = max(row.value, row.mark or 0) if row.mark_label == "" else row.value
        line = goal[0] if goal else row.mark if row.mark_label else None
        at = labels.place(row.label, end * frame.scale, None if line is None else line * frame.scale)
    return {
        "name": row.name,
        "value": row.value,
        "colour": theme.ACCENT if row.met else theme.ACCENT_LINE,
        "label": row.label,
        "align": at.align,
        "at": at.x / frame.scale,
        "ink": theme.MUTED if row.value is None else theme.INK,
        "mark": row.mark,
        "mark_label": row.mark_label,
    }


def _names_axis(frame: Frame) -> alt.Axis | None:
    return alt.Axis(grid=False) if frame.names == "beside" else None


def _values_axis(frame: Frame) -> alt.Axis:
    return alt.Axis(values=list(frame.ticks), labelExpr=f"format(datum.value, ',') + '{frame.suffix}'", labelFlush=False)


def _goal_line(base: alt.Chart, y: alt.Y, frame: Frame, dy: int, goal: int, words: str) -> list[alt.Chart]:
    """One line; where names stand above the bars it is broken, so that it crosses no name."""
    one = alt.Chart(alt.InlineData(values=[{"goal": goal, "words": words}]))
    said = one.mark_text(baseline="bottom", dy=-6, fontSize=theme.SMALL_SIZE, fontWeight=600)
    if frame.names == "above":
        line = [tick.encode(x=alt.datum(goal), y=y) for tick in _ticks(base, frame.thickness + 6, dy)]
    else:
        line = [one.mark_rule(strokeWidth=wide, color=ink).encode(x="goal:Q") for wide, ink in LINE_AND_EDGE]
    return [*line, said.encode(x="goal:Q", y=alt.value(0), text="words:N")]


LINE_AND_EDGE = ((4.5, theme.SURFACE), (1.5, theme.INK))
"""The line has an edge in the page's colour, so that it is seen on a dark bar as well."""


def _ticks(base: alt.Chart, size: int, dy: int) -> list[alt.Chart]:
    return [base.mark_tick(thickness=wide, size=size, color=ink, yOffset=dy) for wide, ink in LINE_AND_EDGE]


def _marks(base: alt.Chart, y: alt.Y, frame: Frame, dy: int) -> list[alt.Chart]:
    marked = base.transform_filter("isValid(datum.mark)")
    under = {"baseline": "top", "dy": dy + frame.thickness / 2 + 6, "fontSize": theme.SMALL_SIZE}
    ticks = [tick.encode(x="mark:Q", y=y) for tick in _ticks(marked, frame.thickness + 10, dy)]
    words = [text.encode(x="mark:Q", y=y, text="mark_label:N") for text in legible(marked, theme.MUTED, under)]
    return [*ticks, *words]


def legible(base: alt.Chart, ink: str, how: dict[str, Any]) -> list[alt.Chart]:
    """The words, under them their edge in the page's colour, so that no line of the grid runs through them."""
    return [base.mark_text(**how, color=theme.SURFACE, stroke=theme.SURFACE, strokeWidth=4), base.mark_text(**how, color=ink)]
