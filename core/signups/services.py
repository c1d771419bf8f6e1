"""A reader signs up and cancels; an editor removes somebody, closes and opens again, saves the list; time takes it away.

What readers send is written by the tenant's public role, which may insert here and read nothing. Whether there is room,
the database says.
"""

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import clock, context
from core.audit import Action
from core.constraints import constraint_name
from core.context import current_person
from core.db import session
from core.errors import Invalid, NotFound
from core.i18n import _, _l, format_date
from core.publishing import models as publishing
from core.referrals.models import REFERENCE_LETTERS
from core.sheets import Column, write_table
from core.signups import models, sealing
from core.signups.errors import CancelledBefore, NoRoom, SignedUpBefore
from core.signups.queries import find_standing, get_entry, list_entries, shelf
from core.signups.terms import KEEP_DAYS, SignupState

_REFUSED = {
    "ck_signup_full": SignupState.FULL,
    "ck_signup_closed": SignupState.CLOSED,
    "ck_signup_late": SignupState.LATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """What somebody writes who wants to come."""

    name: str
    email: str
    phone: str
    question: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A sign-up that was received: its id for the link to cancel, and the reference to quote."""

    id: uuid.UUID
    reference: str


def sign_up(*, opening: str, event: Any, visitor: Visitor) -> Taken:
    """Take a place. `opening` names one opening of the form of this event: it makes one row, however often it is sent.

    Raises NoRoom, SignedUpBefore, CancelledBefore, and NotFound when it was taken down meanwhile.
    """
    standing = find_standing(event)
    if standing is None:
        raise NotFound
    if standing.state in (SignupState.OVER, SignupState.LATE):
        raise NoRoom(standing.state)
    drawn = sealing.draw(event.article_id, opening)
    taken = Taken(uuid.UUID(bytes=drawn[:16], version=4), _reference(drawn[16:]))
    sent = asdict(visitor) | {"reference": taken.reference, "language": context.language()}
    row = {
        "id": taken.id,
        "article_id": event.article_id,
        "signed_up_on": clock.today(),
        "sealed": sealing.seal(json.dumps(sent, ensure_ascii=False), taken.id),
    }
    try:
        with session.begin_nested():
            session.execute(sa.insert(shelf().insert).inline(), row)
    except IntegrityError as error:
        _refuse(error, taken)
    return taken


def _refuse(error: IntegrityError, taken: Taken) -> None:
    """Say what the database has said."""
    name = constraint_name(error) or ""
    if name == "pk_signup":
        raise SignedUpBefore(taken.reference) from error
    if name == "ck_signup_gone":
        raise CancelledBefore from error
    if name == "ck_signup_event":
        raise NotFound from error
    if name in _REFUSED:
        raise NoRoom(_REFUSED[name]) from error
    raise error


def cancel(*, article_id: uuid.UUID, signup_id: uuid.UUID) -> None:
    """Somebody does not come; what they wrote is gone with the transaction. Cancelled twice is cancelled."""
    _end(shelf().insert_gone, article_id, signup_id)


def remove(*, article_id: uuid.UUID, signup_id: uuid.UUID) -> None:
    """An editor takes somebody from the list, because they asked for it or by mistake signed up twice. Raises NotFound."""
    get_entry(article_id, signup_id, action=Action.WRITE)
    _end(shelf().gone.__table__, article_id, signup_id)


def _end(table: sa.Table, article_id: uuid.UUID, signup_id: uuid.UUID) -> None:
    try:
        with session.begin_nested():
            session.execute(sa.insert(table).inline(), {"signup_id": signup_id, "article_id": article_id})
    except IntegrityError as error:
        if constraint_name(error) != "pk_signup_gone":
            raise


def close(*, article_id: uuid.UUID) -> None:
    """Take no more sign-ups. Closed twice is closed."""
    own = shelf()
    if session.get(own.closing, article_id) is None:
        session.add(own.closing(article_id=article_id, closed_by=current_person().account_id, closed_at=clock.now()))
        session.flush()


def reopen(*, article_id: uuid.UUID) -> None:
    """Take sign-ups again, as long as there are days and places left."""
    own = shelf()
    session.execute(sa.delete(own.closing).where(own.closing.article_id == article_id))


def make_list(*, article_id: uuid.UUID, title: str, reason: str) -> bytes:
    """A workbook of who comes. Raises Invalid without a reason; the log has it before the file leaves."""
    if not reason.strip():
        raise Invalid({"reason": _l("Write what the file is for")})
    entries = list_entries(article_id, action=Action.EXPORT, reason=reason.strip())
    columns = [
        Column(_("Name"), 30),
        Column(_("E-mail"), 34),
        Column(_("Telephone"), 20),
        Column(_("Signed up"), 14),
        Column(_("Reference"), 16),
        Column(_("Question"), 60),
    ]
    rows = [(one.name, one.email, one.phone, one.signed_up_on, one.reference, one.question) for one in entries]
    made = _("Made on %(day)s. Delete the file when the event is over.", day=format_date(clock.today()))
    return write_table(title=title, columns=columns, rows=rows, notes=[made])


def dispose() -> None:
    """Take away what readers of a delprojekt's events wrote, a month after the last day."""
    _dispose(models.Signup, models.SignupGone, publishing.Article)


def dispose_county() -> None:
    """The same for the county's events."""
    _dispose(models.CountySignup, models.CountySignupGone, publishing.CountyArticle)


def _dispose(signup: Any, gone: Any, article: Any) -> None:
    """An event that has lost its days counts from the day of each sign-up."""
    last = sa.func.coalesce(article.last_day, article.happens_on)
    until = clock.today() - dt.timedelta(days=KEEP_DAYS)
    over = sa.select(article.id).where(last < until)
    dayless = sa.select(article.id).where(last.is_(None))
    dayless_and_old = sa.and_(signup.article_id.in_(dayless), signup.signed_up_on < until)
    kept_as_they_are = {"synchronize_session": False}
    session.execute(
        sa.delete(signup).where(sa.or_(signup.article_id.in_(over), dayless_and_old)).execution_options(**kept_as_they_are)
    )
    session.execute(sa.delete(gone).where(gone.article_id.in_(over)).execution_options(**kept_as_they_are))


def _reference(drawn: bytes) -> str:
    """As core.referrals.models.new_reference, of bytes that follow from the form's token."""
    letters = "".join(REFERENCE_LETTERS[(drawn[place] << 8 | drawn[place + 8]) % len(REFERENCE_LETTERS)] for place in range(8))
    return f"E-{letters[:4]}-{letters[4:]}"
