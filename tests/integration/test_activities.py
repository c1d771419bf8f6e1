"""Activities through the services: once or week by week, who takes part, changed, called off, and who knows of them."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.attendance import services
from core.attendance.errors import ActivityCannotMove
from core.attendance.models import Activity, Attendance
from core.attendance.planning import Series
from core.attendance.queries import get_activity, list_calendar, list_candidates, list_people
from core.attendance.terms import ACTIVITY_MOVES, ActivityState
from core.constraints import SentTwice
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.participants.errors import ChangedMeanwhile
from tests.conftest import InTenant
from tests.house import TODAY, House
from tests.integration.attendance_makers import DAY, again, note, plan, somebody, values

MANAGER, AT_FK, WORKER = "subproject_manager", "party_representative.fk", "case_worker"
A_WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        deed()
    return set(caught.value.faults)


def test_a_series_stands_every_week_and_everybody_takes_part_in_it(as_manager: Any, two_tenants: House) -> None:
    people = [somebody(two_tenants, "Ek"), somebody(two_tenants, "Alm")]
    made = plan(people, until=DAY + 3 * A_WEEK)
    assert [one.on_date for one in made] == [DAY + at * A_WEEK for at in range(4)]
    assert len({one.series_id for one in made}) == 1
    assert [row.family_name for row in list_people(made[2])] == ["Alm", "Ek"]
    assert {row.planned_minutes for row in list_people(made[3])} == {180}
    assert [row.people for row in list_calendar(DAY, DAY, only_mine=True)] == [2]


def test_the_same_sending_plans_once(as_manager: Any) -> None:
    token = new_id()
    services.plan_activities(values=values(), form_token=token)
    with pytest.raises(SentTwice):
        services.plan_activities(values=values(), form_token=token)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "Samtal med 19850517-0000"}, {"name"}),
        ({"on_date": None, "ends_at": None}, {"on_date", "ends_at"}),
        ({"on_date": dt.date(2019, 1, 1)}, {"on_date"}),
        ({"on_date": dt.date(2029, 1, 1)}, {"on_date"}),
        ({"ends_at": dt.time(9)}, {"ends_at"}),
        ({"people": frozenset({new_id()})}, {"people"}),
        ({"leader_id": new_id()}, {"leader_id"}),
        ({"intervention_id": new_id()}, {"intervention_id"}),
    ],
)
def test_what_is_wrong_is_said_all_at_once(as_manager: Any, changes: dict[str, Any], faults: set[str]) -> None:
    assert faults_of(lambda: services.plan_activities(values=values(**changes))) == faults


@pytest.mark.parametrize(
    ("series", "fault"),
    [
        (Series(every_weeks=None, until=DAY + A_WEEK), "every_weeks"),
        (Series(every_weeks=9, until=DAY + A_WEEK), "every_weeks"),
        (Series(every_weeks=1, until=None), "until"),
        (Series(every_weeks=1, until=DAY), "until"),
        (Series(every_weeks=1, until=DAY + 60 * A_WEEK), "until"),
    ],
)
def test_a_series_has_a_pace_and_an_end(as_manager: Any, series: Series, fault: str) -> None:
    assert faults_of(lambda: services.plan_activities(values=values(), series=series)) == {fault}


def test_a_group_may_meet_on_several_days_of_the_week(as_manager: Any) -> None:
    made = plan(on_date=dt.date(2022, 8, 3), until=dt.date(2022, 8, 16), weekdays=(0, 4))
    assert [one.on_date.day for one in made] == [3, 5, 8, 10, 12, 15]


def test_nobody_is_planned_before_they_began(as_manager: Any, two_tenants: House) -> None:
    late = somebody(two_tenants)
    early = plan([late], on_date=dt.date(2022, 7, 19), until=dt.date(2022, 8, 9))
    assert [len(list_people(one)) for one in early] == [0, 0, 1, 1]


def test_the_rest_of_a_series_changes_with_its_people(as_manager: Any, two_tenants: House) -> None:
    stays, goes, comes = (somebody(two_tenants, name) for name in ("Ek", "Alm", "Ask"))
    made = plan([stays, goes], until=DAY + 2 * A_WEEK)
    changed = values([stays, comes], name="Kurs", on_date=made[1].on_date, ends_at=dt.time(11))
    services.change_activity(activity=again(made[1]), version=1, values=changed, rest=True)
    assert [again(one).name for one in made] == ["Kurs på förmiddagen", "Kurs", "Kurs"]
    assert [{row.family_name for row in list_people(one)} for one in made] == [{"Ek", "Alm"}, {"Ek", "Ask"}, {"Ek", "Ask"}]
    assert [{row.planned_minutes for row in list_people(one)} for one in made] == [{180}, {120}, {120}]


def test_who_has_been_noted_is_not_taken_away_and_is_not_called_off(as_manager: Any, two_tenants: House) -> None:
    (one,) = plan([somebody(two_tenants)])
    note(one.id, "P")
    activity = again(one)
    change = partial(services.change_activity, activity=activity, version=activity.version, rest=False)
    assert faults_of(lambda: change(values=values())) == {"people"}
    with pytest.raises(ActivityCannotMove):
        services.cancel_activity(activity=activity, version=activity.version, rest=False)


def test_the_second_of_two_learns_that_it_has_changed(as_manager: Any) -> None:
    (one,) = plan()
    services.change_activity(activity=again(one), version=1, values=values(name="Nytt"), rest=False)
    with pytest.raises(ChangedMeanwhile):
        services.change_activity(activity=again(one), version=1, values=values(name="Annat"), rest=False)


def test_the_rest_is_called_off_and_one_is_planned_again(as_manager: Any) -> None:
    made = plan(until=DAY + 3 * A_WEEK)
    assert services.cancel_activity(activity=again(made[1]), version=1, rest=True) == 3
    services.plan_again(activity=again(made[2]))
    assert [again(one).state for one in made] == ["planned", "cancelled", "planned", "cancelled"]


def test_another_authority_sees_what_is_of_the_delprojekt_and_changes_nothing(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        (own,) = plan([somebody(two_tenants)])
        (common,) = plan([somebody(two_tenants, "Ek")], intervention_id=two_tenants.interventions["roslagen", "course"])
    with in_tenant("roslagen", AT_FK):
        with pytest.raises(NotFound):
            get_activity(own.id)
        assert [row.id for row in list_calendar(DAY, DAY, only_mine=False)] == [common.id]
        assert list_people(get_activity(common.id)) == []
        with pytest.raises(NotAllowed):
            services.change_activity(activity=again(common), version=1, values=values(), rest=False)


def test_only_those_of_the_insats_are_offered(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        of_course = somebody(two_tenants, "Ek")
        course = two_tenants.interventions["roslagen", "course"]
        assert [key for key, _name in list_candidates(TODAY, intervention_id=course)] == [str(of_course.id)]
        assert list_candidates(TODAY, intervention_id=two_tenants.interventions["roslagen", "mapping"]) == []
    with in_tenant("roslagen", AT_FK):
        assert list_candidates(TODAY, intervention_id=course) == []


def test_the_database_keeps_the_hours_of_a_day(as_manager: Any, two_tenants: House) -> None:
    who = somebody(two_tenants)
    for hour in (9, 13):
        (one,) = plan([who], begins_at=dt.time(hour), ends_at=dt.time(hour + 3))
        if hour == 9:
            note(one.id, "20")
    assert faults_of(lambda: note(one.id, "5")) == {""}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["note", "empty", "cancel", "again"]), max_size=8))
def test_an_activity_moves_as_its_table_says(in_tenant: InTenant, two_tenants: House, deeds: list[str]) -> None:
    with in_tenant("roslagen", MANAGER):
        (one,) = plan([_the_one(two_tenants)])
        session.commit()
        for deed in deeds:
            before = ActivityState(again(one).state)
            try:
                _do(one, deed)
            except (Conflict, Invalid):
                session.rollback()
                assert deed != "note" or before == ActivityState.CANCELLED
            after = ActivityState(again(one).state)
            assert after == before or after in ACTIVITY_MOVES[before]
            noted = sa.select(sa.func.count()).where(Attendance.activity_id == one.id, Attendance.state != "planned")
            assert ((session.scalar(noted) or 0) > 0) == (after == ActivityState.HELD)
            session.commit()
        session.execute(sa.delete(Attendance).where(Attendance.activity_id == one.id))
        session.execute(sa.delete(Activity).where(Activity.id == one.id))


def _do(one: Activity, deed: str) -> None:
    if deed in ("note", "empty"):
        note(one.id, "P" if deed == "note" else "")
    elif deed == "cancel":
        services.cancel_activity(activity=again(one), version=again(one).version, rest=False)
    else:
        services.plan_again(activity=again(one))


_made: dict[int, Any] = {}


def _the_one(house: House) -> Any:
    """One participant for all examples of a test."""
    key = id(house.authorities)
    if key not in _made:
        _made.clear()
        _made[key] = somebody(house)
        session.commit()
    return _made[key]
