"""What the public form shows, and what has come in by it. Only staff of the authority that takes in read what has come."""

import datetime as dt
import json
import logging
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.content.models import PublishedMunicipality, PublishedSubproject
from core.content.queries import list_published_municipalities
from core.context import current_person, current_tenant
from core.crypto import unseal, unseal_content
from core.db import session
from core.errors import NotFound, WallBreach
from core.file_kinds import Examined
from core.files import inbox_files
from core.inbox.errors import TakenCareOf
from core.inbox.terms import ContactWay
from core.lists import PAGE_SIZE, Page
from core.participants.choices import current_subproject, get_current_subproject
from core.participants.models import Subproject
from core.projects.services import choose_subproject
from core.referrals.models import Referral, inbox
from core.referrals.terms import SetAside


@dataclass(frozen=True, slots=True)
class PublicForm:
    """What the form says about the delprojekt. `is_open`: somebody may receive what it sends."""

    subproject: PublishedSubproject
    municipalities: list[PublishedMunicipality]
    association: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """The file of a sending, without its content."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """An expression of interest as it was sent. Without a municipality code the person lives elsewhere."""

    id: uuid.UUID
    reference: str
    sent_on: dt.date
    name: str
    phone: str
    email: str
    municipality_code: str | None
    contact_way: ContactWay
    contact_when: str
    language: str
    file: Attached | None
    set_aside: SetAside | None


def get_public_form() -> PublicForm:
    """The form of the tenant's delprojekt. Raises NotFound while it has published none."""
    subproject = choose_subproject()
    if subproject is None:
        raise NotFound
    return PublicForm(
        subproject=subproject,
        municipalities=list_published_municipalities(subproject),
        association=current_tenant().name,
        is_open=subproject.takes_applications(today()),
    )


# What has come in -------------------------------------------------------------------------------------------------------


def takes_in() -> bool:
    """Whether the signed-in person is employed by the authority that takes in for the delprojekt."""
    me = current_person()
    try:
        return me.authority_id is not None and get_current_subproject(today()).intake_authority_id == me.authority_id
    except NotFound:
        return False


def waiting_arrived() -> sa.Select[int]:
    """How many wait to be taken care of, as a select: 0 for whoever does not take in. The caller writes the access log."""
    mine = sa.literal(current_person().authority_id, sa.Uuid())
    waits = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.set_aside.is_(None))
    return waits.where(current_subproject(Subproject.intake_authority_id).scalar_subquery() == mine)


def count_waiting() -> int:
    """The same, counted."""
    return session.scalar(waiting_arrived()) or 0


def list_arrived(*, set_aside: bool = False, page: int = 1) -> Page:
    """Oldest first: those that wait, or those set aside; logged before they are shown. Raises NotFound."""
    _must_take_in()
    chosen = (
        sa.select(inbox, sa.func.count().over().label("total"))
        .where(inbox.c.set_aside.is_not(None) if set_aside else inbox.c.set_aside.is_(None))
        .order_by(inbox.c.received_at, inbox.c.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(chosen).all()
    record_access(Action.LIST, subject_ids=[row.id for row in rows], fields="inbox")
    return Page([arrived for arrived in map(_find_opened, rows) if arrived], rows[0].total if rows else 0)


def get_arrived(inbox_id: uuid.UUID) -> Arrived:
    """One sending, logged. Raises NotFound, and TakenCareOf when a referral was made of it."""
    return _logged(inbox_id, Action.READ, sa.select(inbox))


def get_for_change(inbox_id: uuid.UUID) -> Arrived:
    """The same, logged as a change and locked until the request is over."""
    return _logged(inbox_id, Action.WRITE, sa.select(inbox).with_for_update())


def list_subjects(inbox_id: uuid.UUID) -> list[uuid.UUID]:
    """The id that stands in the access log for whoever sent it, before there is a person. Raises NotFound."""
    _must_take_in()
    if session.scalar(sa.select(inbox.c.id).where(inbox.c.id == inbox_id)) is None:
        raise NotFound
    return [inbox_id]


def find_content(inbox_id: uuid.UUID) -> Examined | None:
    """The file of a sending that the caller has read, logged and may read; None when none was sent."""
    row = session.execute(sa.select(inbox_files).where(inbox_files.c.inbox_id == inbox_id).limit(1)).one_or_none()
    if row is None:
        return None
    framed = unseal_content(row.sealed, table=inbox_files.name, column="sealed", row=row.id)
    head, _line, content = framed.partition(b"\n")
    return Examined(content=content, **json.loads(head))


def _logged(inbox_id: uuid.UUID, action: Action, statement: sa.Select[Any]) -> Arrived:
    _must_take_in()
    record_access(action, subject_ids=[inbox_id], fields="inbox")
    row = session.execute(statement.where(inbox.c.id == inbox_id)).one_or_none()
    if row is not None:
        return _opened(row)
    if session.scalar(sa.select(Referral.id).where(Referral.inbox_id == inbox_id)):
        raise TakenCareOf
    raise NotFound


def _must_take_in() -> None:
    if not takes_in():
        raise NotFound


def _find_opened(row: sa.Row[Any]) -> Arrived | None:
    """A row that cannot be opened was not written by the form: it hides nobody else's, and is told to whoever operates."""
    try:
        return _opened(row)
    except WallBreach:
        logging.getLogger("mia.security").error("a row of the inbox cannot be opened")
        return None


def _opened(row: sa.Row[Any]) -> Arrived:
    sent = json.loads(unseal(row.sealed, table=inbox.name, column="sealed", row=row.id))
    return Arrived(
        id=row.id,
        reference=sent["reference"],
        sent_on=dt.date.fromisoformat(sent["sent_on"]),
        name=sent["name"],
        phone=sent["phone"],
        email=sent["email"],
        municipality_code=sent["municipality_code"],
        contact_way=ContactWay(sent["contact_way"]),
        contact_when=sent["contact_when"],
        language=sent["language"],
        file=Attached(**sent["file"]) if sent["file"] else None,
        set_aside=SetAside(row.set_aside) if row.set_aside else None,
    )
