"""Reads participations, and who may read them. Every read and write of a participation goes through `visible_participations`."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from core.audit import Action, record_access
from core.consents.queries import consent_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Participation, Person, Staff, SubprojectMunicipality
from core.participants.terms import AUTHORITY_ROLES, OPEN_STATES, PARTICIPATION_KINDS, ParticipationState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
PAGE_SIZE = 50
MAX_WORDS = 6


def visible_participations(statement: Statement, kinds: Sequence[DataKind] = PARTICIPATION_KINDS) -> Statement:
    """Narrow a select of Participation to what the signed-in person may read.

    The controller's own staff read it; staff of another authority only while a consent in force names that authority
    and one of `kinds`. A case worker reads only those whose contact person they are. The association reads none.
    """
    me = current_person()
    if me.authority_id is None:
        return statement.where(sa.false())
    mine = sa.literal(me.authority_id, sa.Uuid())
    if AUTHORITY_ROLES.isdisjoint(me.roles):
        statement = statement.where(Participation.key_worker_id == me.account_id)
    return statement.where(
        sa.or_(Participation.controller_id == mine, consent_in_force(Participation.person_id.expression, mine, kinds))
    )


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
        )
    )
    if lock:
        chosen = chosen.with_for_update(of=Participation)
    chosen = chosen.execution_options(populate_existing=True)
    found: Participation | None = session.scalars(visible_participations(chosen)).one_or_none()
    if found is None:
        raise NotFound
    return found


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


# The list ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to. `words` are parts of a name, `number` a participant's number without its prefix."""

    status: ParticipationState | None = None
    worker: uuid.UUID | None = None
    municipality: str | None = None
    words: tuple[str, ...] = ()
    number: int | None = None
    identity_index: bytes | None = None
    without_contact: bool = False
    """Open, and no next contact set."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and how many there are in all."""

    rows: Sequence[Any]
    total: int


def list_participations(chosen: Chosen, *, page: int = 1) -> Page:
    """A page of participations in Swedish order of names, those without a name last; logged before it is shown.

    Rows: id, number, state, started_on, ended_on, next_contact_on, given_name, family_name, municipality, worker,
    person_id. No identity number is ever in a list.
    """
    values = {f"word{place}": _like(word) for place, word in enumerate(chosen.words[:MAX_WORDS])}
    values |= {
        name: value
        for name in ("status", "worker", "municipality", "identity_index")
        if (value := getattr(chosen, name)) is not None
    }
    conditions = {"without_contact"} if chosen.without_contact else set()
    if chosen.number is not None:
        values["number"] = f"%-{chosen.number:04d}"
    statement = visible_participations(_list(frozenset({*values, *conditions})))
    rows = session.execute(statement, values | {"offset": (page - 1) * PAGE_SIZE}).all()
    record_access(
        Action.SEARCH if chosen.words or chosen.number is not None or chosen.identity_index else Action.LIST,
        subject_ids=[row.person_id or row.id for row in rows],
        fields="list",
    )
    return Page(rows, rows[0].total if rows else 0)


@cache
def _list(conditions: frozenset[str]) -> "sa.Select[*tuple[Any, ...]]":
    """The list's one statement for these conditions, built once a process; who may read it is added for each reader."""
    statement = (
        sa.select(
            Participation.id,
            Participation.number,
            Participation.state,
            Participation.started_on,
            Participation.ended_on,
            Participation.next_contact_on,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            SubprojectMunicipality.name.label("municipality"),
            Staff.name.label("worker"),
            sa.func.count().over().label("total"),
        )
        .select_from(Participation)
        .outerjoin(Person, Person.id == Participation.person_id)
        .outerjoin(Staff, Staff.account_id == Participation.key_worker_id)
        .outerjoin(
            SubprojectMunicipality,
            sa.and_(
                SubprojectMunicipality.subproject_id == Participation.subproject_id,
                SubprojectMunicipality.code == Participation.municipality_code,
            ),
        )
        .order_by(sa.collate(Person.sort_key, "C").asc().nulls_last(), Participation.number, Participation.id)
        .limit(PAGE_SIZE)
        .offset(sa.bindparam("offset", type_=sa.Integer()))
    )
    if "status" not in conditions:
        statement = statement.where(Participation.state != ParticipationState.MISREGISTERED)
    return statement.where(*(_condition(name) for name in sorted(conditions)))


def _condition(name: str) -> sa.ColumnElement[bool]:
    given: sa.BindParameter[Any] = sa.bindparam(name)
    if name.startswith("word"):
        return Person.search_key.like(sa.func.ext.sv_fold(given), escape="\\")
    columns: dict[str, sa.ColumnElement[bool]] = {
        "status": Participation.state == given,
        "worker": Participation.key_worker_id == sa.bindparam("worker", type_=sa.Uuid()),
        "municipality": Participation.municipality_code == given,
        "identity_index": Person.identity_index == given,
        "number": Participation.number.like(given),
        "without_contact": _without_contact(),
    }
    return columns[name]


def _without_contact() -> sa.ColumnElement[bool]:
    is_open = Participation.state.in_(sorted(OPEN_STATES))
    return sa.and_(is_open, Participation.person_id.is_not(None), Participation.next_contact_on.is_(None))


def _like(word: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{escaped}%"


def list_workers_of_list() -> list[tuple[str, str]]:
    """(account id, name) of the contact persons of the participations the signed-in person may read."""
    theirs = visible_participations(sa.select(Participation.key_worker_id))
    chosen = (
        sa.select(Staff.account_id, Staff.name)
        .where(Staff.account_id.in_(theirs))
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return [(str(row.account_id), row.name) for row in session.execute(chosen)]


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


@dataclass(frozen=True, slots=True)
class Caseload:
    """How many the signed-in person may read, and how many of them stand without a next contact."""

    active: int
    paused: int
    without_contact: int


def count_caseload() -> Caseload:
    """Counts that link to the list."""
    state = Participation.state
    chosen = sa.select(
        sa.func.count().filter(state == ParticipationState.ACTIVE),
        sa.func.count().filter(state == ParticipationState.PAUSED),
        sa.func.count().filter(_without_contact()),
    ).select_from(Participation)
    return Caseload(*session.execute(visible_participations(chosen)).one())
