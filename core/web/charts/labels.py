"""Where a bar's value stands, so that it never lies across the goal's line."""

from dataclasses import dataclass
from typing import Literal

GAP = 7.0
"""Pixels between the end of a bar, or the goal's line, and its label."""
CLEAR = 4.0
"""Pixels that must be free between a label and the goal's line."""
PER_CHARACTER = 8.4
"""Pixels of a figure or letter at 15 px, a little generously."""

Side = Literal["after", "inside", "beyond"]


@dataclass(frozen=True, slots=True)
class Place:
    """Pixels from the bar's beginning, and which end of the label is there."""

    side: Side
    x: float

    @property
    def align(self) -> Literal["left", "right"]:
        return "right" if self.side == "inside" else "left"


def length_of(label: str) -> float:
    """Pixels a label takes, roughly."""
    return len(label) * PER_CHARACTER


def place(label: str, bar: float, goal: float | None) -> Place:
    """After the bar; inside its end where the goal's line would cross it; beyond the line when the bar is too short for that.

    `bar` and `goal` are pixels from the bar's beginning.
    """
    wanted = length_of(label)
    if goal is None or not bar + GAP - CLEAR < goal < bar + GAP + wanted + CLEAR:
        return Place("after", bar + GAP)
    if bar >= wanted + 2 * GAP:
        return Place("inside", bar - GAP)
    return Place("beyond", goal + GAP)
