"""Reads team days, and says to whom a person on the agenda has a name.

`_may_read_row` and `_is_named` are the only places that decide it: every page, the projector, the minutes and every deed goes
through them. A name that a reader may not have does not leave the database.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.consents.queries import consent_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Person, Staff
from core.participants.queries import Sight, sight
from core.participants.terms import Sex
from core.persons.queries import is_my_participant
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals
from core.teams.calendar import get_for_change, get_meeting, is_called
from core.teams.models import AgendaItem, MeetingMember, TeamMeeting
from core.teams.terms import ITEM_KIND_NAMES, LEADERS, SEX_NAMES, ItemKind, age_band, pseudonym

FIELDS = "agenda"
NAMING_KINDS = {ItemKind.REFERRAL: DataKind.REFERRAL, ItemKind.REVIEW: DataKind.PLAN}
"""Which kind of data a consent must cover for a name to stand on the agenda of another authority's reader."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as this reader may see it. Without a name there is neither person nor owner nor anything to follow."""

    id: uuid.UUID
    version: int
    kind: ItemKind
    letter: int
    """Which person of this meeting it is, 1 being A; the same for every reader. 0 for a question about nobody."""
    question: str
    outcome: str | None
    outcome_line: str
    next_review_on: dt.date | None
    participant_present: bool
    is_ours: bool
    """Whether the reader's own authority put it there."""
    opens: bool
    """Whether the reader may open the row itself; a consent alone gives a name and opens nothing."""
    sex: str | None
    age: int | None
    """The first year of the ten-year band; None when it is not known."""
    given_name: str | None
    family_name: str | None
    person_id: uuid.UUID | None
    referral_id: uuid.UUID | None
    participation_id: uuid.UUID | None
    owner: str | None

    @property
    def is_named(self) -> bool:
        """Whether the reader may know who it is."""
        return self.given_name is not None

    @property
    def pseudonym(self) -> str:
        """What everybody in the room may call the person."""
        return pseudonym(self.letter)

    @property
    def label(self) -> str:
        """The name, or what stands for it."""
        return f"{self.given_name} {self.family_name}" if self.is_named else self.pseudonym

    @property
    def kind_name(self) -> str:
        """Why it is on the agenda, in the reader's language."""
        return str(ITEM_KIND_NAMES[self.kind])

    @property
    def about(self) -> str:
        """Sex and ten-year band; nothing for a question about nobody."""
        return f"{SEX_NAMES[Sex(self.sex)]}, {age_band(self.age)}" if self.sex else ""


# Who sees what ----------------------------------------------------------------------------------------------------------


def _may_read_row() -> sa.ColumnElement[bool]:
    """Whether the row that the item is about is the signed-in person's to read.

    Leading the meeting is no ground: the rules of referrals hold for referrals, and a review is its own authority's; a case
    worker knows those they work with.
    """
    seen, mine = sight(), current_person().authority_id
    if seen is Sight.NOTHING:
        return sa.false()
    referral = visible_referrals(sa.select(Referral.id).where(Referral.id == AgendaItem.referral_id)).exists()
    ours = AgendaItem.owner_id == mine
    known = sa.true() if seen is Sight.AUTHORITY else is_my_participant(AgendaItem.person_id.expression)
    return sa.case(
        (AgendaItem.kind == ItemKind.REFERRAL, referral),
        (AgendaItem.kind == ItemKind.REVIEW, sa.and_(ours, known)),
        else_=ours,
    )


def _consented(authority_id: uuid.UUID | None) -> sa.ColumnElement[bool]:
    """Whether a consent in force lets the authority learn what the item is about. A withdrawal holds at the next request."""
    if authority_id is None:
        return sa.false()
    whom = sa.literal(authority_id, sa.Uuid())
    person_id = AgendaItem.person_id.expression
    return sa.or_(
        *(sa.and_(AgendaItem.kind == on, consent_in_force(person_id, whom, [kind])) for on, kind in NAMING_KINDS.items())
    )


def _is_named() -> sa.ColumnElement[bool]:
    """Whether the signed-in person may know who the item is about."""
    return sa.and_(AgendaItem.person_id.is_not(None), sa.or_(_may_read_row(), _consented(current_person().authority_id)))


def _is_named_to_all(meeting_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Whether every authority that is called to the meeting may know who the item is about, and the reader as well."""
    called = sa.select(Staff.authority_id).join(MeetingMember, MeetingMember.account_id == Staff.account_id)
    authorities = set(session.scalars(called.where(MeetingMember.meeting_id == meeting_id)))
    return sa.and_(_is_named(), *(sa.or_(AgendaItem.owner_id == one, _consented(one)) for one in authorities))


def _is_shown(meeting_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """The whole agenda to those who are called and to who leads; to others only what their own authority lets them read."""
    return sa.true() if takes_part(meeting_id) else _may_read_row()


def takes_part(meeting_id: uuid.UUID) -> bool:
    """Whether the signed-in person is called, or leads team days."""
    me = current_person()
    if me.authority_id is None:
        return False
    return not LEADERS.isdisjoint(me.roles) or is_called(meeting_id)


# The agenda -------------------------------------------------------------------------------------------------------------


def list_agenda(meeting: TeamMeeting, *, action: Action = Action.LIST) -> list[AgendaLine]:
    """The items in their order, as the signed-in person may see them; logged with those who have a name."""
    shown = _lines(meeting.id, _is_named()).where(_is_shown(meeting.id))
    lines = [_as_line(row) for row in session.execute(shown.order_by(AgendaItem.position, AgendaItem.id))]
    record_access(action, subject_ids=[line.person_id for line in lines if line.person_id], fields=FIELDS)
    return lines


def read_item(item_id: uuid.UUID, *, action: Action = Action.READ) -> tuple[TeamMeeting, AgendaLine]:
    """One item with its meeting, logged. Raises NotFound for what is not there or not theirs to see."""
    meeting = get_meeting(_meeting_of(item_id))
    line = _one_line(meeting.id, item_id, _is_named())
    record_access(action, subject_ids=[line.person_id] if line.person_id else [], fields=FIELDS)
    return meeting, line


def read_for_room(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[TeamMeeting, AgendaLine]:
    """One item for the wall: named only when everybody who may sit before it may know. Raises NotFound."""
    meeting = get_meeting(meeting_id)
    line = _one_line(meeting_id, item_id, _is_named_to_all(meeting_id))
    record_access(Action.READ, subject_ids=[line.person_id] if line.person_id else [], fields=FIELDS)
    return meeting, line


def list_subjects_of_item(item_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of an item, for the access log; nobody where there is no name. Raises NotFound."""
    line = _one_line(_meeting_of(item_id), item_id, _is_named())
    return [line.person_id] if line.person_id else []


def get_item_for_change(item_id: uuid.UUID) -> tuple[TeamMeeting, AgendaItem, AgendaLine]:
    """Meeting and item, locked until the request is over, with what the reader may see of it; logged. Raises NotFound."""
    _meeting, line = read_item(item_id, action=Action.WRITE)
    meeting = get_for_change(_meeting.id)
    chosen = sa.select(AgendaItem).where(AgendaItem.id == item_id).with_for_update().execution_options(populate_existing=True)
    item = session.scalars(chosen).one_or_none()
    if item is None:
        raise NotFound
    return meeting, item, line


def _meeting_of(item_id: uuid.UUID) -> uuid.UUID:
    found: uuid.UUID | None = session.scalar(sa.select(AgendaItem.meeting_id).where(AgendaItem.id == item_id))
    if found is None or current_person().authority_id is None:
        raise NotFound
    return found


def _one_line(meeting_id: uuid.UUID, item_id: uuid.UUID, named: sa.ColumnElement[bool]) -> AgendaLine:
    chosen = _lines(meeting_id, named).where(AgendaItem.id == item_id, _is_shown(meeting_id))
    row = session.execute(chosen).one_or_none()
    if row is None:
        raise NotFound
    return _as_line(row)


def _lines(meeting_id: uuid.UUID, named: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Every column that tells who it is stands behind `named`."""

    def behind(column: Any, name: str) -> sa.Label[Any]:
        return sa.case((named, column), else_=None).label(name)

    before = sa.orm.aliased(AgendaItem)
    letter = sa.select(sa.func.count()).where(
        before.meeting_id == AgendaItem.meeting_id, before.person_id.is_not(None), before.id <= AgendaItem.id
    )
    years = sa.func.date_part("year", sa.func.age(TeamMeeting.on_date, Person.birth_date))
    opens = sa.and_(named, _may_read_row())
    own = ("id", "version", "kind", "question", "outcome", "outcome_line", "next_review_on", "participant_present")
    return (
        sa.select(
            *(getattr(AgendaItem, name) for name in own),
            sa.case((AgendaItem.person_id.is_not(None), letter.correlate(AgendaItem).scalar_subquery()), else_=0).label("letter"),
            (AgendaItem.owner_id == current_person().authority_id).label("is_ours"),
            opens.label("opens"),
            Person.sex,
            (sa.func.floor(years / 10) * 10).label("age"),
            behind(Person.given_name, "given_name"),
            behind(Person.family_name, "family_name"),
            behind(AgendaItem.person_id, "person_id"),
            behind(AgendaItem.referral_id, "referral_id"),
            behind(AgendaItem.participation_id, "participation_id"),
            behind(Authority.name, "owner"),
        )
        .join(TeamMeeting, TeamMeeting.id == AgendaItem.meeting_id)
        .join(Authority, Authority.id == AgendaItem.owner_id)
        .outerjoin(Person, Person.id == AgendaItem.person_id)
        .where(AgendaItem.meeting_id == meeting_id)
    )


def _as_line(row: Any) -> AgendaLine:
    values = dict(row._mapping)
    values |= {"kind": ItemKind(row.kind), "age": None if row.age is None else int(row.age)}
    return AgendaLine(**values)
