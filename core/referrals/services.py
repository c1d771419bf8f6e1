"""Takes in referrals and moves them along: each move is kept with its date, who did it and why."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from core.accounts.terms import Role
from core.audit import Action, record_access
from core.clock import today
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l
from core.participants.choices import find_authority, get_current_subproject, has_agreement
from core.participants.models import Person, Subproject
from core.persons.errors import PersonKnown, PersonMayBeKnown
from core.persons.services import AnotherPerson, Answer, Applicant, find_or_register, find_or_register_for_another
from core.referrals.admission import check_admission
from core.referrals.errors import MoveNotPossible, NoAgreement, ReferralChanged
from core.referrals.history import append, step
from core.referrals.models import Referral
from core.referrals.queries import find_latest_move, find_referral_sent, get_for_change
from core.referrals.sent import find_sent_by, seal_written
from core.referrals.terms import (
    REFERRAL_MOVES,
    WHOLE_AUTHORITY_ROLES,
    WRITERS_ONLY,
    ArrivalWay,
    ReferralKind,
    ReferralState,
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """To whom the writer sends it, and whether the person has said yes to that (asked across authorities only)."""

    receiver_id: uuid.UUID
    person_agrees: bool = False


def list_receivers() -> list[tuple[str, str]]:
    """(id, name) of the authorities the signed-in person may send a referral to, the usual one first.

    Once the delprojekt has said who takes in what others send, who only refers sends there; who also assesses may
    register at their own authority instead.
    """
    found = [find_authority(one) for one in _receivers()]
    return [(str(one.id), one.name) for one in found if one is not None]


def _receivers() -> list[uuid.UUID]:
    me = current_person()
    intake = get_current_subproject(today()).intake_authority_id
    own = [me.authority_id] if me.authority_id else []
    if intake is None or intake == me.authority_id:
        return own
    return [intake] if WHOLE_AUTHORITY_ROLES.isdisjoint(me.roles) else [intake, *own]


def register_referral(
    *,
    applicant: Applicant,
    arrival: Arrival,
    answer: Answer = None,
    form_token: uuid.UUID | None = None,
    sending: Sending | None = None,
) -> Referral:
    """Take in a referral for the authority of the signed-in person, who may write on behalf of a case officer or the person;
    with `sending`, for the authority that receives it.

    The same form sent twice gives the one referral. Raises PersonMayBeKnown when somebody registered may be the same and
    no answer was given (nothing is created; never when it is sent to another authority), Invalid with every fault,
    NoAgreement.
    """
    sent = find_sent_before(form_token)
    if sent is not None:
        return sent
    author_id = _own_authority()
    subproject = get_current_subproject(today())
    owner_id = _receiver(author_id, sending)
    if owner_id != author_id and arrival.arrival_way == ArrivalWay.SYSTEM:
        arrival = replace(arrival, received_on=today())  # it reaches the other authority now, whenever it was begun
    check_admission(subproject, applicant, arrival)
    try:
        with session.begin_nested():
            if owner_id == author_id:
                person = find_or_register(applicant=applicant, answer=answer, takes_in=_takes_in(subproject))
            else:
                person = find_or_register_for_another(applicant=applicant)
            referral = _referral(subproject, person, owner_id, applicant, arrival, form_token)
            _sign(referral, author_id, applicant, arrival, answer)
            _add(referral, arrival)
    except (IntegrityError, PersonKnown, PersonMayBeKnown):
        # Another request was first by a moment: the same form, or the same number.
        sent = find_sent_before(form_token)
        if sent is None:
            raise
        return sent
    return referral


def _takes_in(subproject: Subproject) -> bool:
    """Whether the signed-in person is intake staff: of the authority that receives what others send."""
    me = current_person()
    return subproject.intake_authority_id == me.authority_id and not WHOLE_AUTHORITY_ROLES.isdisjoint(me.roles)


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
    step(referral, to_state, on_date, reason)
    return referral


def only_refers() -> bool:
    """Whether the signed-in person follows referrals as their sender, and never as the receiver."""
    roles = current_person().roles
    return not WRITERS_ONLY.isdisjoint(roles) and WHOLE_AUTHORITY_ROLES.isdisjoint(roles)


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
    step(referral, ReferralState.STARTED, on_date, "")


def find_sent_before(form_token: uuid.UUID | None) -> Referral | None:
    """The referral that this sending of the form has made already, logged as read."""
    sent = (find_referral_sent(form_token) or find_sent_by(form_token)) if form_token else None
    if sent is not None:
        record_access(Action.READ, subject_ids=[sent.person_id], fields="referral")
    return sent


def _own_authority() -> uuid.UUID:
    authority_id = current_person().authority_id
    authority = find_authority(authority_id) if authority_id else None
    if authority is None or not has_agreement(authority, today()):
        raise NoAgreement
    return authority.id


def _receiver(author_id: uuid.UUID, sending: Sending | None) -> uuid.UUID:
    """Who receives it: one of list_receivers, under an agreement, and across authorities only when the person agrees."""
    receivers = _receivers()
    receiver_id = sending.receiver_id if sending else author_id if author_id in receivers else receivers[0]
    receiver = find_authority(receiver_id)
    if receiver is None or receiver_id not in receivers:
        raise Invalid({"receiver": _l("Choose who is to receive the referral")})
    if receiver_id == author_id:
        return receiver_id
    if not has_agreement(receiver, today()):
        said = _l("The authority that takes in referrals has no processing agreement in force. Tell the sub-project manager.")
        raise Invalid({"receiver": said})
    if sending is None or not sending.person_agrees:
        said = _l("It may be sent to another authority only when the person has said yes to that")
        raise Invalid({"person_agrees": said})
    return receiver_id


def _referral(
    subproject: Subproject,
    person: Person,
    owner_id: uuid.UUID,
    applicant: Applicant,
    arrival: Arrival,
    form_token: uuid.UUID | None,
) -> Referral:
    return Referral(
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


def _sign(referral: Referral, author_id: uuid.UUID, applicant: Applicant, arrival: Arrival, answer: Answer) -> None:
    """Who follows the referral as its sender: the case officer who writes it here, and the authority that sends it.

    What was written of somebody who is registered already is kept with the referral too: the record is not changed by it.
    """
    me = current_person()
    across = referral.owner_id != author_id
    if across:
        referral.author_id = author_id
    if across or arrival.arrival_way == ArrivalWay.SYSTEM or not WRITERS_ONLY.isdisjoint(me.roles):
        referral.referrer_account = me.account_id
    if referral.referrer_account or not isinstance(answer, AnotherPerson | None):
        referral.as_written = seal_written(referral.id, applicant)


def _add(referral: Referral, arrival: Arrival) -> None:
    session.add(referral)
    session.flush()
    said = _("The person has said yes to the referral being sent.") if referral.author_id else ""
    reason = "\n".join(filter(None, (said, arrival.exception_reason)))
    append(referral, None, ReferralState.RECEIVED, arrival.received_on, reason)
    record_access(Action.WRITE, subject_ids=[referral.person_id], fields="referral")


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
