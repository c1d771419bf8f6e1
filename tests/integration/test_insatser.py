"""What changes of an insats while it runs, and the places where it is."""

import datetime as dt
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.db import new_id
from core.errors import Invalid, NotFound
from core.interventions.changes import (
    change_extent,
    change_place,
    extent_on,
    find_open_pause,
    insure,
    list_extents,
    list_pauses,
    list_stages,
    reach_stages,
    rest,
    state_of,
)
from core.interventions.models import InterventionPeriod
from core.interventions.places import PlaceValues, add_place, get_place_row, list_places
from core.interventions.places import change_place as change_the_place
from core.interventions.queries import get_intervention, get_period_for_change, list_insatser, list_uninsured
from core.interventions.services import end_intervention
from core.interventions.terms import PERIOD_MOVES, EmploymentStage, InterventionKind, PeriodState, PlaceKind
from core.participants.errors import ChangedMeanwhile, MoveNotPossible
from core.participants.queries import read_participation
from tests.conftest import InTenant, OpenBrowser
from tests.house import TODAY, House
from tests.integration.participation_makers import STARTED, begin, leave, take_part

MANAGER, WORKER = "subproject_manager", "case_worker"
DAY = dt.timedelta(days=1)


def a_place(name: str = "Kafé Solsidan", **changes: Any) -> uuid.UUID:
    said: dict[str, Any] = {
        "kind": PlaceKind.ASF,
        "name": name,
        "municipality_code": "0188",
        "tasks": "kafé",
        "contact_name": "",
        "contact_phone": "",
        "contact_email": "",
        "capacity": 2,
        "active": True,
    }
    return add_place(place_id=new_id(), values=PlaceValues(**said | changes)).id


def held(period: InterventionPeriod) -> InterventionPeriod:
    return get_period_for_change(period.id)


def running(house: House, kind: str = "course", **changes: Any) -> InterventionPeriod:
    return held(take_part(house, begin(house), kind, **changes))


def test_the_extent_has_a_history(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        period = running(two_tenants, extent_percent=25)
        change_extent(period=period, version=period.version, percent=50, valid_from=STARTED + 3 * DAY)
        change_extent(period=period, version=period.version, percent=75, valid_from=TODAY + DAY)
        extents = list_extents(period)
        assert [(one.valid_from, one.percent) for one in extents] == [
            (STARTED, 25),
            (STARTED + 3 * DAY, 50),
            (TODAY + DAY, 75),
        ]
        assert [extent_on(extents, day) for day in (STARTED - DAY, STARTED, TODAY, TODAY + DAY)] == [None, 25, 50, 75]
        assert [one.extent_percent for one in list_insatser(read_participation(period.participation_id))] == [50]
        for percent, day, field in [(0, TODAY, "percent"), (101, TODAY, "percent"), (50, STARTED - DAY, "valid_from")]:
            with pytest.raises(Invalid) as caught:
                change_extent(period=period, version=period.version, percent=percent, valid_from=day)
            assert set(caught.value.faults) == {field}


def test_two_who_change_any_part_of_it_see_each_other(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        period = running(two_tenants)
        seen = period.version
        rest(period=period, version=seen, starts_on=TODAY, ends_on=None)
        with pytest.raises(ChangedMeanwhile):
            change_extent(period=period, version=seen, percent=50, valid_from=TODAY)
        with pytest.raises(ChangedMeanwhile):
            insure(period=period, version=seen, insured_on=TODAY)


def test_pauses_do_not_overlap_and_none_outlasts_the_insats(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        period = running(two_tenants)
        rest(period=period, version=period.version, starts_on=STARTED + DAY, ends_on=STARTED + 3 * DAY)
        with pytest.raises(Invalid) as caught:
            rest(period=period, version=period.version, starts_on=STARTED + 2 * DAY, ends_on=None)
        assert set(caught.value.faults) == {"starts_on"}
        rest(period=period, version=period.version, starts_on=STARTED + 5 * DAY, ends_on=None)
        assert list_insatser(read_participation(period.participation_id))[0].is_paused
        leave(period.participation_id)
        assert [one.ends_on for one in list_pauses(period)] == [STARTED + 3 * DAY, dt.date(2022, 9, 14)]


def test_the_steps_of_supported_employment_come_in_their_order(in_tenant: InTenant, two_tenants: House) -> None:
    first, second, third = list(EmploymentStage)[:3]
    with in_tenant("roslagen", MANAGER):
        period = running(two_tenants, "supported_employment")
        reach_stages(period=period, version=period.version, reached={first: STARTED, third: STARTED + 2 * DAY})
        assert list(list_stages(period)) == [first, third]
        with pytest.raises(Invalid) as caught:
            reach_stages(period=period, version=period.version, reached={first: TODAY, second: STARTED, third: TODAY + DAY})
        assert set(caught.value.faults) == {second.value, third.value}
        reach_stages(period=period, version=period.version, reached={first: STARTED, second: STARTED + DAY})
        assert list(list_stages(period)) == [first, second]
        course = running(two_tenants)
        with pytest.raises(NotFound):
            reach_stages(period=course, version=course.version, reached={})


def test_the_insurance_is_asked_for_and_brought_up_until_it_is_arranged(
    in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        get_intervention(two_tenants.interventions["roslagen", "course"]).kind = InterventionKind.WORK_TRAINING_ASF
        made = begin(two_tenants)
        with pytest.raises(Invalid) as caught:
            take_part(two_tenants, made)
        assert set(caught.value.faults) == {"insured"}
        period = take_part(two_tenants, made, insured=False)
        assert list_uninsured().total == 1
    worker = browser("roslagen", WORKER)
    for page in ("/work", f"/participants/{made.id}", f"/interventions/{period.id}"):
        assert "rsäkring" in worker.get(page).text, page
    answer = worker.submit(f"/interventions/{period.id}/insurance", {"insured_on": TODAY.isoformat()})
    assert answer.status_code == 303
    assert "Försäkring inte ordnad" not in worker.get("/work").text
    assert "Försäkring inte ordnad" not in worker.get(f"/participants/{made.id}").text


def test_places_tell_how_many_are_free_and_who_of_ones_own_is_there(
    in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        place_id = a_place()
        manager = two_tenants.accounts["subproject_manager@roslagen.example"]
        mine, other = begin(two_tenants), begin(two_tenants, key_worker_id=manager)
        for one in (mine, other):
            take_part(two_tenants, one, place_id=place_id)
        assert get_place_row(place_id).is_full
        end_intervention(period=(gone := running(two_tenants, place_id=place_id)), version=gone.version, ends_on=TODAY - DAY)
        assert get_place_row(place_id).occupied == 2
    page = browser("roslagen", WORKER).get(f"/places/{place_id}").text
    assert mine.number in page
    assert other.number not in page
    assert "1 till är där" in page
    assert "Fullt" in browser("roslagen", WORKER).get("/places?q=solsidan").text


def test_a_closed_place_takes_in_nobody_new(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        place_id = a_place()
        there = running(two_tenants, place_id=place_id)
        place = get_place_row(place_id).place
        said = {name: getattr(place, name) for name in PlaceValues.__dataclass_fields__} | {"active": False}
        change_the_place(place=place, version=place.version, values=PlaceValues(**said | {"kind": PlaceKind.ASF}))
        assert list_places() == []
        assert [row.place.id for row in list_places(closed=True)] == [place_id]
        change_place(period=there, version=there.version, place_id=place_id, place="köket")
        with pytest.raises(Invalid) as caught:
            running(two_tenants, place_id=place_id)
        assert set(caught.value.faults) == {"place_id"}
        with pytest.raises(Invalid) as caught:
            a_place(name="", capacity=0, contact_email="x")
        assert set(caught.value.faults) == {"name", "capacity", "contact_email"}


def test_the_form_of_the_steps_is_there_for_supported_employment_only(
    in_tenant: InTenant, two_tenants: House, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        course, employment = running(two_tenants), running(two_tenants, "supported_employment")
    worker = browser("roslagen", WORKER)
    assert worker.get(f"/interventions/{course.id}/stages").status_code == 404
    page = f"/interventions/{employment.id}/stages"
    assert worker.submit(page, {"engagement": STARTED.isoformat(), "profile": TODAY.isoformat()}).status_code == 303
    assert "2 av fem steg" in worker.get(f"/interventions/{employment.id}").text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(PeriodState)), min_size=1, max_size=6))
def test_only_the_moves_of_the_table_are_made(in_tenant: InTenant, two_tenants: House, wanted: list[PeriodState]) -> None:
    deeds = {
        PeriodState.PAUSED: lambda one: rest(period=one, version=one.version, starts_on=TODAY, ends_on=None),
        PeriodState.RUNNING: lambda one: rest(period=one, version=one.version, starts_on=TODAY, ends_on=TODAY),
        PeriodState.ENDED: lambda one: end_intervention(period=one, version=one.version, ends_on=TODAY),
    }
    with in_tenant("roslagen", MANAGER):
        period = running(two_tenants)
        state = PeriodState.RUNNING
        for to in wanted:
            if to is state and state is not PeriodState.ENDED:
                continue
            if to in PERIOD_MOVES[state]:
                deeds[to](period)
                state = to
            else:
                with pytest.raises(MoveNotPossible):
                    deeds[to](period)
            assert state_of(period, find_open_pause(period)) is state
