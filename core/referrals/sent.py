"""What a case officer has sent, seen from where it was sent: what they wrote, where it stands, and what they were answered.

The receiver's row, person and notes are not read here. What the sender wrote was sealed with the referral when it was
sent (`as_written`), so that nothing the receiver has added or corrected since comes back.
"""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.context import current_person
from core.crypto import seal, unseal
from core.db import session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.lists import PAGE_SIZE, Page
from core.participants.models import Authority, Staff
from core.persons.queries import contact_details
from core.persons.services import Applicant
from core.referrals.errors import MoveNotPossible, ReferralChanged
from core.referrals.history import step
from core.referrals.models import Referral, ReferralEvent
from core.referrals.terms import WHOLE_AUTHORITY_ROLES, ReferralState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")


@dataclass(frozen=True, slots=True)
class Written:
    """Who was referred, as the case officer wrote it."""

    given_name: str = ""
    family_name: str = ""
    digits: str = ""
    birth_date: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral as its sender sees it."""

    id: uuid.UUID
    version: int
    reference: str
    state: ReferralState
    kind: str
    arrival_way: str
    received_on: dt.date
    referring_party: str
    referrer_name: str
    referrer_contact: str
    municipality_code: str | None
    exception_reason: str
    receiver: str
    is_ours: bool
    """Whether the sender's own authority received it."""
    written: Written


def visible_sent(statement: Statement) -> Statement:
    """Narrow a select of Referral to what the signed-in person has sent.

    Who only refers: what they wrote themselves, for the authority that employs them now. A manager or a party
    representative further: what their authority has sent to others. The association has sent none.
    """
    me = current_person()
    if me.authority_id is None:
        return statement.where(sa.false())
    by_us = Referral.author_id == me.authority_id
    at_ours = sa.and_(Referral.author_id.is_(None), Referral.owner_id == me.authority_id)
    mine = sa.and_(Referral.referrer_account == me.account_id, sa.or_(by_us, at_ours))
    return statement.where(mine if WHOLE_AUTHORITY_ROLES.isdisjoint(me.roles) else sa.or_(mine, by_us))


def list_sent(page: int = 1) -> Page:
    """A page of what was sent, latest first; logged before it is shown. Rows are Sent."""
    statement = _sent().add_columns(sa.func.count().over().label("total"))
    statement = statement.order_by(Referral.received_on.desc(), Referral.id.desc())
    rows = session.execute(visible_sent(statement).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    record_access(Action.LIST, subject_ids=list(dict.fromkeys(row.person_id for row in rows)), fields="sent")
    return Page([_read(row) for row in rows], rows[0].total if rows else 0)


def get_sent(referral_id: uuid.UUID) -> Sent:
    """What was sent, once the access log has its row. Raises NotFound."""
    record_access(Action.READ, subject_ids=list_sent_subjects(referral_id), fields="sent")
    row = session.execute(visible_sent(_sent().where(Referral.id == referral_id))).one_or_none()
    if row is None:
        raise NotFound
    return _read(row)


def sent_exists(referral_id: uuid.UUID) -> bool:
    """Whether the signed-in person has sent this referral."""
    return session.scalar(visible_sent(sa.select(Referral.id).where(Referral.id == referral_id))) is not None


def list_sent_subjects(referral_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a referral that was sent, for the access log. Raises NotFound."""
    person_id = session.scalar(visible_sent(sa.select(Referral.person_id).where(Referral.id == referral_id)))
    if person_id is None:
        raise NotFound
    return [person_id]


def find_sent_by(form_token: uuid.UUID) -> Referral | None:
    """The referral that this sending of the form has made already, if the signed-in person has sent it."""
    found: Referral | None = session.scalar(visible_sent(sa.select(Referral).where(Referral.form_token == form_token)))
    return found


def list_talk(referral_id: uuid.UUID) -> list[tuple[dt.date, bool, str]]:
    """What the receiver has asked for, and what the sender completed it with: (day, asked, text), newest first.

    Of the history of a referral that was opened nothing else is the sender's to read.
    """
    sender = sa.or_(ReferralEvent.by_account == Referral.referrer_account, Staff.authority_id == Referral.author_id)
    asked = sa.and_(
        ReferralEvent.to_state == ReferralState.TO_BE_COMPLETED,
        ReferralEvent.from_state.is_distinct_from(ReferralState.TO_BE_COMPLETED),
    )
    completed = sa.and_(
        ReferralEvent.from_state == ReferralState.TO_BE_COMPLETED, ReferralEvent.to_state == ReferralState.RECEIVED, sender
    )
    statement = (
        sa.select(ReferralEvent.on_date, asked.label("asked"), ReferralEvent.reason)
        .join(Referral, Referral.id == ReferralEvent.referral_id)
        .outerjoin(Staff, Staff.account_id == ReferralEvent.by_account)
        .where(ReferralEvent.referral_id == referral_id, sa.or_(asked, completed))
        .order_by(ReferralEvent.at.desc(), ReferralEvent.id.desc())
    )
    return [(row.on_date, row.asked, row.reason) for row in session.execute(visible_sent(statement))]


def complete(*, referral_id: uuid.UUID, text: str, version: int) -> None:
    """The sender writes what was missing, and the referral stands as received again.

    This and the sending itself are all that one authority writes in another's row. Raises NotFound, ReferralChanged,
    MoveNotPossible when nothing is asked for, Invalid.
    """
    record_access(Action.WRITE, subject_ids=list_sent_subjects(referral_id), fields="sent")
    chosen = sa.select(Referral).where(Referral.id == referral_id).with_for_update(of=Referral)
    referral = session.scalars(visible_sent(chosen.execution_options(populate_existing=True))).one_or_none()
    if referral is None:
        raise NotFound
    if referral.version != version:
        raise ReferralChanged
    if referral.state != ReferralState.TO_BE_COMPLETED:
        raise MoveNotPossible
    if not text.strip():
        raise Invalid({"text": _l("Write what was missing")})
    step(referral, ReferralState.RECEIVED, today(), text)


def seal_written(referral_id: uuid.UUID, applicant: Applicant) -> bytes:
    """What is kept of what the sender wrote about the person."""
    identity, contact = applicant.identity, applicant.contact
    written = Written(
        given_name=applicant.given_name,
        family_name=applicant.family_name,
        digits=identity.digits or "",
        birth_date=identity.birth_date.isoformat() if identity.birth_date else "",
        address=contact.address,
        phone=contact.phone,
        email=contact.email,
    )
    return seal(json.dumps(asdict(written)), table=Referral.__tablename__, column="as_written", row=referral_id)


def open_written(referral_id: uuid.UUID, sealed: bytes | None) -> Written:
    """What the sender wrote about the person; empty for a referral that nobody wrote here."""
    if sealed is None:
        return Written()
    return Written(**json.loads(unseal(sealed, table=Referral.__tablename__, column="as_written", row=referral_id)))


def contact_of(referral: Referral) -> dict[str, str]:
    """How to reach the person of an opened referral, as those who received it may know: address, phone and email.

    A record that began at another authority keeps what was written there. Who receives a later referral reads what came
    with that, and not how another authority reaches the person.
    """
    first = sa.select(Referral.owner_id).where(Referral.person_id == referral.person_id)
    if session.scalar(first.order_by(Referral.created_at, Referral.id).limit(1)) == referral.owner_id:
        return contact_details(referral.person)
    written = open_written(referral.id, referral.as_written)
    return {"address": written.address, "phone": written.phone, "email": written.email}


def _sent() -> sa.Select[*tuple[Any, ...]]:
    chosen: sa.Select[*tuple[Any, ...]] = sa.select(
        Referral.id,
        Referral.version,
        Referral.reference,
        Referral.state,
        Referral.kind,
        Referral.arrival_way,
        Referral.received_on,
        Referral.referring_party,
        Referral.referrer_name,
        Referral.referrer_contact,
        Referral.municipality_code,
        Referral.exception_reason,
        Referral.author_id.is_(None).label("is_ours"),
        Referral.as_written,
        Referral.person_id,
        Authority.name.label("receiver"),
    ).join(Authority, Authority.id == Referral.owner_id)
    return chosen


def _read(row: Any) -> Sent:
    values = {name: getattr(row, name) for name in Sent.__dataclass_fields__ if name not in ("state", "written")}
    return Sent(**values, state=ReferralState(row.state), written=open_written(row.id, row.as_written))
