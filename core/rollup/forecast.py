"""Where a delprojekt is heading: the pace it has, the pace it needs, and how many it will have when its time is over. Pure.

Method, to be told beside the figure: the months that are over, twelve at most, are taken as they were. Their mean is the pace;
the months that are left are thought to be like them, each drawn anew. The interval holds nine times of ten under that thought, by
the normal distribution: mean of a month ± 1.64 · spread · √(months left + months left² / months seen), where the second part is
what is not known of the mean. It knows of no holidays, and of nobody's plans.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

SEEN_MOST = 12
SEEN_LEAST = 3
"""Below this nothing is said."""
NINE_OF_TEN = 1.6449


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whole people, rounded half up; `low` and `high` hold nine times of ten, never below what is there."""

    expected: int
    low: int
    high: int
    months_seen: int
    months_left: int
    pace: float
    """Starts a month, of the months seen."""


def forecast(started: int, by_month: Sequence[int], months_left: int) -> Forecast | None:
    """`started`: so far. `by_month`: starts of the months that are over, oldest first. None when too few are seen."""
    seen = list(by_month)[-SEEN_MOST:]
    if len(seen) < SEEN_LEAST or months_left < 0:
        return None
    pace = statistics.fmean(seen)
    spread = statistics.stdev(seen)
    middle = started + pace * months_left
    room = NINE_OF_TEN * spread * math.sqrt(months_left + months_left**2 / len(seen))
    return Forecast(
        expected=_half_up(middle),
        low=max(started, math.floor(middle - room)),
        high=max(started, math.ceil(middle + room)),
        months_seen=len(seen),
        months_left=months_left,
        pace=pace,
    )


def pace_needed(started: int, target: int | None, months_left: int) -> float | None:
    """Starts a month that the target asks for from now on. 0 when it is reached, None without a target or without time."""
    if target is None or (months_left <= 0 and started < target):
        return None
    return max(0, target - started) / months_left if months_left > 0 else 0.0


def planned_by(target: int, months_total: int, months_passed: int) -> int:
    """The plan is a straight line from nobody to the target: how many it has after so many months, half up."""
    passed = min(max(months_passed, 0), months_total)
    return (2 * target * passed + months_total) // (2 * months_total) if months_total else target


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)
