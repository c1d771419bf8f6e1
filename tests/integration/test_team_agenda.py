"""The agenda through the services: what may be brought up, by whom, in which order, and what is said about it."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.errors import Invalid, NotFound
from core.participants.errors import ChangedMeanwhile
from core.referrals.services import offer_place
from core.teams import agenda, services
from core.teams.agenda import holds_name
from core.teams.calendar import get_meeting
from core.teams.candidates import list_candidates
from core.teams.models import TeamMeeting
from core.teams.queries import get_item_for_change, list_agenda
from core.teams.terms import age_band, pseudonym
from tests.conftest import InTenant
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, leave
from tests.integration.plan_makers import agreed
from tests.integration.referral_makers import applicant, refer
from tests.integration.team_makers import ask, bring_up, hold, let_review_fall_due, meet, note, remove
from tests.integration.test_team_sight import AT_FK, AT_OTHER, MANAGER, WORKER

A_WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def as_manager(in_tenant: InTenant) -> Any:
    with in_tenant("roslagen", MANAGER) as ref:
        yield ref


def faults_of(deed: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        deed()
    return set(caught.value.faults)


# What may be brought up --------------------------------------------------------------------------------------------------


def keys(meeting: TeamMeeting) -> set[uuid.UUID]:
    return {one.row_id for one in list_candidates(meeting)}


def test_a_referral_is_brought_up_while_it_waits_and_stands_on_one_coming_agenda(as_manager: Any, two_tenants: House) -> None:
    meeting, next_one = meet(two_tenants), meet(two_tenants, on_date=TODAY + 2 * A_WEEK)
    waiting, offered = refer(), refer()
    offer_place(referral_id=offered.id, on_date=TODAY)
    assert keys(meeting) == {waiting.id}
    bring_up(meeting, waiting.id)
    assert keys(meeting) == keys(next_one) == set()
    assert faults_of(lambda: bring_up(next_one, waiting.id)) == {"who"}
    services.cancel_meeting(meeting=meeting, version=meeting.version)
    assert keys(next_one) == {waiting.id}


def test_others_referrals_are_not_theirs_to_bring_up(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting_id, referral_id = meet(two_tenants).id, refer().id
    for role in (AT_FK, AT_OTHER, WORKER):
        with in_tenant("roslagen", role):
            meeting = get_meeting(meeting_id)
            assert keys(meeting) == set(), role
            assert faults_of(partial(bring_up, meeting, referral_id)) == {"who"}


def test_a_review_is_brought_up_when_its_plan_is_due_and_again_when_the_meeting_said_so(
    as_manager: Any, two_tenants: House
) -> None:
    participation = begin(two_tenants)
    agreed(two_tenants, participation)
    meeting = meet(two_tenants)
    assert keys(meeting) == set()
    let_review_fall_due(participation.person_id)
    assert keys(meeting) == {participation.id}
    note(bring_up(meeting, participation.id).id, outcome="continue")
    hold(two_tenants, meeting.id)
    assert keys(meet(two_tenants, on_date=TODAY + A_WEEK)) == set(), "the meeting said eight weeks, whatever the plan says"
    assert keys(meet(two_tenants, on_date=TODAY + 8 * A_WEEK)) == {participation.id}
    leave(participation.id)
    assert keys(meet(two_tenants, on_date=TODAY + 8 * A_WEEK)) == set()


def test_the_case_worker_brings_up_their_own_participants(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        mine = begin(two_tenants)
        theirs = begin(two_tenants, key_worker_id=two_tenants.accounts["subproject_manager@roslagen.example"])
        for one in (mine, theirs):
            agreed(two_tenants, one)
            let_review_fall_due(one.person_id)
        meeting_id, mine_id = meet(two_tenants).id, mine.id
    with in_tenant("roslagen", WORKER):
        assert keys(get_meeting(meeting_id)) == {mine_id}


def test_a_question_about_nobody_needs_no_person_and_only_who_is_called_asks_it(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting_id = meet(two_tenants, called=(MANAGER, AT_FK)).id
    with in_tenant("roslagen", AT_FK):
        item_id = ask(get_meeting(meeting_id)).id
        [line] = list_agenda(get_meeting(meeting_id))
        assert (line.id, line.label, line.about, line.is_named) == (item_id, "En fråga", "", False)
    with in_tenant("roslagen", AT_OTHER):
        assert faults_of(lambda: ask(get_meeting(meeting_id))) == {"who"}


def test_an_outcome_is_written_on_what_was_read(as_manager: Any, two_tenants: House) -> None:
    meeting = meet(two_tenants)
    item = bring_up(meeting, refer(applicant(family_name="Prov")).id)
    read = item.version
    note(item.id)
    with pytest.raises(ChangedMeanwhile):
        note(item.id, version=read, outcome="plan")
    for changes, field in (
        ({"outcome": None}, "outcome"),
        ({"outcome": "decided"}, "outcome"),
        ({"next_review_on": TODAY}, "next_review_on"),
        ({"line": "Prov väntar"}, "outcome_line"),
        ({"line": "19850517-0000", "name_is_meant": True}, "outcome_line"),
    ):
        assert faults_of(partial(note, item.id, **changes)) == {field}
    note(item.id, line="Prov väntar", name_is_meant=True)
    assert faults_of(lambda: remove(item.id)) == {""}


def test_others_write_what_was_said_only_where_they_lead_or_own(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting_id = meet(two_tenants).id
        ours = bring_up(get_meeting(meeting_id), refer().id).id
    with in_tenant("roslagen", AT_OTHER):
        theirs = bring_up(get_meeting(meeting_id), refer(referring_party="kommun").id).id
        for deed in (note, remove):
            with pytest.raises(NotFound):
                deed(ours)
    with in_tenant("roslagen", WORKER):
        note(ours, outcome="plan")
        with pytest.raises(NotFound):
            remove(ours)
    with in_tenant("roslagen", MANAGER):
        note(theirs, outcome="plan")
        with pytest.raises(NotFound):
            remove(theirs)


def test_items_move_past_each_other_and_stop_at_the_ends(as_manager: Any, two_tenants: House) -> None:
    meeting = meet(two_tenants)
    first, second, third = (ask(meeting, text).id for text in ("Ett?", "Två?", "Tre?"))

    def move(item_id: uuid.UUID, *, up: bool) -> list[uuid.UUID]:
        found, item, _line = get_item_for_change(item_id)
        agenda.move_item(meeting=found, item=item, up=up)
        return [line.id for line in list_agenda(found)]

    assert move(third, up=True) == [first, third, second]
    assert move(first, up=True) == [first, third, second]
    assert move(first, up=False) == [third, first, second]
    assert move(second, up=False) == [third, first, second]


# Words ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("letter", "name"), [(1, "Person A"), (26, "Person Z"), (27, "Person AA"), (53, "Person BA")])
def test_persons_are_lettered(letter: int, name: str) -> None:
    assert pseudonym(letter) == name


def test_an_age_is_told_by_ten_years() -> None:
    assert (age_band(30), age_band(None)) == ("30–39 år", "ålder inte känd")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Vad vill Åsa?", True),
        ("ASAS plan", True),
        ("Ek-Lund bor här", True),
        ("Eken på gården", False),
        ("Hur går vi vidare?", False),
        ("", False),
    ],
)
def test_a_name_in_a_text_is_found_as_a_word(text: str, held: bool) -> None:
    assert holds_name(text, "Åsa Ek-Lund") is held
