"""Where the bars of a participant's insatser stand, in per cent of the width, so that the picture fits any screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LABEL_HEIGHT = 22
BAR_HEIGHT = 20
ROW_HEIGHT = 56
TOP = 24
LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Span:
    """One insats: its name and its days; `ends_on` None means that it goes on."""

    name: str
    starts_on: dt.date
    ends_on: dt.date | None
    pauses: Sequence[tuple[dt.date, dt.date | None]] = ()
    """First day, and the day it goes on; None while nobody knows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One insats as drawn. `x` and `width` are per cent, `label_y` and `y` pixels."""

    name: str
    x: float
    width: float
    label_y: int
    y: int
    is_open: bool
    rests: tuple[tuple[float, float], ...] = ()
    """`x` and `width` of the pauses, in per cent of the whole picture."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture. `today_x` is None when today lies outside it."""

    bars: tuple[Bar, ...]
    height: int
    first: dt.date
    last: dt.date
    today_x: float | None


def timeline(spans: Sequence[Span], *, starts_on: dt.date, ends_on: dt.date | None, today: dt.date) -> Timeline | None:
    """The picture of the participation from its start to its end, or to today; None without insatser."""
    if not spans:
        return None
    first = min(starts_on, *(span.starts_on for span in spans))
    last = max(ends_on or today, *(span.ends_on or first for span in spans))
    days = max(1, (last - first).days)

    def place(day: dt.date) -> float:
        return round(100 * (day - first).days / days, 2)

    bars = []
    for row, span in enumerate(spans):
        x = min(place(span.starts_on), 98.5)
        width = max(1.5, round(place(span.ends_on or last) - x, 2))
        top = TOP + row * ROW_HEIGHT
        rests = tuple(_rest(place, first, last, pause) for pause in span.pauses if first <= pause[0] <= last)
        bars.append(Bar(_short(span.name), x, width, top + 14, top + LABEL_HEIGHT, span.ends_on is None, rests))
    today_x = place(today) if first <= today <= last else None
    return Timeline(tuple(bars), TOP + len(spans) * ROW_HEIGHT, first, last, today_x)


def _short(name: str) -> str:
    """So much of a name as a telephone has room for; the table beneath says it in full."""
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"


def _rest(
    place: Callable[[dt.date], float], first: dt.date, last: dt.date, pause: tuple[dt.date, dt.date | None]
) -> tuple[float, float]:
    x = place(max(first, pause[0]))
    return x, max(0.8, round(place(min(pause[1] or last, last)) - x, 2))
