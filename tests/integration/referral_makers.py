"""Referrals for tests. Persons have temporary identities; numbers are official test numbers only."""

import datetime as dt
import itertools
import uuid
from typing import Any

from core.consents.models import Consent
from core.consents.services import Given, register_consent
from core.consents.terms import DataKind, GivenBy
from core.identity_numbers import Identity, temporary
from core.participants.terms import Sex
from core.persons.services import Answer, Applicant, ContactDetails
from core.referrals.models import Referral
from core.referrals.services import Arrival, move, register_referral
from core.referrals.terms import ArrivalWay, ReferralKind, ReferralState

RECEIVED = dt.date(2022, 9, 1)
_counted = itertools.count(1)


def applicant(**changes: Any) -> Applicant:
    """Somebody of working age in Täby with a name of their own."""
    values: dict[str, Any] = {
        "given_name": "Testa",
        "family_name": f"Testsson{next(_counted)}",
        "identity": someone(),
        "municipality_code": "0160",
        "contact": ContactDetails(),
    }
    return Applicant(**values | changes)


def someone(birth_date: dt.date = dt.date(1985, 5, 17)) -> Identity:
    """A temporary identity."""
    return temporary(birth_date=birth_date, sex=Sex.WOMAN)


def arrival(**changes: Any) -> Arrival:
    """A letter from Försäkringskassan."""
    values: dict[str, Any] = {
        "kind": ReferralKind.REFERRAL,
        "arrival_way": ArrivalWay.LETTER,
        "received_on": RECEIVED,
        "referring_party": "fk",
    }
    return Arrival(**values | changes)


def refer(
    who: Applicant | None = None, *, answer: Answer = None, form_token: uuid.UUID | None = None, **changes: Any
) -> Referral:
    """A referral registered by the person in scope."""
    return register_referral(applicant=who or applicant(), arrival=arrival(**changes), answer=answer, form_token=form_token)


def asked_for_more() -> Referral:
    """A referral that the person in scope has written here and that something is missing in."""
    made = refer(arrival_way=ArrivalWay.SYSTEM)
    return move(referral_id=made.id, to_state=ReferralState.TO_BE_COMPLETED, on_date=RECEIVED, reason="Något saknas")


def allow(person_id: uuid.UUID, *authority_ids: uuid.UUID, kind: DataKind = DataKind.REFERRAL, **changes: Any) -> Consent:
    """A consent until the end of the year."""
    values: dict[str, Any] = {
        "authority_ids": frozenset(authority_ids),
        "data_kinds": frozenset({kind}),
        "purpose": "Gemensam planering",
        "given_by": GivenBy.WRITTEN,
        "given_on": RECEIVED,
        "until": dt.date(2022, 12, 31),
    }
    return register_consent(person_id=person_id, given=Given(**values | changes))
