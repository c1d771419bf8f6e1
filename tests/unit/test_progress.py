"""The figures the public page is known by."""

import datetime as dt

import pytest

from core.rollup.progress import months_elapsed, months_total, percent_half_up

D = dt.date


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "today", "elapsed", "total"),
    [
        (D(2020, 5, 1), D(2022, 12, 31), D(2022, 9, 15), 28, 32),
        (D(2020, 6, 1), D(2022, 9, 30), D(2022, 9, 15), 27, 28),
        (D(2020, 5, 1), D(2022, 12, 31), D(2020, 4, 30), 0, 32),
        (D(2020, 5, 1), D(2022, 12, 31), D(2020, 5, 31), 0, 32),
        (D(2020, 5, 1), D(2022, 12, 31), D(2020, 6, 1), 1, 32),
        (D(2020, 5, 1), D(2022, 12, 31), D(2022, 12, 31), 31, 32),
        (D(2020, 5, 1), D(2022, 12, 31), D(2023, 1, 1), 32, 32),
        (D(2020, 5, 1), D(2022, 12, 31), D(2030, 1, 1), 32, 32),
        (D(2020, 1, 31), D(2020, 6, 30), D(2020, 2, 29), 1, 6),
        (D(2020, 5, 15), D(2020, 6, 14), D(2020, 6, 14), 0, 1),
        (D(2020, 5, 15), D(2020, 6, 20), D(2020, 6, 21), 2, 2),
        (D(2016, 12, 1), D(2020, 8, 31), D(2022, 9, 15), 45, 45),
    ],
)
def test_months_of_a_period(starts_on: D, ends_on: D, today: D, elapsed: int, total: int) -> None:
    assert months_elapsed(starts_on, ends_on, today) == elapsed
    assert months_total(starts_on, ends_on) == total


@pytest.mark.parametrize(
    ("count", "base", "percent"),
    [
        (28, 32, 88),
        (301, 300, 100),
        (27, 28, 96),
        (1, 200, 1),
        (1, 201, 0),
        (0, 5, 0),
        (5, 5, 100),
        (3, 0, None),
        (3, None, None),
    ],
)
def test_per_cent_rounds_half_up(count: int, base: int | None, percent: int | None) -> None:
    assert percent_half_up(count, base) == percent
