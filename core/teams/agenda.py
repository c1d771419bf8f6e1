"""What is put on an agenda, in which order, and what the team said about it. The team decides nothing."""

import datetime as dt
import re
import unicodedata
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.audit import Action, record_access
from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import session
from core.errors import Invalid, NotAllowed, NotFound
from core.i18n import _l
from core.identity_numbers import holds_number
from core.participants.choices import get_subproject, list_codes, offered
from core.participants.errors import ChangedMeanwhile
from core.plans.models import Plan
from core.plans.queries import find_version
from core.plans.terms import PlanState
from core.teams.candidates import list_candidates
from core.teams.models import AgendaItem, TeamMeeting
from core.teams.queries import FIELDS, AgendaLine, takes_part
from core.teams.services import NUMBER_REFUSED, require_planned
from core.teams.terms import LEADERS, ItemKind

OUTCOMES = "team_outcome"
NAME_HELD = _l("The text holds the person's name, and everybody who is called reads it. Write it without, or tick the box below.")
ASK_AGAIN = dt.timedelta(weeks=104)
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the team said, as typed. `name_is_meant`: the writer has been told that a name stands in the line."""

    outcome: str | None
    line: str
    next_review_on: dt.date | None
    participant_present: bool
    name_is_meant: bool = False


def add_item(*, meeting: TeamMeeting, item_id: uuid.UUID, key: str | None, question: str, name_is_meant: bool) -> AgendaItem:
    """Somebody of `list_candidates`, or, with the key "other", a question about nobody; last on the agenda.

    `item_id` names the sending of the form. Raises Invalid, NotPlanned, SentTwice, NotFound for who takes no part.
    """
    require_planned(meeting)
    if session.scalar(sa.select(AgendaItem.id).where(AgendaItem.id == item_id)):
        raise SentTwice
    owner_id = current_person().authority_id
    if owner_id is None:
        raise NotAllowed
    found = next((one for one in list_candidates(meeting) if one.key == key), None)
    is_other = key == ItemKind.OTHER and takes_part(meeting.id)
    faults: dict[str, object] = {} if found or is_other else {"who": _l("Choose what is to be brought up")}
    name = f"{found.given_name} {found.family_name}" if found else None
    faults |= _faults_of_text("question", question, name, name_is_meant, wanted=_l("Write what the team is asked"))
    if faults:
        raise Invalid(faults)
    last = session.scalar(sa.select(sa.func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(
        id=item_id, meeting_id=meeting.id, position=(last or 0) + 1, kind=ItemKind.OTHER, owner_id=owner_id, question=question
    )
    if found:
        item.kind, item.person_id = found.kind, found.person_id
        item.referral_id = found.row_id if found.kind is ItemKind.REFERRAL else None
        item.participation_id = found.row_id if found.kind is ItemKind.REVIEW else None
        record_access(Action.WRITE, subject_ids=[found.person_id], fields=FIELDS)
    keep(item)
    return item


def may_change(line: AgendaLine) -> bool:
    """Whether the signed-in person may change the question, or take the item away: who may open the row it is about."""
    return line.is_ours and (line.opens or line.kind is ItemKind.OTHER)


def may_note(line: AgendaLine) -> bool:
    """Whether the signed-in person may write what the team said: who leads the meeting, and the staff of the item's owner."""
    return line.is_ours or not LEADERS.isdisjoint(current_person().roles)


def change_question(
    *, meeting: TeamMeeting, item: AgendaItem, line: AgendaLine, version: int, question: str, name_is_meant: bool
) -> None:
    """Raises Invalid, NotPlanned, ChangedMeanwhile, NotFound for whose it is not."""
    _require(may_change(line))
    require_planned(meeting)
    if item.version != version:
        raise ChangedMeanwhile
    name = line.label if line.is_named else None
    faults = _faults_of_text("question", question, name, name_is_meant, wanted=_l("Write what the team is asked"))
    if faults:
        raise Invalid(faults)
    item.question = question
    keep()


def remove_item(*, meeting: TeamMeeting, item: AgendaItem, line: AgendaLine) -> None:
    """It is brought up another time. Raises NotPlanned, NotFound for whose it is not."""
    _require(may_change(line))
    require_planned(meeting)
    if item.outcome is not None:
        raise Invalid({"": _l("The team has talked about it already, so it stays on the agenda")})
    session.delete(item)
    keep()


def move_item(*, meeting: TeamMeeting, item: AgendaItem, up: bool) -> None:
    """One place up or down. The order is nobody's text: it changes no version. Raises NotPlanned, NotFound."""
    _require(takes_part(meeting.id))
    require_planned(meeting)
    chosen = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    ids = list(session.scalars(chosen.order_by(AgendaItem.position, AgendaItem.id)))
    at = ids.index(item.id)
    to = max(at - 1, 0) if up else min(at + 1, len(ids) - 1)
    ids[at], ids[to] = ids[to], ids[at]
    places = sa.case({one: place for place, one in enumerate(ids, start=1)}, value=AgendaItem.id)
    placed = sa.update(AgendaItem).where(AgendaItem.meeting_id == meeting.id).values(position=places)
    session.execute(placed.execution_options(synchronize_session=False))


def note_outcome(*, meeting: TeamMeeting, item: AgendaItem, line: AgendaLine, version: int, said: Outcome) -> None:
    """What the team said about it. Raises Invalid, NotPlanned, ChangedMeanwhile when somebody else has written since."""
    _require(may_note(line))
    require_planned(meeting)
    if item.version != version:
        raise ChangedMeanwhile
    faults: dict[str, object] = {}
    if said.outcome not in dict(list_outcomes(item.outcome)):
        faults["outcome"] = _l("Choose what the team said")
    name = line.label if line.is_named else None
    faults |= _faults_of_text("outcome_line", said.line, name, said.name_is_meant)
    if said.next_review_on and not meeting.on_date < said.next_review_on <= meeting.on_date + ASK_AGAIN:
        faults["next_review_on"] = _l("The next review comes after the meeting, within two years")
    if faults:
        raise Invalid(faults)
    item.outcome, item.outcome_line = said.outcome, said.line
    item.next_review_on, item.participant_present = said.next_review_on, said.participant_present
    keep()


def list_outcomes(chosen_before: str | None = None) -> list[tuple[str, str]]:
    """(key, name) of what may be said; one that stands stays, though it has been taken out of the list."""
    rows = list_codes(OUTCOMES)[OUTCOMES]
    found = offered(rows)
    if chosen_before in rows and chosen_before not in dict(found):
        found.append((chosen_before, rows[chosen_before].name))
    return found


def propose_next_review(meeting: TeamMeeting) -> dt.date:
    """So many weeks after the meeting as the delprojekt has decided."""
    return meeting.on_date + dt.timedelta(weeks=get_subproject(meeting.subproject_id).review_weeks)


def find_plans(line: AgendaLine) -> tuple[Plan | None, Plan | None]:
    """(draft, agreed version) of the person's plan at the reader's authority. Raises NotFound unless the row opens.

    The caller has read the item, and so logged the person.
    """
    mine = current_person().authority_id
    if not line.opens or line.person_id is None or mine is None:
        raise NotFound
    return find_version(line.person_id, mine, PlanState.DRAFT), find_version(line.person_id, mine, PlanState.AGREED)


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotFound


def _faults_of_text(field: str, text: str, name: str | None, name_is_meant: bool, *, wanted: object = "") -> dict[str, object]:
    """What is wrong with a text that everybody reads. `name` None: who may not know the name is not told that it stands there."""
    if wanted and not text:
        return {field: wanted}
    if holds_number(text):
        return {field: NUMBER_REFUSED}
    if name and not name_is_meant and holds_name(text, name):
        return {field: NAME_HELD}
    return {}


def holds_name(text: str, name: str) -> bool:
    """Whether a part of the name stands in the text as a word of its own, or with the s of a genitive."""
    words = set(_words(text))
    parts = {part for part in _words(name) if len(part) >= _SHORTEST_NAME}
    return any(part in words or f"{part}s" in words for part in parts)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W\d_]+", "".join(sign for sign in folded if not unicodedata.combining(sign)))
