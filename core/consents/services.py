"""Registers and withdraws consent: to share information between authorities (OSL 10 kap. 1 §, 12 kap. 2 §), and to publish."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core import files
from core.audit import Action, record_access
from core.clock import today
from core.consents.errors import ConsentWithdrawn
from core.consents.holding import list_other_holders
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.consents.queries import find_consent, find_consent_sent, find_person_of, get_consent_row, list_authorities
from core.consents.terms import ConsentKind, DataKind, GivenBy
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.file_kinds import Examined
from core.i18n import _, _l
from core.participants.choices import has_agreement
from core.persons.queries import visible_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How a consent was taken, and how long it holds. None is what a form has left empty, and is refused.

    `scan` is the signed form. `form_token` names one sending of the form.
    """

    given_by: GivenBy | None
    witness: str = ""
    given_on: dt.date | None
    until: dt.date | None
    scan: Examined | None = None
    form_token: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Taken):
    """What somebody allows authorities to learn: which of them, which kinds of data, and for what."""

    authority_ids: frozenset[uuid.UUID]
    data_kinds: frozenset[DataKind]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity(Taken):
    """What somebody allows to be published, and where."""

    scope: str


def register_consent(*, person_id: uuid.UUID, given: Given) -> Consent:
    """Keep what the person allows; the same form sent twice gives the one consent.

    Raises NotFound for a person who is not theirs to see, Invalid with every fault at once.
    """
    _open(person_id)
    sent = _sent_before(person_id, given)
    if sent is not None:
        return sent
    _check(_faults(given) | _faults_taken(given) | own_named_fault(person_id, given.authority_ids))
    rows = [ConsentAuthority(authority_id=one) for one in given.authority_ids]
    kinds = [ConsentDataKind(data_kind=one) for one in given.data_kinds]
    return _keep(_consent(person_id, given, ConsentKind.INFORMATION, purpose=given.purpose), given, [*rows, *kinds])


def register_publicity(*, person_id: uuid.UUID, given: Publicity) -> Consent:
    """Keep what may be published about the person, and where. It says nothing of what authorities may learn."""
    _open(person_id)
    sent = _sent_before(person_id, given)
    if sent is not None:
        return sent
    _check({"scope": "" if given.scope.strip() else NEEDS_SCOPE} | _faults_taken(given))
    return _keep(_consent(person_id, given, ConsentKind.PUBLICITY, scope=given.scope), given, [])


def _consent(person_id: uuid.UUID, taken: Taken, kind: ConsentKind, **says: str) -> Consent:
    me = current_person()
    return Consent(
        id=new_id(),
        person_id=person_id,
        kind=kind,
        given_by=taken.given_by,
        witness=taken.witness,
        given_on=taken.given_on,
        until=taken.until,
        holder_id=me.authority_id,
        form_token=taken.form_token,
        registered_by=me.account_id,
        **says,
    )


def _keep(consent: Consent, taken: Taken, covered: Sequence[ConsentAuthority | ConsentDataKind]) -> Consent:
    """The consent, what it covers and the scan of it, or the one that the same sending has made a moment ago."""
    try:
        with session.begin_nested():
            session.add(consent)
            session.flush()
            for row in covered:
                row.consent_id = consent.id
            session.add_all(covered)
            if taken.scan is not None:
                consent.file_id = files.store(
                    purpose=PURPOSE,
                    subject_id=consent.id,
                    file=taken.scan,
                    person_id=consent.person_id,
                    owner_id=consent.holder_id,
                ).id
    except IntegrityError:
        sent = _sent_before(consent.person_id, taken)
        if sent is None:
            raise
        return sent
    return consent


def withdraw_consent(*, consent_id: uuid.UUID, how: str = "") -> Consent:
    """The person takes the consent back: nothing is shared or published on it from the next request on.

    What was shared stays with its controller. `how` is what the staff wrote about it. Whoever may know the person may note
    it, so that nobody is sent elsewhere. Raises NotFound, or ConsentWithdrawn when it was done before.
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
    consent.withdrawn_on, consent.withdrawn_how, consent.withdrawn_by = today(), how, current_person().account_id
    session.flush()
    return consent


def list_subjects(consent_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a consent, for the access log. Raises NotFound for whom the signed-in person may not know."""
    person_id = find_person_of(consent_id)
    if person_id is None or not visible_ids({person_id}):
        raise NotFound
    return [person_id]


def list_subjects_of_scan(consent_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The same, for the signed form: it is read by the authority that keeps it. Raises NotFound."""
    subjects = list_subjects(consent_id)
    if get_consent_row(consent_id).holder_id != current_person().authority_id:
        raise NotFound
    return subjects


PURPOSE = "consent"
files.guard(PURPOSE, list_subjects_of_scan)


def _open(person_id: uuid.UUID) -> None:
    """Log the deed and make sure that the person is theirs to see."""
    if not visible_ids({person_id}):
        raise NotFound
    record_access(Action.WRITE, subject_ids=[person_id], fields="consent")


def _sent_before(person_id: uuid.UUID, given: Taken) -> Consent | None:
    sent = find_consent_sent(given.form_token) if given.form_token else None
    if sent is not None and sent.person_id != person_id:
        raise Conflict(_("The form belongs to another page. Open it anew."))
    return sent


NEEDS_AUTHORITY = _l("Choose at least one authority")
NEEDS_DATA_KIND = _l("Choose at least one kind of data")
NEEDS_PURPOSE = _l("Write what the information is to be used for")
NEEDS_WAY = _l("Choose how the consent was given")
NEEDS_DAY = _l("Write the day it was given")
NEEDS_END = _l("Write the last day it holds")
NEEDS_WITNESS = _l("Write who heard the person give the consent")
GIVEN_LATER = _l("The consent cannot be given later than today")
ENDS_BEFORE = _l("The last day cannot be before the day the consent was given")
HAS_ENDED = _l("The consent would already have ended. Choose a later last day.")


NEEDS_SCOPE = _l("Write what may be published, and where")


def _check(faults: Mapping[str, object]) -> None:
    found = {field: message for field, message in faults.items() if message}
    if found:
        raise Invalid(found)


def _faults(given: Given) -> dict[str, object]:
    return {
        "authorities": _authority_fault(given.authority_ids, today()),
        "data_kinds": "" if given.data_kinds else NEEDS_DATA_KIND,
        "purpose": "" if given.purpose.strip() else NEEDS_PURPOSE,
    }


def _faults_taken(taken: Taken) -> dict[str, object]:
    day = today()
    given_on, until = taken.given_on, taken.until
    return {
        "given_by": "" if taken.given_by else NEEDS_WAY,
        "witness": NEEDS_WITNESS if taken.given_by == GivenBy.ORAL and not taken.witness.strip() else "",
        "given_on": NEEDS_DAY if given_on is None else GIVEN_LATER if given_on > day else "",
        "until": _fault_of_end(given_on, until, day),
    }


def _fault_of_end(given_on: dt.date | None, until: dt.date | None, day: dt.date) -> object:
    if until is None:
        return NEEDS_END
    if given_on is not None and until < given_on:
        return ENDS_BEFORE
    return HAS_ENDED if until < day else ""


def own_named_fault(person_id: uuid.UUID, authority_ids: Collection[uuid.UUID]) -> dict[str, object]:
    """Nobody opens another authority's data to themselves: who reads a person only as contact person cannot name their own."""
    mine = current_person().authority_id
    holders = list_other_holders(person_id) if mine in authority_ids else []
    if not holders:
        return {}
    return {
        "authorities": _(
            "You read this person as contact person, and the data are kept by %(holders)s. Somebody there registers a consent "
            "that names your own authority.",
            holders=", ".join(holders),
        )
    }


def _authority_fault(authority_ids: Collection[uuid.UUID], day: dt.date) -> object:
    if not authority_ids:
        return NEEDS_AUTHORITY
    may_learn = {authority.id for authority in list_authorities() if has_agreement(authority, day)}
    if set(authority_ids) <= may_learn:
        return ""
    return _("One of the authorities has no processing agreement in force and cannot be chosen")
