"""Registers and withdraws consent to share information between authorities (OSL 10 kap. 1 §, 12 kap. 2 §)."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.audit import Action, record_access
from core.clock import today
from core.consents.errors import ConsentWithdrawn
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.consents.queries import find_consent, find_consent_sent, find_person_of, list_authorities
from core.consents.terms import ConsentKind, DataKind, GivenBy
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.i18n import _, _l
from core.participants.choices import has_agreement
from core.persons.queries import visible_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody allows: which authorities may learn which kinds of data, for what, and until when.

    `form_token` names one sending of the form.
    """

    authority_ids: frozenset[uuid.UUID]
    data_kinds: frozenset[DataKind]
    purpose: str
    given_by: GivenBy
    witness: str = ""
    given_on: dt.date
    until: dt.date
    form_token: uuid.UUID | None = None


def register_consent(*, person_id: uuid.UUID, given: Given) -> Consent:
    """Keep what the person allows; the same form sent twice gives the one consent.

    Raises NotFound for a person who is not theirs to see, Invalid with every fault at once.
    """
    _open(person_id)
    sent = _sent_before(person_id, given)
    if sent is not None:
        return sent
    _check(given)
    consent = Consent(
        id=new_id(),
        person_id=person_id,
        kind=ConsentKind.INFORMATION,
        purpose=given.purpose,
        given_by=given.given_by,
        witness=given.witness,
        given_on=given.given_on,
        until=given.until,
        form_token=given.form_token,
        registered_by=current_person().account_id,
    )
    try:
        with session.begin_nested():
            session.add(consent)
            session.flush()
            session.add_all(ConsentAuthority(consent_id=consent.id, authority_id=one) for one in given.authority_ids)
            session.add_all(ConsentDataKind(consent_id=consent.id, data_kind=one) for one in given.data_kinds)
    except IntegrityError:
        sent = _sent_before(person_id, given)
        if sent is None:
            raise
        return sent
    return consent


def withdraw_consent(*, consent_id: uuid.UUID) -> Consent:
    """The person takes the consent back: nothing is shared on it from the next request on.

    What was shared stays with its controller. Raises NotFound, or ConsentWithdrawn when it was done before.
    """
    person_id = find_person_of(consent_id)
    if person_id is None:
        raise NotFound
    _open(person_id)
    consent = find_consent(consent_id)
    if consent is None:
        raise NotFound
    if consent.withdrawn_on is not None:
        raise ConsentWithdrawn
    consent.withdrawn_on = today()
    session.flush()
    return consent


def _open(person_id: uuid.UUID) -> None:
    """Log the deed and make sure that the person is theirs to see."""
    if not visible_ids({person_id}):
        raise NotFound
    record_access(Action.WRITE, subject_ids=[person_id], fields="consent")


def _sent_before(person_id: uuid.UUID, given: Given) -> Consent | None:
    sent = find_consent_sent(given.form_token) if given.form_token else None
    if sent is not None and sent.person_id != person_id:
        raise Conflict(_("The form belongs to another page. Open it anew."))
    return sent


NEEDS_AUTHORITY = _l("Choose at least one authority")
NEEDS_DATA_KIND = _l("Choose at least one kind of data")
NEEDS_PURPOSE = _l("Write what the information is to be used for")
NEEDS_WITNESS = _l("Write who heard the person give the consent")
GIVEN_LATER = _l("The consent cannot be given later than today")
ENDS_BEFORE = _l("The last day cannot be before the day the consent was given")
HAS_ENDED = _l("The consent would already have ended. Choose a later last day.")


def _check(given: Given) -> None:
    day = today()
    faults: dict[str, object] = {
        "authorities": _authority_fault(given.authority_ids, day),
        "data_kinds": "" if given.data_kinds else NEEDS_DATA_KIND,
        "purpose": "" if given.purpose.strip() else NEEDS_PURPOSE,
        "witness": NEEDS_WITNESS if given.given_by == GivenBy.ORAL and not given.witness.strip() else "",
        "given_on": GIVEN_LATER if given.given_on > day else "",
        "until": ENDS_BEFORE if given.until < given.given_on else HAS_ENDED if given.until < day else "",
    }
    found = {field: message for field, message in faults.items() if message}
    if found:
        raise Invalid(found)


def _authority_fault(authority_ids: Collection[uuid.UUID], day: dt.date) -> object:
    if not authority_ids:
        return NEEDS_AUTHORITY
    may_learn = {authority.id for authority in list_authorities() if has_agreement(authority, day)}
    if set(authority_ids) <= may_learn:
        return ""
    return _("One of the authorities has no processing agreement in force and cannot be chosen")
