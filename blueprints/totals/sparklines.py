"""A small line without axes, beside the numbers it is made of."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96, 28, 3


def spark(values: Sequence[int]) -> str:
    """The points of a polyline, left to right; flat in the middle where nothing changes."""
    low, high = min(values), max(values)
    between = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    points = []
    for number, value in enumerate(values):
        share = (value - low) / (high - low) if high > low else 0.5
        points.append(f"{EDGE + number * between:.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}")
    return " ".join(points)
