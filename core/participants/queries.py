"""Reads participations, and who may read them. Every read and write of a participation goes through `visible_participations`."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload, with_expression

from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.clock import STOCKHOLM, today
from core.consents.queries import consent_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.lists import Page
from core.participants.models import Authority, Participation, Person, Staff, SubprojectMunicipality
from core.participants.terms import AUTHORITY_ROLES, OPEN_STATES, PARTICIPATION_KINDS, ParticipationState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
_rows = Participation.__table__.c


class Sight(Enum):
    """How much of the participations somebody may read, before the rows themselves are asked."""

    NOTHING = "nothing"
    OWN = "own"
    """Those they work with: as contact person, beside them, or in their place during a leave (core.caseloads.sight)."""
    AUTHORITY = "authority"
    """All that their authority may read."""


def sight() -> Sight:
    """What the signed-in person's employer and roles let them read. The association reads none."""
    me = current_person()
    if me.authority_id is None:
        return Sight.NOTHING
    return Sight.OWN if AUTHORITY_ROLES.isdisjoint(me.roles) else Sight.AUTHORITY


def visible_participations(statement: Statement, kinds: Sequence[DataKind] = PARTICIPATION_KINDS) -> Statement:
    """Narrow a select of Participation to what the signed-in person may read.

    The controller's own staff read it. Of another authority's staff nobody but the contact person and those who work beside
    them, and they only while a consent in force names their authority and one of `kinds`: a consent by itself opens no row,
    a hand-over gives a copy (core.handovers). A case worker reads only those they work with, a deputy between the first and
    the last day of the leave. The association reads none.
    """
    return statement.where(visibility(sight(), tuple(kinds)))


@cache
def visibility(seen: Sight, kinds: tuple[DataKind, ...] = PARTICIPATION_KINDS) -> sa.ColumnElement[bool]:
    """The rule of `visible_participations`, built once: who asks is filled in when a statement is sent."""
    if seen is Sight.NOTHING:
        return sa.false()
    mine = sa.bindparam(None, callable_=lambda: current_person().authority_id, type_=sa.Uuid())
    ours, my_own = _rows.controller_id == mine, is_mine()
    on_consent = sa.and_(my_own, consent_in_force(_rows.person_id, mine, kinds))
    return sa.or_(ours if seen is Sight.AUTHORITY else sa.and_(ours, my_own), on_consent)


def consent_covers(person_id: uuid.UUID, authority_id: uuid.UUID, kinds: Sequence[DataKind] = PARTICIPATION_KINDS) -> bool:
    """Whether the person has allowed that this authority learns these kinds of data."""
    covered = consent_in_force(sa.literal(person_id, sa.Uuid()), sa.literal(authority_id, sa.Uuid()), kinds)
    return bool(session.scalar(sa.select(covered)))


def list_allowed_authorities(person_id: uuid.UUID | None, own: uuid.UUID) -> Sequence[uuid.UUID]:
    """`own` (who received the referral, or is data controller) and those a consent in force lets learn of the person."""
    if person_id is None:
        return [own]
    covered = consent_in_force(sa.literal(person_id, sa.Uuid()), Authority.id.expression, PARTICIPATION_KINDS)
    chosen = sa.select(Authority.id).where(sa.or_(Authority.id == own, covered))
    return session.scalars(chosen.order_by(Authority.id)).all()


# One participation ------------------------------------------------------------------------------------------------------


def read_participation(participation_id: uuid.UUID, *, fields: str = "participation") -> Participation:
    """The participation with person, controller, contact person and delprojekt, once the access log has its row.

    `fields` are the classes of data the page shows. Raises NotFound for what is not there or not theirs to see.
    """
    _log(participation_id, Action.READ, fields)
    return _one(participation_id, lock=False)


def get_for_change(participation_id: uuid.UUID) -> Participation:
    """The same, logged as a change and locked until the request is over: two changes come one after the other."""
    _log(participation_id, Action.WRITE, "participation")
    return _one(participation_id, lock=True)


def _log(participation_id: uuid.UUID, action: Action, fields: str) -> None:
    record_access(action, subject_ids=list_subjects(participation_id), fields=fields)


def _one(participation_id: uuid.UUID, *, lock: bool) -> Participation:
    chosen = (
        sa.select(Participation)
        .where(Participation.id == participation_id)
        .options(
            joinedload(Participation.person),
            joinedload(Participation.controller, innerjoin=True),
            joinedload(Participation.key_worker),
            joinedload(Participation.subproject, innerjoin=True),
            with_expression(Participation.municipality_name, _name_of_municipality()),
        )
    )
    if lock:
        chosen = chosen.with_for_update(of=Participation)
    chosen = chosen.execution_options(populate_existing=True)
    found: Participation | None = session.scalars(visible_participations(chosen)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _name_of_municipality() -> sa.ScalarSelect[Any]:
    named = sa.select(sa.func.min(SubprojectMunicipality.name)).where(
        SubprojectMunicipality.code == Participation.municipality_code
    )
    return named.correlate(Participation).scalar_subquery()


def may_read(participation: Participation, kinds: Sequence[DataKind]) -> bool:
    """Whether this kind of the participation's data is open to the signed-in person's authority."""
    mine = current_person().authority_id
    if mine is None:
        return False
    if participation.controller_id == mine:
        return True
    return participation.person_id is not None and consent_covers(participation.person_id, mine, kinds)


def list_subjects(participation_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a participation, or an anonymous participation itself, for the access log. Raises NotFound."""
    chosen = sa.select(Participation.person_id).where(Participation.id == participation_id)
    row = session.execute(visible_participations(chosen)).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or participation_id]


def find_started_from(referral_id: uuid.UUID) -> uuid.UUID | None:
    """The participation that came of a referral, if any."""
    chosen = sa.select(Participation.id).where(Participation.referral_id == referral_id)
    found: uuid.UUID | None = session.scalar(visible_participations(chosen))
    return found


def participation_exists(participation_id: uuid.UUID) -> bool:
    """Whether the signed-in person may read a participation with this id."""
    chosen = sa.select(Participation.id).where(Participation.id == participation_id)
    return session.scalar(visible_participations(chosen)) is not None


def count_readable(subject_ids: Collection[uuid.UUID]) -> int:
    """How many of these, persons or participations without a name, the signed-in person may read."""
    whose = sa.func.coalesce(Participation.person_id, Participation.id)
    counted = sa.select(sa.func.count(whose.distinct())).where(whose == sa.any_(sa.cast(list(subject_ids), ARRAY(sa.Uuid()))))
    return session.scalar(visible_participations(counted)) or 0


# The work page ----------------------------------------------------------------------------------------------------------

MOST_TASKS = 20


def list_due_contacts(until: dt.date) -> Page:
    """Open participations whose next contact falls on or before the day, the earliest first; the first twenty.

    Rows: id, number, next_contact_on, given_name, family_name, person_id, worker. The caller logs what it shows.
    """
    chosen = (
        sa.select(
            Participation.id,
            Participation.number,
            Participation.next_contact_on,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            Staff.name.label("worker"),
            sa.func.count().over().label("total"),
        )
        .outerjoin(Person, Person.id == Participation.person_id)
        .outerjoin(Staff, Staff.account_id == Participation.key_worker_id)
        .where(Participation.state.in_(sorted(OPEN_STATES)), Participation.next_contact_on <= until)
        .order_by(Participation.next_contact_on, Participation.number, Participation.id)
        .limit(MOST_TASKS)
    )
    rows = session.execute(visible_participations(chosen)).all()
    return Page(rows, rows[0].total if rows else 0)


def waiting_contacts(*, overdue: bool) -> sa.Select[int]:
    """How many of those the reader may read were to be contacted before today, or are to be today; as a select."""
    due = Participation.next_contact_on < today() if overdue else Participation.next_contact_on == today()
    chosen = sa.select(sa.func.count(Participation.id)).where(Participation.state.in_(sorted(OPEN_STATES)), due)
    return visible_participations(chosen)


def waiting_without_contact() -> sa.Select[int]:
    """How many stand without a next contact, as a select."""
    return visible_participations(sa.select(sa.func.count(Participation.id)).where(is_without_contact()))


def count_in_state(state: ParticipationState) -> sa.Select[int]:
    """How many of those the reader may read are active, or paused; as a select."""
    return visible_participations(sa.select(sa.func.count(Participation.id)).where(Participation.state == state))


def started_since(since: dt.datetime) -> sa.Select[int]:
    """How many of those the reader may read have been registered as started since, as a select."""
    return visible_participations(sa.select(sa.func.count(Participation.id)).where(Participation.created_at > since))


def ended_since(since: dt.datetime) -> sa.Select[int]:
    """How many of those the reader may read ended that day or later, as a select."""
    ended = sa.and_(Participation.state == ParticipationState.ENDED, Participation.ended_on >= since.astimezone(STOCKHOLM).date())
    return visible_participations(sa.select(sa.func.count(Participation.id)).where(ended))


def is_without_contact() -> sa.ColumnElement[bool]:
    """Open, somebody (not an anonymous participant), and no next contact set."""
    is_open = Participation.state.in_(sorted(OPEN_STATES))
    return sa.and_(is_open, Participation.person_id.is_not(None), Participation.next_contact_on.is_(None))
