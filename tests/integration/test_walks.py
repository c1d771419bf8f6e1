"""The tables of moves, walked at random with the real services on the real database: nothing else is ever possible.

The participation and its follow-ups here; insatser, activities, referrals, plans and meetings in their own files.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit import Action
from core.db import session
from core.errors import Conflict, Invalid
from core.followups.queries import list_of_participation, read_follow_up
from core.followups.services import Answer, answer_follow_up, note_try, set_state
from core.followups.terms import FOLLOW_UP_MOVES, FollowUpState
from core.interventions.queries import list_periods
from core.outcomes.situations import SituationValues
from core.participants.models import Participation
from core.participants.queries import get_for_change
from core.participants.services import set_status
from core.participants.terms import OPEN_STATES, PARTICIPATION_MOVES, ParticipationState
from tests.conftest import InTenant
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, leave, offer, take_part
from tests.integration.referral_makers import applicant

MANAGER = "subproject_manager"
STARTED, LEFT = dt.date(2022, 6, 20), dt.date(2022, 8, 15)
WORKS = SituationValues(sources=("lon",), main_source=None, main_activity="work", work_subsidised=True)
walks = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def walked(deed: Callable[[], object]) -> bool:
    """Whether the deed was done; what was refused leaves nothing behind."""
    try:
        with session.begin_nested():
            deed()
    except (Conflict, Invalid):
        session.expire_all()
        return False
    return True


def somebody(house: House, number: int) -> Participation:
    referral = offer(
        applicant(given_name=f"Vandrare{chr(97 + number % 26)}{chr(97 + number // 26)}"), received_on=dt.date(2022, 6, 1)
    )
    return begin(house, referral=referral, started_on=STARTED)


def change(participation: Participation, to: ParticipationState) -> None:
    if to is ParticipationState.ENDED:
        leave(participation.id, ended_on=LEFT)
        return
    now = get_for_change(participation.id)
    set_status(participation=now, version=now.version, to=to)


_made: list[int] = []


@walks
@given(st.lists(st.sampled_from(list(ParticipationState)), min_size=1, max_size=7))
def test_a_participation_moves_as_its_table_says(
    in_tenant: InTenant, two_tenants: House, wanted: list[ParticipationState]
) -> None:
    with in_tenant("roslagen", MANAGER):
        _made.append(1)
        made = somebody(two_tenants, len(_made))
        take_part(two_tenants, made, starts_on=STARTED)
        for to in wanted:
            before = ParticipationState(get_for_change(made.id).state)
            done = walked(lambda to=to: change(made, to))  # type: ignore[misc]
            after = get_for_change(made.id)
            assert done == (to in PARTICIPATION_MOVES[before]), (before, to)
            assert after.state == (to if done else before)
            assert (after.ended_on is None) or after.state in ("ended", "misregistered")
            if after.state not in OPEN_STATES:
                assert after.next_contact_on is None
            if after.state == ParticipationState.ENDED:
                assert [one.months for one in list_of_participation(after)] == [1, 6]
                assert all(period.ends_on == LEFT for period in list_periods(after))
        session.rollback()


def answer(follow_up_id: Any) -> None:
    said = Answer(answered_on=TODAY, way="phone", values=WORKS, words="")
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    answer_follow_up(followed=followed, version=followed.follow_up.version, answer=said)


def set_to(follow_up_id: Any, to: FollowUpState) -> None:
    if to is FollowUpState.ANSWERED:
        answer(follow_up_id)
        return
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    set_state(followed=followed, version=followed.follow_up.version, to=to)


@walks
@given(st.lists(st.sampled_from(list(FollowUpState)), min_size=1, max_size=8))
def test_a_follow_up_moves_as_its_table_says(in_tenant: InTenant, two_tenants: House, wanted: list[FollowUpState]) -> None:
    with in_tenant("roslagen", MANAGER):
        _made.append(1)
        made = somebody(two_tenants, len(_made))
        leave(made.id, ended_on=LEFT)
        follow_up_id = list_of_participation(made)[0].id
        note_try(followed=read_follow_up(follow_up_id, action=Action.WRITE), on_date=TODAY, way="letter", reached=False)
        for to in wanted:
            before = FollowUpState(read_follow_up(follow_up_id).follow_up.state)
            done = walked(lambda to=to: set_to(follow_up_id, to))  # type: ignore[misc]
            after = read_follow_up(follow_up_id)
            assert done == (to in FOLLOW_UP_MOVES[before]), (before, to)
            assert after.follow_up.state == (to if done else before)
            assert (after.follow_up.closed_on is None) == (after.follow_up.state == FollowUpState.DUE)
            assert bool(after.sources) == (after.follow_up.state == FollowUpState.ANSWERED)
        session.rollback()
