"""Puts together the page of one follow-up: before, after and now beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.followups.queries import Followed
from core.followups.services import LISTS
from core.followups.terms import FOLLOW_UP_MOVES, STATE_NAMES, WAY_NAMES, FollowUpState, Way
from core.i18n import _
from core.outcomes.queries import list_situations
from core.outcomes.situations import SituationValues
from core.outcomes.terms import Moment
from core.participants.choices import CodeRow, list_codes, names_of

Codes = dict[str, dict[str, CodeRow]]


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """Everything on the page. `rows`: (what, before, after, now)."""

    followed: Followed
    state: str
    rows: Sequence[tuple[str, str, str, str]]
    tries: Sequence[tuple[Any, str, bool, str | None]]
    may_answer: bool
    may_try: bool
    may_move: bool
    may_correct: bool


def get_page(followed: Followed) -> FollowUpPage:
    """The page of a follow-up that has been read."""
    codes = list_codes(*LISTS)
    situations = list_situations(followed.participation)
    follow_up = followed.follow_up
    state = FollowUpState(follow_up.state)
    now = None
    if follow_up.main_activity:
        now = SituationValues(
            sources=followed.sources,
            main_source=followed.main_source,
            main_activity=follow_up.main_activity,
            work_subsidised=follow_up.work_subsidised,
        )
    three = [situations.get(Moment.BEFORE), situations.get(Moment.AFTER), now]
    sources, activities = [_sources(one, codes) for one in three], [_activity(one, codes) for one in three]
    return FollowUpPage(
        followed=followed,
        state=str(STATE_NAMES[state]),
        rows=[
            (_("Means of support"), sources[0], sources[1], sources[2]),
            (_("Main activity"), activities[0], activities[1], activities[2]),
        ],
        tries=[(row.on_date, str(WAY_NAMES[Way(row.way)]), row.reached, row.by_name) for row in followed.tries],
        may_answer=FollowUpState.ANSWERED in FOLLOW_UP_MOVES[state],
        may_try=state in (FollowUpState.DUE, FollowUpState.UNREACHABLE),
        may_move=bool(FOLLOW_UP_MOVES[state]),
        may_correct=state is FollowUpState.ANSWERED,
    )


def _sources(values: SituationValues | None, codes: Codes) -> str:
    return ", ".join(names_of(codes["support_source"], values.sources)) if values else ""


def _activity(values: SituationValues | None, codes: Codes) -> str:
    if values is None:
        return ""
    text = ", ".join(names_of(codes["main_activity"], [values.main_activity]))
    if values.work_subsidised is None:
        return text
    return f"{text}, {_('subsidised') if values.work_subsidised else _('not subsidised')}"


def stored_answer(followed: Followed, typed_main: str | None) -> dict[str, object]:
    """The answer that stands, as the form's fields."""
    follow_up = followed.follow_up
    subsidised = {True: "yes", False: "no", None: None}[follow_up.work_subsidised]
    return {
        "answered_on": follow_up.closed_on,
        "sources": followed.sources,
        "main_source": typed_main if len(followed.sources) == 1 else followed.main_source,
        "main_activity": follow_up.main_activity,
        "work_subsidised": subsidised,
        "words": follow_up.words,
    }
