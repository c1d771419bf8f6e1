"""Finds persons. The two that look for doubles see everyone in the tenant: what they find is shown to nobody before
`visible_persons` has said who of them the signed-in person may know."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from core.context import current_person
from core.crypto import blind_index, unseal
from core.db import session
from core.identity_numbers import written
from core.participants.models import Participation, Person
from core.participants.queries import visible_participations
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals

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
    """The person with these twelve digits, whoever registered them."""
    found: Person | None = session.scalar(sa.select(Person).where(Person.identity_index == identity_index(digits)))
    return found


def find_similar_persons(*, given_name: str, family_name: str, birth_date: dt.date) -> Sequence[Person]:
    """Persons born that day with the same name, letter case and accents aside; oldest registration first."""
    folded = sa.func.ext.sv_fold(f"{given_name} {family_name}")
    return (
        session.scalars(
            sa.select(Person)
            .where(Person.birth_date == birth_date, Person.search_key == folded)
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
