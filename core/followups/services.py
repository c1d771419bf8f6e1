"""What is done with a follow-up: made at the exit, tried, answered, put right, given up, opened again."""

import calendar
import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.clock import today
from core.constraints import SentTwice, constraint_name, keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid
from core.followups.models import FollowUp, FollowUpSupport, FollowUpTry
from core.followups.queries import Followed, find_try_sent, list_of_participation
from core.followups.terms import FOLLOW_UP_MOVES, MOST_CHARACTERS, FollowUpState, Way
from core.i18n import _, _l, format_date
from core.outcomes.situations import WORK, SituationValues, faults_after
from core.participants.choices import list_codes
from core.participants.errors import MoveNotPossible
from core.participants.models import Participation
from core.participants.services import require_version

LISTS = ("support_source", "main_activity")
EARLY = dt.timedelta(days=14)
"""How long before its day a follow-up may be answered."""
TRIED = frozenset({FollowUpState.DUE, FollowUpState.UNREACHABLE})


def make_follow_ups(*, participation: Participation) -> None:
    """One for each of the delprojekt's intervals. Not for the dead and the anonymous: the exit knows."""
    if participation.ended_on is None:
        return
    there = {one.months: one for one in list_of_participation(participation)}
    for months in sorted(set(participation.subproject.follow_up_months)):
        due_on = months_after(participation.ended_on, months)
        if months in there:  # of an exit that was taken back
            again = there[months]
            again.state, again.due_on, again.closed_on, again.closed_by = FollowUpState.DUE, due_on, None, None
            continue
        session.add(FollowUp(id=new_id(), participation_id=participation.id, months=months, due_on=due_on))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, when and how. `words` are the person's own."""

    answered_on: dt.date | None
    way: str | None
    values: SituationValues
    words: str


def move_follow_up(follow_up: FollowUp, to: FollowUpState) -> None:
    """The only way to another state. Raises MoveNotPossible."""
    if to not in FOLLOW_UP_MOVES[FollowUpState(follow_up.state)]:
        raise MoveNotPossible
    follow_up.state = to


def answer_follow_up(*, followed: Followed, version: int, answer: Answer) -> None:
    """Keep the answer, and that the person was reached. The row is locked.

    Raises Invalid with every fault at once, ChangedMeanwhile, MoveNotPossible when it was answered already.
    """
    follow_up = followed.follow_up
    require_version(follow_up, version)
    faults = _faults_of_answer(followed, answer) | _faults_of_way(answer.way)
    if faults or answer.answered_on is None:
        raise Invalid(faults)
    move_follow_up(follow_up, FollowUpState.ANSWERED)
    follow_up.closed_by = current_person().account_id
    _write(follow_up, answer)
    session.add(_try(follow_up, answer.answered_on, answer.way, reached=True))
    keep()


def correct_answer(*, followed: Followed, version: int, answer: Answer) -> None:
    """What was written down was wrong, and is put right; the page says when and by whom. Tries stay, so `way` is not asked.

    Raises Invalid with every fault at once, ChangedMeanwhile, MoveNotPossible when nothing has been answered.
    """
    follow_up = followed.follow_up
    require_version(follow_up, version)
    if follow_up.state != FollowUpState.ANSWERED:
        raise MoveNotPossible
    faults = _faults_of_answer(followed, answer)
    if faults:
        raise Invalid(faults)
    follow_up.corrected_on, follow_up.corrected_by = today(), current_person().account_id
    session.execute(sa.delete(FollowUpSupport).where(FollowUpSupport.follow_up_id == follow_up.id))
    _write(follow_up, answer)


def _write(follow_up: FollowUp, answer: Answer) -> None:
    follow_up.closed_on = answer.answered_on
    follow_up.main_activity = answer.values.main_activity
    follow_up.work_subsidised = answer.values.work_subsidised
    follow_up.words = answer.words
    keep()
    main = answer.values.main
    session.add_all(
        FollowUpSupport(follow_up_id=follow_up.id, source=source, main=source == main)
        for source in dict.fromkeys(answer.values.sources)
    )
    keep()


def _faults_of_answer(followed: Followed, answer: Answer) -> dict[str, object]:
    faults = faults_after(answer.values, list_codes(*LISTS))
    if answer.values.main_activity == WORK and answer.values.work_subsidised is None:
        faults["work_subsidised"] = _l("Say whether the work is subsidised")
    faults |= _faults_of_day("answered_on", answer.answered_on, followed)
    earliest = followed.follow_up.due_on - EARLY
    if "answered_on" not in faults and answer.answered_on and answer.answered_on < earliest:
        faults["answered_on"] = _("This follow-up can be answered from %(day)s", day=format_date(earliest))
    if len(answer.words) > MOST_CHARACTERS:
        faults["words"] = _("Write at most %(most)s characters", most=MOST_CHARACTERS)
    return faults


def _faults_of_day(field: str, day: dt.date | None, followed: Followed) -> dict[str, object]:
    ended_on = followed.participation.ended_on
    if day is None:
        return {field: _l("Write the day")}
    if day > today():
        return {field: _l("The day cannot be later than today")}
    if ended_on is not None and day < ended_on:
        return {field: _("The day cannot be before the exit, %(day)s", day=format_date(ended_on))}
    return {}


def _faults_of_way(way: str | None) -> dict[str, object]:
    return {} if way in set(Way) else {"way": _l("Choose how the person was asked")}


def note_try(
    *, followed: Followed, on_date: dt.date | None, way: str | None, reached: bool | None, form_token: uuid.UUID | None = None
) -> FollowUpTry:
    """That somebody tried to ask; the same form sent twice gives the one try. Raises Invalid, MoveNotPossible, SentTwice."""
    sent = find_try_sent(form_token) if form_token else None
    if sent is not None:
        if sent.follow_up_id != followed.follow_up.id:
            raise Conflict(_("The form belongs to another page. Open it anew."))
        return sent
    if followed.follow_up.state not in TRIED:
        raise MoveNotPossible
    faults: Mapping[str, object] = _faults_of_day("on_date", on_date, followed) | _faults_of_way(way)
    if reached is None:
        faults = {**faults, "reached": _l("Say whether you reached the person")}
    if faults or on_date is None or reached is None:
        raise Invalid(faults)
    made = _try(followed.follow_up, on_date, way, reached=reached, form_token=form_token)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        if constraint_name(error) == "uq_follow_up_try_form_token":
            raise SentTwice from error
        raise
    return made


def _try(
    follow_up: FollowUp, on_date: dt.date, way: str | None, *, reached: bool, form_token: uuid.UUID | None = None
) -> FollowUpTry:
    return FollowUpTry(
        id=new_id(),
        follow_up_id=follow_up.id,
        on_date=on_date,
        way=way,
        reached=reached,
        form_token=form_token,
        by_account=current_person().account_id,
    )


def set_state(*, followed: Followed, version: int, to: FollowUpState | None) -> None:
    """Give up, or open again. Raises Invalid when nothing was chosen or nobody tried, ChangedMeanwhile, MoveNotPossible."""
    follow_up = followed.follow_up
    if to is None or to is FollowUpState.ANSWERED:
        raise Invalid({"state": _l("Choose what has become of the follow-up")})
    require_version(follow_up, version)
    if to is FollowUpState.UNREACHABLE and not followed.tries:
        raise Invalid({"state": _l("Note at least one try before you give up")})
    move_follow_up(follow_up, to)
    closed = to is not FollowUpState.DUE
    follow_up.closed_on = today() if closed else None
    follow_up.closed_by = current_person().account_id if closed else None
    keep()
