"""Takes in referrals and moves them along: each move is kept with its date, who did it and why."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.accounts.terms import Role
from core.audit import Action, record_access
from core.clock import today
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l
from core.participants.choices import find_authority, get_current_subproject, has_agreement
from core.participants.models import Person, Subproject, SubprojectMunicipality
from core.persons.errors import PersonKnown, PersonMayBeKnown
from core.persons.services import Answer, Applicant, find_or_register
from core.referrals.errors import MoveNotPossible, NoAgreement, ReferralChanged
from core.referrals.models import Referral, ReferralEvent
from core.referrals.queries import (
    find_latest_move,
    find_referral_sent,
    get_for_change,
    list_joined_municipalities,
)
from core.referrals.terms import REFERRAL_MOVES, AdmissionBreach, ArrivalWay, ReferralKind, ReferralState


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How the referral came, from whom."""

    kind: ReferralKind
    arrival_way: ArrivalWay
    received_on: dt.date
    referring_party: str
    referrer_name: str = ""
    referrer_contact: str = ""
    exception_reason: str = ""


def register_referral(
    *, applicant: Applicant, arrival: Arrival, answer: Answer = None, form_token: uuid.UUID | None = None
) -> Referral:
    """Take in a referral for the authority of the signed-in person, who may write on behalf of a case officer or the person.

    The same form sent twice gives the one referral. Raises PersonMayBeKnown when somebody registered may be the same and
    no answer was given (nothing is created), Invalid with every fault, NoAgreement.
    """
    sent = _sent_before(form_token)
    if sent is not None:
        return sent
    owner_id = _own_authority()
    subproject = get_current_subproject(today())
    _check(subproject, applicant, arrival)
    try:
        with session.begin_nested():
            person = find_or_register(applicant=applicant, answer=answer)
            referral = _add_referral(subproject, person, owner_id, applicant, arrival, form_token)
    except (IntegrityError, PersonKnown, PersonMayBeKnown):
        # Another request was first by a moment: the same form, or the same number.
        sent = _sent_before(form_token)
        if sent is None:
            raise
        return sent
    return referral


def move(
    *,
    referral_id: uuid.UUID,
    to_state: ReferralState,
    on_date: dt.date,
    reason: str = "",
    referred_to: str = "",
    version: int | None = None,
) -> Referral:
    """Move a referral by a step of the state table; `version` is the one the page was made of.

    A start is no move: it comes of core.participants. Raises NotFound, NotAllowed, ReferralChanged, MoveNotPossible, Invalid.
    """
    referral = get_for_change(referral_id)
    if not is_ours_to_move(referral):
        raise NotAllowed(_l("Only the authority that received the referral, or the sub-project manager, moves it on."))
    if version is not None and referral.version != version:
        raise ReferralChanged
    if to_state == ReferralState.STARTED:
        raise MoveNotPossible
    _check_move(referral, to_state, on_date, reason, referred_to)
    if to_state == ReferralState.REFERRED_ON:
        referral.referred_to = referred_to
    _step(referral, to_state, on_date, reason)
    return referral


def is_ours_to_move(referral: Referral) -> bool:
    """Consent lets another authority read a referral, never decide about it: that is the receiver's and the leader's."""
    person = current_person()
    return referral.owner_id == person.authority_id or Role.SUBPROJECT_MANAGER in person.roles


def offer_place(*, referral_id: uuid.UUID, on_date: dt.date, reason: str = "", version: int | None = None) -> Referral:
    """Offer a place; the start is made from the offer."""
    return move(referral_id=referral_id, to_state=ReferralState.OFFERED, on_date=on_date, reason=reason, version=version)


def withdraw(*, referral_id: uuid.UUID, on_date: dt.date, reason: str, version: int | None = None) -> Referral:
    """The person or the case officer takes it back."""
    return move(referral_id=referral_id, to_state=ReferralState.WITHDRAWN, on_date=on_date, reason=reason, version=version)


def refer_on(
    *, referral_id: uuid.UUID, on_date: dt.date, referred_to: str, reason: str = "", version: int | None = None
) -> Referral:
    """Help the person onward to somebody else: says to whom."""
    return move(
        referral_id=referral_id,
        to_state=ReferralState.REFERRED_ON,
        on_date=on_date,
        reason=reason,
        referred_to=referred_to,
        version=version,
    )


def mark_started(*, referral: Referral, on_date: dt.date) -> None:
    """The offered place was taken up. Called by core.participants when the participation is made; raises MoveNotPossible."""
    if ReferralState.STARTED not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise MoveNotPossible
    _step(referral, ReferralState.STARTED, on_date, "")


def find_breaches(
    subproject: Subproject,
    municipalities: Sequence[SubprojectMunicipality],
    *,
    birth_date: dt.date | None,
    municipality_code: str | None,
    received_on: dt.date,
) -> list[AdmissionBreach]:
    """Where somebody is outside the rule of admission on the day the referral was received."""
    breaches = [_age_breach(subproject, birth_date, received_on)]
    joined = {one.code: one.joined_on for one in municipalities}
    if municipality_code not in joined:
        breaches.append(AdmissionBreach.OTHER_MUNICIPALITY)
    elif (since := joined[municipality_code]) and since > received_on:
        breaches.append(AdmissionBreach.MUNICIPALITY_NOT_JOINED)
    return [breach for breach in breaches if breach]


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Whole years. Somebody born on 29 February turns on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _age_breach(subproject: Subproject, birth_date: dt.date | None, day: dt.date) -> AdmissionBreach | None:
    if birth_date is None:
        return AdmissionBreach.AGE_NOT_KNOWN
    age = age_on(birth_date, day)
    if age < subproject.age_min:
        return AdmissionBreach.TOO_YOUNG
    return AdmissionBreach.TOO_OLD if age > subproject.age_max else None


BREACH_MESSAGES = {
    AdmissionBreach.TOO_YOUNG: _l("The person is younger than the sub-project admits."),
    AdmissionBreach.TOO_OLD: _l("The person is older than the sub-project admits."),
    AdmissionBreach.AGE_NOT_KNOWN: _l("The person's age cannot be read from the number."),
    AdmissionBreach.OTHER_MUNICIPALITY: _l("The person lives outside the sub-project's municipalities."),
    AdmissionBreach.MUNICIPALITY_NOT_JOINED: _l("The municipality had not joined on the day the referral came."),
}


def _check(subproject: Subproject, applicant: Applicant, arrival: Arrival) -> None:
    """Raise Invalid with what the form alone cannot know."""
    faults: dict[str, object] = {}
    if arrival.received_on > today():
        faults["received_on"] = _l("The referral cannot have come later than today")
    elif applicant.identity.birth_date and applicant.identity.birth_date > arrival.received_on:
        faults["received_on"] = _l("The referral cannot have come before the person was born")
    breaches = find_breaches(
        subproject,
        list_joined_municipalities(subproject.id),
        birth_date=applicant.identity.birth_date,
        municipality_code=applicant.municipality_code,
        received_on=arrival.received_on,
    )
    if breaches and not arrival.exception_reason.strip():
        said = [BREACH_MESSAGES[breach] for breach in breaches]
        faults["exception_reason"] = " ".join(map(str, [*said, _("Write why the person is admitted all the same.")]))
    if faults:
        raise Invalid(faults)


def _sent_before(form_token: uuid.UUID | None) -> Referral | None:
    sent = find_referral_sent(form_token) if form_token else None
    if sent is not None:
        record_access(Action.READ, subject_ids=[sent.person_id], fields="referral")
    return sent


def _own_authority() -> uuid.UUID:
    authority_id = current_person().authority_id
    authority = find_authority(authority_id) if authority_id else None
    if authority is None or not has_agreement(authority, today()):
        raise NoAgreement
    return authority.id


def _add_referral(
    subproject: Subproject,
    person: Person,
    owner_id: uuid.UUID,
    applicant: Applicant,
    arrival: Arrival,
    form_token: uuid.UUID | None,
) -> Referral:
    referral = Referral(
        id=new_id(),
        subproject_id=subproject.id,
        person_id=person.id,
        owner_id=owner_id,
        kind=arrival.kind,
        arrival_way=arrival.arrival_way,
        received_on=arrival.received_on,
        referring_party=arrival.referring_party,
        referrer_name=arrival.referrer_name,
        referrer_contact=arrival.referrer_contact,
        municipality_code=applicant.municipality_code,
        exception_reason=arrival.exception_reason,
        form_token=form_token,
        created_by=current_person().account_id,
    )
    session.add(referral)
    session.flush()
    _note(referral, None, ReferralState.RECEIVED, arrival.received_on, arrival.exception_reason)
    record_access(Action.WRITE, subject_ids=[person.id], fields="referral")
    return referral


def _check_move(referral: Referral, to_state: ReferralState, on_date: dt.date, reason: str, referred_to: str) -> None:
    if to_state not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise MoveNotPossible
    faults: dict[str, object] = {}
    if on_date > today():
        faults["on_date"] = _l("The day cannot be later than today")
    elif on_date < max(referral.received_on, find_latest_move(referral.id) or referral.received_on):
        faults["on_date"] = _l("The day cannot be before what has already happened to the referral")
    if to_state == ReferralState.REFERRED_ON and not referred_to.strip():
        faults["referred_to"] = _l("Write to whom the person is referred on")
    if to_state in NEEDS_REASON and not reason.strip():
        faults["reason"] = NEEDS_REASON[to_state]
    if faults:
        raise Invalid(faults)


NEEDS_REASON = {
    ReferralState.TO_BE_COMPLETED: _l("Write what is missing"),
    ReferralState.WITHDRAWN: _l("Write who withdrew it, and why"),
}


def _step(referral: Referral, to_state: ReferralState, on_date: dt.date, reason: str) -> None:
    from_state, referral.state = ReferralState(referral.state), to_state
    try:
        session.flush()
    except StaleDataError as error:
        raise ReferralChanged from error
    _note(referral, from_state, to_state, on_date, reason)


def _note(referral: Referral, from_state: ReferralState | None, to_state: ReferralState, on_date: dt.date, reason: str) -> None:
    session.add(
        ReferralEvent(
            id=new_id(),
            referral_id=referral.id,
            from_state=from_state,
            to_state=to_state,
            on_date=on_date,
            by_account=current_person().account_id,
            reason=reason,
        )
    )
    session.flush()
