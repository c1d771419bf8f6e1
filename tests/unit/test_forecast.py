"""Pace, plan and forecast by hand."""

import random

import pytest

from core.rollup.forecast import forecast, pace_needed, planned_by


def test_even_months_go_on_evenly() -> None:
    found = forecast(100, [5] * 12, 4)
    assert found is not None
    assert (found.expected, found.low, found.high, found.pace) == (120, 120, 120, 5.0)


def test_only_the_last_twelve_months_are_looked_at() -> None:
    found = forecast(100, [99] * 20 + [2] * 12, 3)
    assert found is not None
    assert (found.expected, found.months_seen) == (106, 12)


def test_the_interval_by_hand() -> None:
    found = forecast(10, [2, 4, 6], 4)  # mean 4, spread 2; 1.6449 · 2 · √(4 + 16 / 3) = 10.05
    assert found is not None
    assert (found.expected, found.low, found.high) == (26, 15, 37)


def test_what_is_there_does_not_go_away() -> None:
    found = forecast(10, [0, 9, 0], 1)
    assert found is not None
    assert found.low == 10


def test_too_few_months_tell_nothing() -> None:
    assert forecast(10, [5, 5], 4) is None
    assert forecast(10, [], 4) is None


def test_without_time_left_the_forecast_is_what_is_there() -> None:
    found = forecast(42, [1, 2, 3, 4], 0)
    assert found is not None
    assert (found.expected, found.low, found.high) == (42, 42, 42)


def test_nine_of_ten_lie_within() -> None:
    dice = random.Random(5)
    inside = 0
    for _ in range(1000):
        months = [sum(dice.random() < 0.2 for _ in range(40)) for _ in range(18)]
        found = forecast(0, months[:12], 6)
        assert found is not None
        inside += found.low <= sum(months[12:]) <= found.high
    assert 850 < inside < 950


@pytest.mark.parametrize(
    ("started", "target", "left", "needed"),
    [(100, 160, 4, 15.0), (160, 160, 4, 0.0), (170, 160, 4, 0.0), (100, 160, 0, None), (160, 160, 0, 0.0), (100, None, 4, None)],
)
def test_the_pace_that_is_needed(started: int, target: int | None, left: int, needed: float | None) -> None:
    assert pace_needed(started, target, left) == needed


def test_the_plan_is_a_straight_line() -> None:
    assert [planned_by(300, 32, months) for months in (0, 1, 16, 28, 32, 40)] == [0, 9, 150, 263, 300, 300]
