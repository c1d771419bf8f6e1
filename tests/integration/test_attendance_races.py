"""Two at the same moment, each on a connection of its own: a month is locked while somebody notes, or by two at once."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from core.attendance.errors import MonthCannotMove, NotedMeanwhile
from core.attendance.reports import make_reports
from core.attendance.services import planned_minutes
from core.errors import Invalid
from core.participants.choices import get_current_subproject
from tests.conftest import InTenant
from tests.house import TODAY, House
from tests.integration.attendance_makers import AUGUST, note, plan, somebody
from tests.integration.test_handover_races import WORKER, in_two_threads
from tests.integration.test_roster import august, lock, make


@pytest.fixture
def days(in_tenant: InTenant, two_tenants: House) -> Any:
    with in_tenant("roslagen", "subproject_manager"):
        who = somebody(two_tenants)
    with in_tenant("roslagen", WORKER):
        return august([who])


def attended(house: House) -> int:
    with house.operator.connect() as connection:
        chosen = f"SELECT coalesce(sum(attended_minutes), 0) FROM {house.schemas['roslagen']}.attendance"
        return int(connection.scalar(sa.text(chosen)) or 0)


@pytest.mark.parametrize("attempt", range(3))
def test_nothing_is_noted_behind_the_lock(app: Flask, two_tenants: House, days: Any, attempt: int) -> None:
    locked, noted = in_two_threads(app, two_tenants, lock, lambda: note(days[0].id, "P"))
    assert locked is None
    assert noted is None or isinstance(noted, Invalid)
    assert attended(two_tenants) == (5 * planned_minutes(days[0]) if noted is None else 0)


def test_a_month_is_locked_once(app: Flask, two_tenants: House, days: Any) -> None:
    ended = in_two_threads(app, two_tenants, lock, lock)
    assert [type(one) for one in ended if one] == [MonthCannotMove]


def test_two_who_note_the_same_boxes_do_not_write_over_each_other(app: Flask, two_tenants: House, days: Any) -> None:
    ended = in_two_threads(app, two_tenants, lambda: note(days[0].id, "P"), lambda: note(days[0].id, "U"))
    assert all(one is None or isinstance(one, NotedMeanwhile) for one in ended)


def test_reports_made_by_two_at_once_are_made_once(app: Flask, in_tenant: InTenant, two_tenants: House, days: Any) -> None:
    with in_tenant("roslagen", WORKER):
        note(days[0].id, "P")
    assert in_two_threads(app, two_tenants, make, make) == [None, None]
    with in_tenant("roslagen", WORKER):
        assert make_reports(month=AUGUST, subproject=get_current_subproject(TODAY)) == 0
    with two_tenants.operator.connect() as connection:
        assert connection.scalar(sa.text(f"SELECT count(*) FROM {two_tenants.schemas['roslagen']}.attendance_report")) == 1


@pytest.mark.parametrize("attempt", range(2))
def test_two_activities_of_a_day_never_exceed_it_together(
    app: Flask, in_tenant: InTenant, two_tenants: House, attempt: int
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        who = somebody(two_tenants)
    with in_tenant("roslagen", WORKER):
        (one,), (other,) = (plan([who], begins_at=dt.time(hour), ends_at=dt.time(hour + 2)) for hour in (8, 13))
    ended = in_two_threads(app, two_tenants, lambda: note(one.id, "14"), lambda: note(other.id, "14"))
    assert [type(error) for error in ended if error] == [Invalid]
    assert attended(two_tenants) == 14 * 60
