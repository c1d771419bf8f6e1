"""Reads participations, and who may read them. Every read and write of a participation goes through `visible_participations`."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from core.audit import Action, record_access
from core.clock import today
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.consents.terms import ConsentKind, DataKind
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.participants.models import Participation, Person, Staff, SubprojectMunicipality
from core.participants.terms import AUTHORITY_ROLES, PARTICIPATION_KINDS, ParticipationState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
PAGE_SIZE = 50
MAX_WORDS = 6
_NUMBER = re.compile(r"(?:[A-Za-zÅÄÖåäö]{1,10}-?)?(\d{1,6})")

# Filled in when the statement runs, so that a statement is built once and serves everyone.
_my_authority = sa.bindparam("my_authority", callable_=lambda: current_person().authority_id, type_=sa.Uuid())
_my_account = sa.bindparam("my_account", callable_=lambda: current_person().account_id, type_=sa.Uuid())
_reads_whole_authority = sa.bindparam(
    "reads_whole_authority", callable_=lambda: not AUTHORITY_ROLES.isdisjoint(current_person().roles), type_=sa.Boolean()
)
_today = sa.bindparam("business_day", callable_=today, type_=sa.Date())


def visible_participations(statement: Statement, kinds: Sequence[DataKind] = PARTICIPATION_KINDS) -> Statement:
    """Narrow a select of Participation to what the signed-in person may read.

    The controller's own staff read it; staff of another authority only while a consent in force names that authority
    and one of `kinds`. A case worker reads only those whose contact person they are. The association reads none.
    """
    return statement.where(
        sa.or_(_reads_whole_authority, Participation.key_worker_id == _my_account),
        sa.or_(
            Participation.controller_id == _my_authority,
            consent_in_force(Participation.person_id, _my_authority, kinds),
        ),
    )


def consent_in_force(person_id: Any, authority_id: sa.ColumnElement[Any], kinds: Sequence[DataKind]) -> sa.ColumnElement[bool]:
    """Whether a consent to share information covers the authority and one of the kinds of data today.

    A consent that was withdrawn today no longer holds: sharing stops at the next request.
    """
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(Consent)
        .join(ConsentAuthority, ConsentAuthority.consent_id == Consent.id)
        .join(ConsentDataKind, ConsentDataKind.consent_id == Consent.id)
        .where(
            Consent.person_id == person_id,
            Consent.kind == ConsentKind.INFORMATION,
            Consent.given_on <= _today,
            Consent.until >= _today,
            sa.or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > _today),
            ConsentAuthority.authority_id == authority_id,
            ConsentDataKind.data_kind.in_(kinds),
        )
        .correlate_except(Consent, ConsentAuthority, ConsentDataKind)
    )


def consent_covers(person_id: uuid.UUID, authority_id: uuid.UUID, kinds: Sequence[DataKind] = PARTICIPATION_KINDS) -> bool:
    """Whether the person has allowed that this authority learns these kinds of data."""
    covered = consent_in_force(sa.literal(person_id, sa.Uuid()), sa.literal(authority_id, sa.Uuid()), kinds)
    return bool(session.scalar(sa.select(covered)))


# One participation ------------------------------------------------------------------------------------------------------


def read_participation(participation_id: uuid.UUID) -> Participation:
    """The participation with person, controller, contact person and delprojekt, once the access log has its row.

    Raises NotFound for what is not there or not theirs to see.
    """
    _log(participation_id, Action.READ)
    return _one(participation_id, lock=False)


def get_for_change(participation_id: uuid.UUID) -> Participation:
    """The same, logged as a change and locked until the request is over: two changes come one after the other."""
    _log(participation_id, Action.WRITE)
    return _one(participation_id, lock=True)


def _log(participation_id: uuid.UUID, action: Action) -> None:
    chosen = sa.select(Participation.person_id).where(Participation.id == participation_id)
    row = session.execute(visible_participations(chosen)).one_or_none()
    if row is None:
        raise NotFound
    record_access(action, subject_ids=[row.person_id or participation_id], fields="participation")


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
        chosen = chosen.with_for_update(of=Participation).execution_options(populate_existing=True)
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


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and how many there are in all."""

    rows: Sequence[sa.Row[Any]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        """The ordinal of the first row; 0 when there is none."""
        return (self.number - 1) * PAGE_SIZE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The ordinal of the last row."""
        return (self.number - 1) * PAGE_SIZE + len(self.rows)


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
    if chosen.number is not None:
        values["number"] = f"%-{chosen.number:04d}"
    rows = session.execute(_list(frozenset(values)), values | {"offset": (page - 1) * PAGE_SIZE}).all()
    record_access(
        Action.SEARCH if chosen.words or chosen.number is not None or chosen.identity_index else Action.LIST,
        subject_ids=[row.person_id or row.id for row in rows],
        fields="list",
    )
    return Page(rows, rows[0].total if rows else 0, page)


@cache
def _list(conditions: frozenset[str]) -> "sa.Select[*tuple[Any, ...]]":
    """The list's one statement for these conditions, built once a process."""
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
    return visible_participations(statement.where(*(_condition(name) for name in sorted(conditions))))


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
    }
    return columns[name]


def _like(word: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{escaped}%"


def number_typed(text: str) -> int | None:
    """301 of "ROS-0301", "ros301" or "301"; None when the text is no participant's number."""
    match = _NUMBER.fullmatch(text.replace(" ", ""))
    return int(match.group(1)) if match else None


def list_workers_of_list() -> list[tuple[str, str]]:
    """(account id, name) of the contact persons of the participations the signed-in person may read."""
    theirs = visible_participations(sa.select(Participation.key_worker_id))
    chosen = (
        sa.select(Staff.account_id, Staff.name)
        .where(Staff.account_id.in_(theirs))
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return [(str(row.account_id), row.name) for row in session.execute(chosen)]
