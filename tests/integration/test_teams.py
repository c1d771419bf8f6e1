"""Team days through the services: series, presence, what is closed stays, and the team decides nothing."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.constraints import SentTwice
from core.db import new_id, session
from core.errors import Conflict, Invalid
from core.participants.errors import ChangedMeanwhile
from core.referrals.models import Referral
from core.teams import agenda, services
from core.teams.calendar import find_next, get_for_change, get_meeting, list_coming, list_past
from core.teams.errors import NotPlanned
from core.teams.models import AgendaItem
from core.teams.queries import get_item_for_change
from core.teams.services import Series
from core.teams.terms import MEETING_MOVES, MeetingState
from tests.conftest import InTenant
from tests.house import TODAY, House
from tests.integration.referral_makers import refer
from tests.integration.team_makers import ask, bring_up, hold, meet, note, remove, values
from tests.integration.test_team_sight import MANAGER

A_WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        deed()
    return set(caught.value.faults)


# The calendar -----------------------------------------------------------------------------------------------------------


def test_a_series_stands_every_so_many_weeks_until_its_last_day(as_manager: Any, two_tenants: House) -> None:
    series = Series(every_weeks=2, until=TODAY + 4 * A_WEEK)
    services.plan_meetings(values=values(two_tenants), series=series)
    assert [row.on_date for row in list_coming()] == [TODAY, TODAY + 2 * A_WEEK, TODAY + 4 * A_WEEK]
    assert all(row.called for row in list_coming())
    found = find_next()
    assert (found.on_date, found._mapping["items"]) == (TODAY, 0)


def test_the_same_sending_plans_once(as_manager: Any, two_tenants: House) -> None:
    token = new_id()
    services.plan_meetings(values=values(two_tenants), form_token=token)
    with pytest.raises(SentTwice):
        services.plan_meetings(values=values(two_tenants), form_token=token)
    assert len(list_coming()) == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": ""}, {"name"}),
        ({"on_date": None, "starts_at": None}, {"on_date", "starts_at"}),
        ({"on_date": dt.date(2019, 1, 1)}, {"on_date"}),
        ({"ends_at": dt.time(8)}, {"ends_at"}),
        ({"called": ()}, {"called"}),
        ({"called": ("referrer",)}, {"called"}),
        ({"called": (MANAGER, "association_office")}, {"called"}),
        ({"place": "Hos 19850517-0000"}, {"place"}),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said_all_at_once(
    as_manager: Any, two_tenants: House, changes: dict[str, Any], faults: set[str]
) -> None:
    assert faults_of(lambda: services.plan_meetings(values=values(two_tenants, **changes))) == faults


def test_a_series_without_end_or_step_is_refused(as_manager: Any, two_tenants: House) -> None:
    for series, faults in (
        (Series(every_weeks=None, until=None), {"every_weeks", "until"}),
        (Series(every_weeks=2, until=TODAY), {"until"}),
        (Series(every_weeks=27, until=TODAY + 500 * A_WEEK), {"every_weeks", "until"}),
    ):
        assert faults_of(partial(services.plan_meetings, values=values(two_tenants), series=series)) == faults


# The meeting ------------------------------------------------------------------------------------------------------------


def test_the_team_decides_nothing(as_manager: Any, two_tenants: House) -> None:
    meeting, referral = meet(two_tenants), refer()
    note(bring_up(meeting, referral.id).id, outcome="offer")
    hold(two_tenants, meeting.id)
    assert session.scalar(sa.select(Referral.state).where(Referral.id == referral.id)) == "received"


def test_a_meeting_is_closed_on_its_day_with_somebody_present(as_manager: Any, two_tenants: House) -> None:
    later, meeting = meet(two_tenants, on_date=TODAY + A_WEEK), meet(two_tenants)
    for one in (later, meeting):
        assert faults_of(partial(services.close_meeting, meeting=one, version=one.version, remarks="")) == {""}
    with pytest.raises(ChangedMeanwhile):
        services.close_meeting(meeting=meeting, version=meeting.version + 1, remarks="")
    hold(two_tenants, meeting.id, remarks="Bra möte")
    assert [row.id for row in list_past().rows] == [meeting.id]


def test_what_is_closed_or_cancelled_is_not_changed(as_manager: Any, two_tenants: House) -> None:
    closed, cancelled = meet(two_tenants), meet(two_tenants)
    items = [ask(one).id for one in (closed, cancelled)]
    hold(two_tenants, closed.id)
    services.cancel_meeting(meeting=cancelled, version=cancelled.version)
    before = stored(items)
    for meeting, item_id in zip((closed, cancelled), items, strict=True):
        found, item, line = get_item_for_change(item_id)
        now: dict[str, Any] = {"version": item.version, "question": "Ny?", "name_is_meant": False}
        deeds: list[Callable[[], object]] = [
            partial(ask, found),
            partial(note, item_id),
            partial(remove, item_id),
            partial(agenda.move_item, meeting=found, item=item, up=True),
            partial(agenda.change_question, meeting=found, item=item, line=line, **now),
            partial(services.note_present, meeting=found, seen=[], present=[]),
            partial(services.change_meeting, meeting=found, version=found.version, values=values(two_tenants, name="Ny")),
        ]
        for deed in deeds:
            with pytest.raises(NotPlanned):
                deed()
        assert meeting.name == "Samverkansteam"
    assert stored(items) == before


def stored(items: list[uuid.UUID]) -> list[Any]:
    chosen = sa.select(AgendaItem.__table__).where(AgendaItem.id.in_(items)).order_by(AgendaItem.id)
    return [tuple(row) for row in session.execute(chosen)]


DEEDS = ("close", "cancel", "plan again", "change", "present")


@given(steps=st.lists(st.sampled_from(DEEDS), max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_meeting_walks_only_where_the_table_leads(as_manager: Any, two_tenants: House, steps: list[str]) -> None:
    meeting_id = meet(two_tenants).id
    state = MeetingState.PLANNED
    towards = {"close": MeetingState.CLOSED, "cancel": MeetingState.CANCELLED, "plan again": MeetingState.PLANNED}
    for step in steps:
        to = towards.get(step)
        allowed = to in MEETING_MOVES[state] if to else state is MeetingState.PLANNED
        if allowed:
            walk(two_tenants, meeting_id, step)
            state = to or state
        else:
            with pytest.raises(Conflict):
                walk(two_tenants, meeting_id, step)
        assert get_meeting(meeting_id).state == state


def walk(house: House, meeting_id: uuid.UUID, step: str) -> None:
    meeting = get_for_change(meeting_id)
    if step == "close":
        hold(house, meeting_id)
    elif step == "cancel":
        services.cancel_meeting(meeting=meeting, version=meeting.version)
    elif step == "plan again":
        services.plan_again(meeting=meeting)
    elif step == "change":
        services.change_meeting(meeting=meeting, version=meeting.version, values=values(house, place="Biblioteket"))
    else:
        services.note_present(meeting=meeting, seen=[], present=[])
