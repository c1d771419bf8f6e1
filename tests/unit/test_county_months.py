"""Months, quarters, the plan and the forecast of the county's pages, and the small line beside them."""

import datetime as dt
import uuid

from blueprints.totals.sparklines import HEIGHT, spark
from core.reporting.assembly import delprojekt_progress
from core.reporting.months import flows_of, look_ahead, over_time, quarters, show_month
from core.reporting.terms import Progress
from core.rollup.queries import Headline
from core.rollup.reading import MonthFlow
from tests.unit.test_reporting import project

DAY = dt.date(2022, 9, 15)
MONTHS = [dt.date(2021 + (8 + number) // 12, (8 + number) % 12 + 1, 1) for number in range(13)]
"""September 2021 to September 2022."""


def flows(starts: list[int]) -> dict[dt.date, MonthFlow]:
    return {month: MonthFlow(count, 1, 0) for month, count in zip(MONTHS, starts, strict=True)}


def progress(started: int, target: int | None = 200) -> Progress:
    headline = Headline(
        uuid.UUID(int=1),
        "x",
        MONTHS[0],
        dt.date(2022, 12, 31),
        target,
        False,
        started,
        5,
        13,
        dt.datetime(2022, 9, 15, tzinfo=dt.UTC),
    )
    return delprojekt_progress(slug="a", name="A", own=None, headline=headline, project=project(), cells={}, day=DAY)


def test_the_month_that_goes_on_is_left_and_not_over() -> None:
    """Twelve whole months of ten, and three so far in September: 120 and four months of ten are 160."""
    found = look_ahead(flows([10] * 12 + [3]), progress(123))
    assert found is not None
    assert (found.expected, found.low, found.high, found.months_seen, found.months_left) == (160, 160, 160, 12, 4)


def test_a_forecast_is_never_less_than_have_started() -> None:
    found = look_ahead(flows([0] * 12 + [90]), progress(90))
    assert found is not None
    assert (found.expected, found.low, found.high) == (90, 90, 90)


def test_nothing_is_foretold_of_a_period_that_is_over_or_of_nobody() -> None:
    assert look_ahead({}, progress(0)) is None
    over = delprojekt_progress(slug="a", name="A", own=None, headline=None, project=project(), cells={}, day=dt.date(2030, 1, 1))
    assert look_ahead(flows([10] * 13), over) is None


def test_a_month_has_its_flows_and_what_stood_at_its_end() -> None:
    shown = show_month(flows([10] * 12 + [3]), dt.date(2022, 8, 1), progress(123))
    assert (shown.new, shown.ended, shown.active) == (10, 1, 108)
    assert shown.trend == tuple(9 * number for number in range(1, 13))
    assert show_month(flows([10] * 12 + [3]), dt.date(2022, 9, 1), progress(123)).active == 110
    assert shown.needed is not None
    assert round(shown.needed, 2) == 19.25


def test_quarters_add_up_and_are_held_against_the_plan() -> None:
    listed = quarters(flows([10] * 12 + [3]), progress(123))
    assert [(one.key, one.new, one.started) for one in listed][:2] == [("2022q3", 23, 123), ("2022q2", 30, 100)]
    assert [one.goes_on for one in listed] == [True, False, False, False, False]
    assert sum(one.new for one in listed) == 123
    chart = over_time(flows([10] * 12 + [3]), progress(123))
    assert chart is not None
    assert listed[0].planned == chart.planned(DAY)
    assert listed[1].planned == chart.planned(dt.date(2022, 6, 30))
    assert quarters(flows([10] * 12 + [3]), progress(123, None))[0].planned is None


def test_flows_of_several_are_added_and_others_left_out() -> None:
    one, two, three = (uuid.UUID(int=number) for number in (1, 2, 3))
    month = MONTHS[0]
    months = {
        (one, month): MonthFlow(1, 2, 3),
        (two, month): MonthFlow(10, 20, 30),
        (three, month): MonthFlow(9, 9, 9),
    }
    found = flows_of(months, {one, two})
    assert found == {month: MonthFlow(11, 22, 33)}


def test_a_small_line_rises_with_its_values_and_is_flat_without_a_change() -> None:
    rising = [float(point.split(",")[1]) for point in spark([1, 5, 9]).split()]
    assert rising == sorted(rising, reverse=True)
    assert 0 <= min(rising) < max(rising) <= HEIGHT
    assert len({point.split(",")[1] for point in spark([4, 4, 4]).split()}) == 1
    assert spark([7]) != ""
