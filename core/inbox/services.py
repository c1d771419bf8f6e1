"""An expression of interest is sent by the public, and taken over, set aside or taken away by staff who take in.

What the public sends is written by the tenant's public role, which may insert here and read nothing: whoever sends learns
the same whether the person is known or not.
"""

import json
import uuid
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import clock, context, files
from core.audit import Action, record_access
from core.constraints import constraint_name
from core.context import current_person
from core.crypto import blind_index, seal, seal_content
from core.db import new_id, session
from core.file_kinds import Examined
from core.files import inbox_files, public_inbox_files
from core.inbox.errors import FormClosed, SentBefore
from core.inbox.queries import find_content, get_for_change, get_public_form
from core.inbox.terms import CONTACT_WAY_NAMES, ContactWay
from core.persons.services import Answer, Applicant
from core.referrals.models import REFERENCE_LETTERS, Referral, inbox, public_inbox
from core.referrals.queries import find_referral_sent
from core.referrals.services import Arrival, register_referral
from core.referrals.terms import ArrivalWay, ReferralKind, SetAside

THE_PERSON = "egen_anmalan"
"""Key of the code list `referring_party`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What somebody writes in the public form."""

    name: str
    phone: str
    email: str
    municipality_code: str | None
    contact_way: ContactWay
    contact_when: str


def send(*, opening: str, interest: Interest, file: Examined | None = None) -> str:
    """Leave it for the staff who take in. Returns the reference that the sender may quote.

    `opening` names one opening of the form: it makes one row, however often it is sent. Raises SentBefore, FormClosed.
    """
    form = get_public_form()
    if not form.is_open:
        raise FormClosed
    drawn = blind_index(opening, purpose="inbox")
    inbox_id, reference = uuid.UUID(bytes=drawn[:16], version=4), _reference(drawn[16:])
    sent = asdict(interest) | {
        "reference": reference,
        "sent_on": clock.today().isoformat(),
        "language": context.language(),
        "subproject_id": str(form.subproject.subproject_id),
        "file": {"name": file.name, "media_type": file.media_type, "size": len(file.content)} if file else None,
    }
    sealed = seal(json.dumps(sent), table=inbox.name, column="sealed", row=inbox_id)
    try:
        with session.begin_nested():
            session.execute(sa.insert(public_inbox).inline(), {"id": inbox_id, "sealed": sealed})
    except IntegrityError as error:
        if constraint_name(error) != "pk_referral_inbox":
            raise
        raise SentBefore(reference) from error
    if file is not None:
        _leave_file(inbox_id, file)
    return reference


def take_over(*, inbox_id: uuid.UUID, applicant: Applicant, exception_reason: str = "", answer: Answer = None) -> Referral:
    """Make a referral of it, with the reference the sender has and the file; the sending is gone in the same transaction.

    Done twice it gives the one referral. Raises NotFound, TakenCareOf, and what register_referral raises.
    """
    made = find_referral_sent(inbox_id)
    if made is not None:
        record_access(Action.READ, subject_ids=[made.person_id], fields="referral")
        return made
    arrived = get_for_change(inbox_id)
    arrival = Arrival(
        kind=ReferralKind.EXPRESSION_OF_INTEREST,
        arrival_way=ArrivalWay.FORM,
        received_on=arrived.sent_on,
        referring_party=THE_PERSON,
        exception_reason=exception_reason,
    )
    referral = register_referral(applicant=applicant, arrival=arrival, answer=answer, form_token=inbox_id)
    referral.reference, referral.inbox_id = arrived.reference, inbox_id
    referral.wanted_contact = wanted_contact(arrived.contact_way, arrived.contact_when)
    file = find_content(inbox_id)
    if file is not None:
        files.store(
            purpose="referral",
            subject_id=referral.id,
            person_id=referral.person_id,
            owner_id=referral.owner_id,
            file=file,
        )
    _remove(inbox_id)
    session.flush()
    return referral


def set_aside(*, inbox_id: uuid.UUID, reason: SetAside) -> None:
    """No referral comes of it. It stays, out of the way, and can be put back. Raises NotFound, TakenCareOf."""
    get_for_change(inbox_id)
    _mark(inbox_id, {"set_aside": reason.value, "set_aside_by": current_person().account_id, "set_aside_at": clock.now()})


def put_back(*, inbox_id: uuid.UUID) -> None:
    """It was set aside by mistake. Raises NotFound, TakenCareOf."""
    get_for_change(inbox_id)
    _mark(inbox_id, {"set_aside": None, "set_aside_by": None, "set_aside_at": None})


def remove_protected(*, inbox_id: uuid.UUID) -> None:
    """The person has, or may have, protected identity: what they sent is taken away at once, with its file.

    Raises NotFound, TakenCareOf.
    """
    get_for_change(inbox_id)
    _remove(inbox_id)


def wanted_contact(way: ContactWay, when: str) -> str:
    """How and when somebody wants to be reached, in words, as the referral keeps it."""
    return ". ".join(filter(None, (str(CONTACT_WAY_NAMES[way]), when)))


def _reference(drawn: bytes) -> str:
    """As core.referrals.models.new_reference, of bytes that follow from the form's token."""
    letters = "".join(REFERENCE_LETTERS[(drawn[place] << 8 | drawn[place + 8]) % len(REFERENCE_LETTERS)] for place in range(8))
    return f"R-{letters[:4]}-{letters[4:]}"


def _leave_file(inbox_id: uuid.UUID, file: Examined) -> None:
    """Name, type and content sealed together."""
    file_id = new_id()
    head = json.dumps({"name": file.name, "media_type": file.media_type}).encode()
    sealed = seal_content(head + b"\n" + file.content, table=inbox_files.name, column="sealed", row=file_id)
    session.execute(sa.insert(public_inbox_files).inline(), {"id": file_id, "inbox_id": inbox_id, "sealed": sealed})


def _mark(inbox_id: uuid.UUID, values: dict[str, object]) -> None:
    session.execute(sa.update(inbox).where(inbox.c.id == inbox_id).values(values))


def _remove(inbox_id: uuid.UUID) -> None:
    session.execute(sa.delete(inbox_files).where(inbox_files.c.inbox_id == inbox_id))
    session.execute(sa.delete(inbox).where(inbox.c.id == inbox_id))
