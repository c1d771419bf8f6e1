"""Registers and withdraws consent to share information between authorities (OSL 10 kap. 1 §, 12 kap. 2 §)."""

import datetime as dt
import uuid
from collections.abc import Collection

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


def register_consent(
    *,
    person_id: uuid.UUID,
    authority_ids: Collection[uuid.UUID],
    data_kinds: Collection[DataKind],
    purpose: str,
    given_by: GivenBy,
    witness: str,
    given_on: dt.date,
    until: dt.date,
    form_token: uuid.UUID | None = None,
) -> Consent:
    """What the person allows: which authorities may learn which kinds of data, why, and until when.

    Raises NotFound for a person who is not theirs to see, Invalid with every fault at once.
    """
    _open(person_id)
    sent = find_consent_sent(form_token) if form_token else None
    if sent is not None:
        return _same_person(sent, person_id)
    _check(authority_ids, data_kinds, purpose, given_by, witness, given_on, until)
    consent = Consent(
        id=new_id(),
        person_id=person_id,
        kind=ConsentKind.INFORMATION,
        purpose=purpose,
        given_by=given_by,
        witness=witness,
        given_on=given_on,
        until=until,
        form_token=form_token,
        registered_by=current_person().account_id,
    )
    try:
        with session.begin_nested():
            session.add(consent)
            session.flush()
            session.add_all(ConsentAuthority(consent_id=consent.id, authority_id=one) for one in set(authority_ids))
            session.add_all(ConsentDataKind(consent_id=consent.id, data_kind=one) for one in set(data_kinds))
    except IntegrityError:
        sent = find_consent_sent(form_token) if form_token else None
        if sent is None:
            raise
        return _same_person(sent, person_id)
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


def _same_person(sent: Consent, person_id: uuid.UUID) -> Consent:
    if sent.person_id != person_id:
        raise Conflict(_("The form belongs to another page. Open it anew."))
    return sent


NEEDS_AUTHORITY = _l("Choose at least one authority")
NEEDS_DATA_KIND = _l("Choose at least one kind of data")
NEEDS_PURPOSE = _l("Write what the information is to be used for")
NEEDS_WITNESS = _l("Write who heard the person give the consent")
GIVEN_LATER = _l("The consent cannot be given later than today")
ENDS_BEFORE = _l("The last day cannot be before the day the consent was given")
HAS_ENDED = _l("The consent would already have ended. Choose a later last day.")


def _check(
    authority_ids: Collection[uuid.UUID],
    data_kinds: Collection[DataKind],
    purpose: str,
    given_by: GivenBy,
    witness: str,
    given_on: dt.date,
    until: dt.date,
) -> None:
    day = today()
    faults: dict[str, object] = {
        "authorities": _authority_fault(authority_ids, day),
        "data_kinds": "" if data_kinds else NEEDS_DATA_KIND,
        "purpose": "" if purpose.strip() else NEEDS_PURPOSE,
        "witness": NEEDS_WITNESS if given_by == GivenBy.ORAL and not witness.strip() else "",
        "given_on": GIVEN_LATER if given_on > day else "",
        "until": ENDS_BEFORE if until < given_on else HAS_ENDED if until < day else "",
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
