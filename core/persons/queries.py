"""Finds persons. The two that look for doubles see everyone in the tenant: what they find is shown to nobody before
`visible_persons` has said who of them the signed-in person may know."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.context import current_person
from core.crypto import blind_index, unseal
from core.db import session
from core.errors import NotFound
from core.identity_numbers import written
from core.participants.models import Participation, Person, PersonMerge, Staff
from core.participants.queries import visible_participations
from core.participants.terms import AUTHORITY_ROLES, ParticipationState
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")

IDENTITY_NUMBER = "identity_number"
"""Column of the sealed twelve digits, and the purpose of their blind index."""


def identity_index(digits: str) -> bytes:
    """The keyed hash by which twelve digits are found in this tenant."""
    return blind_index(digits, purpose=IDENTITY_NUMBER)


def identity_number(person: Person) -> str | None:
    """The number as it is read, YYYYMMDD-NNNN; None for a temporary identity."""
    digits = opened(person, IDENTITY_NUMBER)
    return written(digits) if digits else None


def contact_details(person: Person) -> dict[str, str]:
    """address, phone and email in clear, those that are known."""
    found = {column: opened(person, column) for column in ("address", "phone", "email")}
    return {column: value for column, value in found.items() if value}


def opened(person: Person, column: str) -> str | None:
    """A sealed column of a person in clear: identity_number, address, phone or email."""
    sealed: bytes | None = getattr(person, column)
    return None if sealed is None else unseal(sealed, table=Person.__tablename__, column=column, row=person.id)


def find_person_by_number(digits: str) -> Person | None:
    """The person with these twelve digits, whoever registered them; of a record put together with another, the other."""
    found: Person | None = session.scalar(sa.select(Person).where(Person.identity_index == identity_index(digits)))
    while found is not None and found.merged_into is not None:
        found = session.get(Person, found.merged_into)
    return found


def find_similar_persons(*, given_name: str, family_name: str, birth_date: dt.date) -> Sequence[Person]:
    """Persons born that day with the same name, letter case and accents aside; oldest registration first."""
    folded = sa.func.ext.sv_fold(f"{given_name} {family_name}")
    return (
        session.scalars(
            sa.select(Person)
            .where(Person.birth_date == birth_date, Person.search_key == folded, Person.merged_into.is_(None))
            .order_by(Person.created_at, Person.id)
        )
        .unique()
        .all()
    )


def visible_persons(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Narrow a select of Person to those of whom the signed-in person may read a referral or a participation."""
    if current_person().authority_id is None:
        return statement.where(sa.false())
    referral = sa.select(Referral.id).where(Referral.person_id == Person.id)
    participation = sa.select(Participation.id).where(Participation.person_id == Person.id)
    return statement.where(sa.or_(visible_referrals(referral).exists(), visible_participations(participation).exists()))


def visible_ids(person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the persons whom the signed-in person may know."""
    if not person_ids:
        return set()
    return set(session.scalars(visible_persons(sa.select(Person.id).where(Person.id.in_(person_ids)))))


def open_person(person_id: uuid.UUID, *, fields: str, action: Action = Action.READ) -> Person:
    """The person, once the access log has its row. `fields` are the classes of data the page shows. Raises NotFound."""
    if not visible_ids({person_id}):
        raise NotFound
    record_access(action, subject_ids=[person_id], fields=fields)
    found: Person = session.scalars(sa.select(Person).where(Person.id == person_id)).one()
    return found


def list_subjects(person_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person, for the access log. Raises NotFound for whom the signed-in person may not know."""
    if not visible_ids({person_id}):
        raise NotFound
    return [person_id]


def find_latest_participation(person_id: uuid.UUID) -> uuid.UUID | None:
    """The participation that began last, of those the signed-in person may read."""
    chosen = (
        sa.select(Participation.id)
        .where(Participation.person_id == person_id, Participation.state != ParticipationState.MISREGISTERED)
        .order_by(Participation.started_on.desc(), Participation.id.desc())
        .limit(1)
    )
    found: uuid.UUID | None = session.scalar(visible_participations(chosen))
    return found


Column = sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]


def is_our_writing(*, owner_id: Column, person_id: Column, author: Column) -> sa.ColumnElement[bool]:
    """Whether a row about a person is the signed-in person's to read: what their own authority wrote.

    A delprojektledare or party representative reads the whole authority's, a case worker what is about those they
    work with, anybody else what they wrote themselves. Other authorities get a copy when it is handed over.
    """
    me = current_person()
    if me.authority_id is None:
        return sa.false()
    ours = owner_id == me.authority_id
    if not AUTHORITY_ROLES.isdisjoint(me.roles):
        return ours
    if "case_worker" in me.roles:
        return sa.and_(ours, is_my_participant(person_id))
    return sa.and_(ours, author == me.account_id)


def is_my_participant(person_id: Column) -> sa.ColumnElement[bool]:
    """Whether the signed-in person works with the person, or was contact person when the participation ended."""
    led = sa.and_(Participation.person_id == person_id, is_mine(), Participation.state != ParticipationState.MISREGISTERED)
    return sa.select(sa.literal(1)).select_from(Participation).where(led).exists()


# Records that may be the same person ------------------------------------------------------------------------------------


class Likeness(StrEnum):
    """Why two records may be the same person."""

    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    BIRTH_DATE = "birth_date"
    NAME = "name"


ALIKE = 0.45
"""How alike two names are (trigrams, 0 to 1) when the birth date is the same: Eva Ek and Eva Ek-Lund."""
MOST_DOUBLES = 20


def list_possible_doubles(person: Person) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """Others whom the signed-in person may know and who may be the same: rows (Person, likeness), the most alike first."""
    same_name = Person.search_key == person.search_key
    same_day = Person.birth_date == person.birth_date if person.birth_date else sa.false()
    likeness = sa.case(
        (sa.and_(same_name, same_day), Likeness.NAME_AND_BIRTH_DATE.value),
        (same_day, Likeness.BIRTH_DATE.value),
        else_=Likeness.NAME.value,
    ).label("likeness")
    alike = sa.func.ext.similarity(Person.search_key, person.search_key) >= ALIKE
    unknown_day = sa.true() if person.birth_date is None else Person.birth_date.is_(None)
    statement = (
        sa.select(Person, likeness)
        .where(Person.id != person.id, Person.merged_into.is_(None))
        .where(sa.or_(sa.and_(same_day, alike), sa.and_(same_name, unknown_day)))
        .order_by(sa.desc(same_day), sa.desc(same_name), sa.collate(Person.sort_key, "C"), Person.id)
        .limit(MOST_DOUBLES)
    )
    return session.execute(visible_persons(statement)).all()


def visible_merges(statement: Statement) -> Statement:
    """Narrow a select of PersonMerge to those of which a referral or participation that was moved is the reader's to see.

    Who only came to know the person afterwards, or knows them by the other record, is told nothing of what it was called.
    """
    moved, both = PersonMerge.moved, (PersonMerge.kept_id, PersonMerge.gone_id)

    def is_moved(table: type[Referral] | type[Participation]) -> sa.Select[Any]:
        ids = sa.cast(table.id, sa.Text)
        return sa.select(table.id).where(table.person_id.in_(both), moved[table.__tablename__].has_key(ids))

    referral, participation = visible_referrals(is_moved(Referral)), visible_participations(is_moved(Participation))
    return statement.where(sa.or_(referral.exists(), participation.exists()))


def list_merges(person_id: uuid.UUID) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """Rows (PersonMerge, given_name, family_name of the other record, by_name), newest first; for a page that is logged."""
    statement = (
        sa.select(PersonMerge, Person.given_name, Person.family_name, Staff.name.label("by_name"))
        .join(Person, Person.id == PersonMerge.gone_id)
        .outerjoin(Staff, Staff.account_id == PersonMerge.by_account)
        .where(PersonMerge.kept_id == person_id)
        .order_by(PersonMerge.at.desc(), PersonMerge.id.desc())
    )
    return session.execute(visible_merges(statement)).all()


def record_shown(person_ids: Sequence[uuid.UUID]) -> None:
    """The access log's row for the records that stand beside the one that was asked about."""
    if person_ids:
        record_access(Action.SEARCH, subject_ids=list(person_ids), fields="identity", reason="double")


@dataclass(frozen=True, slots=True)
class Belongings:
    """How many referrals and participations of a record the signed-in person may read."""

    referrals: int
    participations: int


def count_belongings(person_id: uuid.UUID) -> Belongings:
    """For a comparison; the person's page is logged by whoever opened it."""
    referrals = sa.select(sa.func.count()).select_from(Referral).where(Referral.person_id == person_id)
    participations = sa.select(sa.func.count()).select_from(Participation).where(Participation.person_id == person_id)
    return Belongings(
        session.scalar(visible_referrals(referrals)) or 0, session.scalar(visible_participations(participations)) or 0
    )
