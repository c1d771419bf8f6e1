"""Rules of participations that need no database: states, situations, the timeline, what was typed in the search field."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.participants.timeline import Span, timeline
from core.outcomes.situations import SituationValues, change, faults_after, faults_before
from core.participants.choices import CodeRow
from core.participants.errors import MoveNotPossible
from core.participants.models import Participation
from core.participants.search import number_typed
from core.participants.services import move
from core.participants.terms import PARTICIPATION_MOVES, ParticipationState

DAY = dt.date(2022, 9, 15)


def rows(*keys: str) -> dict[str, CodeRow]:
    return {key: CodeRow(key, key, active=True, counts_as=None, outside_goals=False) for key in keys}


CODES = {
    "support_source": rows("forsorjningsstod", "a_kassa", "lon", "ingen", "okant"),
    "main_activity": rows("work", "studies", "job_seeking", "other"),
    "education": rows("gymnasial", "okant"),
}


def situation(*sources: str, main: str | None = None, activity: str = "other", since: dt.date | None = None) -> SituationValues:
    return SituationValues(sources=sources, main_source=main, main_activity=activity, education="gymnasial", support_since=since)


@given(st.lists(st.sampled_from(list(ParticipationState)), max_size=12))
def test_every_walk_stays_on_the_table(steps: list[ParticipationState]) -> None:
    participation = Participation(state=ParticipationState.ACTIVE)
    for step in steps:
        before = ParticipationState(participation.state)
        if step in PARTICIPATION_MOVES[before]:
            move(participation, step)
            assert participation.state == step
        else:
            with pytest.raises(MoveNotPossible):
                move(participation, step)
            assert participation.state == before


@pytest.mark.parametrize("state", [ParticipationState.ENDED, ParticipationState.MISREGISTERED])
def test_nothing_leads_back_from_the_end(state: ParticipationState) -> None:
    assert ParticipationState.ACTIVE not in PARTICIPATION_MOVES[state]


def test_a_right_situation_has_no_faults() -> None:
    values = situation("forsorjningsstod", "a_kassa", main="a_kassa", since=dt.date(2019, 1, 1))
    assert faults_before(values, CODES, DAY) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (situation(), "sources"),
        (situation("unheard_of"), "sources"),
        (situation("ingen", "lon", main="lon"), "sources"),
        (situation("lon", "a_kassa"), "main_source"),
        (situation("lon", "a_kassa", main="forsorjningsstod"), "main_source"),
        (situation("lon", activity="sleeping"), "main_activity"),
        (situation("lon", since=DAY + dt.timedelta(days=1)), "support_since"),
        (situation("ingen", since=DAY), "support_since"),
    ],
)
def test_a_fault_stands_at_its_field(values: SituationValues, field: str) -> None:
    assert list(faults_before(values, CODES, DAY)) == [field]


def test_all_faults_are_said_at_once() -> None:
    empty = SituationValues(sources=(), main_source=None, main_activity=None)
    assert set(faults_before(empty, CODES, DAY)) == {"sources", "main_activity", "education"}
    assert set(faults_after(empty, CODES)) == {"sources", "main_activity"}


def test_the_only_source_is_the_main_one() -> None:
    assert situation("lon").main == "lon"


def test_from_social_assistance_to_salary() -> None:
    changed = change(situation("forsorjningsstod"), situation("lon", activity="work"))
    assert changed.gained == ("lon",)
    assert changed.lost == ("forsorjningsstod",)
    assert changed.began_work
    assert changed.left_public_support


def test_an_unknown_source_afterwards_says_nothing_of_support() -> None:
    assert not change(situation("forsorjningsstod"), situation("okant")).left_public_support


@pytest.mark.parametrize(
    ("typed", "number"),
    [("ROS-0301", 301), ("ros301", 301), ("301", 301), ("Amina", None), ("19900101-2385", None), ("900101-2385", None)],
)
def test_a_participants_number_is_known_when_seen(typed: str, number: int | None) -> None:
    assert number_typed(typed) == number


@given(st.lists(st.tuples(st.dates(dt.date(2020, 1, 1), DAY), st.none() | st.integers(0, 600)), min_size=1, max_size=8))
def test_every_bar_stays_in_the_picture(drawn: list[tuple[dt.date, int | None]]) -> None:
    spans = [Span("x", day, None if days is None else min(DAY, day + dt.timedelta(days))) for day, days in drawn]
    picture = timeline(spans, starts_on=dt.date(2020, 1, 1), ends_on=None, today=DAY)
    assert picture is not None
    for bar in picture.bars:
        assert bar.x >= 0
        assert bar.width > 0
        assert bar.x + bar.width <= 101


def test_without_interventions_there_is_no_picture() -> None:
    assert timeline([], starts_on=DAY, ends_on=None, today=DAY) is None
