"""Registers persons: numbers and contact details sealed, the number found again by its blind index only."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.audit import Action, record_access
from core.crypto import seal
from core.db import new_id, session
from core.identity_numbers import Identity
from core.participants.models import Person
from core.participants.terms import IdentityKind
from core.persons.errors import Match, PersonKnown, PersonMayBeKnown, PersonNotFree
from core.persons.queries import (
    IDENTITY_NUMBER,
    find_person_by_number,
    find_similar_persons,
    identity_index,
    visible_ids,
)
from core.referrals.queries import list_latest_referrals


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """How to reach somebody; kept sealed. Empty means not known."""

    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who is referred, as it was typed. `identity` is read by core.identity_numbers."""

    given_name: str
    family_name: str
    identity: Identity
    municipality_code: str | None
    contact: ContactDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """The answer to PersonMayBeKnown: it is this person."""

    person_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherPerson:
    """The answer to PersonMayBeKnown: it is none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TheRegistered:
    """The answer to a number that somebody has whom one may not know: it is that person, whoever they are."""


Answer = SamePerson | AnotherPerson | TheRegistered | None


def find_or_register(*, applicant: Applicant, answer: Answer = None, takes_in: bool = False) -> Person:
    """The person meant: one that is registered and was chosen, or a new one. `takes_in`: who asks is intake staff.

    Raises PersonMayBeKnown when somebody registered may be the same and no answer was given; nothing is created then.
    """
    found, certain = _candidates(applicant)
    if not found:
        return _new_person(applicant)
    record_access(Action.SEARCH, subject_ids=[person.id for person in found], fields="identity", reason="double")
    known = visible_ids([person.id for person in found])
    if not certain and not known:
        return _new_person(applicant)  # a hint would tell whoever knows a name and a birth date who is in the register
    if isinstance(answer, SamePerson):
        same = [person for person in found if person.id == answer.person_id and person.id in known]
        if same:
            give_number(person=same[0], identity=applicant.identity)
            return same[0]
    joinable = certain and not known and takes_in
    if isinstance(answer, TheRegistered) and joinable:
        return found[0]
    if isinstance(answer, AnotherPerson) and not certain:
        return _new_person(applicant)
    raise PersonMayBeKnown(
        _matches([person for person in found if person.id in known], certain),
        hidden=certain and not known,
        certain=certain,
        joinable=joinable,
    )


def find_or_register_for_another(*, applicant: Applicant) -> Person:
    """For a referral that is sent to another authority: the person with this number, whoever registered them, or a new one.

    Who sends is neither asked nor told anything, whether the person is known or not; who receives it finds the doubles.
    """
    found = _find_by_number(applicant)
    if found is None:
        try:
            return _new_person(applicant)
        except PersonKnown:  # another request was first by a moment
            found = _find_by_number(applicant)
            if found is None:
                raise
    record_access(Action.SEARCH, subject_ids=[found.id], fields="identity", reason="double")
    return found


def _find_by_number(applicant: Applicant) -> Person | None:
    digits = applicant.identity.digits
    return find_person_by_number(digits) if digits else None


def register_person(
    *,
    given_name: str,
    family_name: str,
    identity: Identity,
    municipality_code: str | None,
    contact: ContactDetails | None = None,
) -> Person:
    """A new person of this tenant. Look for doubles first (core.persons.queries).

    Raises PersonKnown when the number is there, also when another request came first by a moment.
    """
    person = Person(
        id=new_id(),
        given_name=given_name,
        family_name=family_name,
        birth_date=identity.birth_date,
        sex=identity.sex,
        municipality_code=municipality_code,
        identity_kind=identity.kind,
    )
    _seal_number(person, identity)
    for column in ("address", "phone", "email"):
        value = getattr(contact or ContactDetails(), column)
        setattr(person, column, sealed_column(person.id, column, value) if value else None)
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        if is_double(error):
            raise PersonKnown from error
        raise
    return person


def give_number(*, person: Person, identity: Identity) -> None:
    """Somebody with a temporary identity has got a number. Raises PersonNotFree when it is another person's."""
    if person.identity_kind != IdentityKind.TEMPORARY or identity.digits is None:
        return
    try:
        with session.begin_nested():
            person.identity_kind, person.sex = identity.kind, identity.sex
            _seal_number(person, identity)
    except IntegrityError as error:
        if is_double(error):
            raise PersonNotFree from error
        raise


def sealed_column(person_id: uuid.UUID, column: str, value: str) -> bytes:
    """What is kept of an identity number, address, phone or e-mail."""
    return seal(value, table=Person.__tablename__, column=column, row=person_id)


def is_double(error: IntegrityError) -> bool:
    """Whether the database refused a second person with one number."""
    return "uq_person_identity_index" in str(error.orig)


def _seal_number(person: Person, identity: Identity) -> None:
    if identity.digits is None:
        person.identity_number = person.identity_index = None
        return
    person.identity_number = sealed_column(person.id, IDENTITY_NUMBER, identity.digits)
    person.identity_index = identity_index(identity.digits)


def _new_person(applicant: Applicant) -> Person:
    return register_person(
        given_name=applicant.given_name,
        family_name=applicant.family_name,
        identity=applicant.identity,
        municipality_code=applicant.municipality_code,
        contact=applicant.contact,
    )


def _candidates(applicant: Applicant) -> tuple[Sequence[Person], bool]:
    """Who may be the same person, and whether that is certain (the number is the same)."""
    identity = applicant.identity
    by_number = _find_by_number(applicant)
    if by_number is not None:
        return [by_number], True
    if identity.birth_date is None:
        return [], False
    similar = find_similar_persons(
        given_name=applicant.given_name, family_name=applicant.family_name, birth_date=identity.birth_date
    )
    return similar, False


def _matches(persons: Sequence[Person], certain: bool) -> list[Match]:
    referrals = list_latest_referrals([person.id for person in persons])
    return [
        Match(person.id, f"{person.given_name} {person.family_name}", person.birth_date, certain, referrals.get(person.id))
        for person in persons
    ]
