"""Reads hand-overs. The receiver reads the sealed copy and nothing else; the giver, and the contact person, that it was given."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.context import current_person
from core.crypto import unseal
from core.db import session
from core.errors import NotFound
from core.handovers.items import read
from core.handovers.models import Handover, HandoverOpening
from core.handovers.terms import ITEM_NAMES, ItemKind
from core.lists import PAGE_SIZE, Page
from core.participants.models import Authority, Participation, Staff
from core.participants.queries import visible_participations
from core.participants.terms import AUTHORITY_ROLES
from core.persons.queries import is_my_participant

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
FIELDS = "handover"
_to, _from = sa.orm.aliased(Authority), sa.orm.aliased(Authority)


@dataclass(frozen=True, slots=True)
class Copy:
    """What was given, as it was then. `sections` are (heading, text) in the reader's language."""

    kind: ItemKind
    title: str
    person: str
    message: str
    sections: tuple[tuple[str, str], ...]

    @property
    def kind_name(self) -> str:
        """The kind of item, in the reader's language."""
        return str(ITEM_NAMES[self.kind])


@dataclass(frozen=True, slots=True)
class Received:
    """A hand-over as the receiver meets it. `opened_at`: when the first of them opened it."""

    id: uuid.UUID
    handed_on: dt.date
    from_name: str
    opened_at: dt.datetime | None
    copy: Copy


@dataclass(frozen=True, slots=True)
class Given:
    """That something was handed over: never what it said."""

    id: uuid.UUID
    kind: ItemKind
    item_id: uuid.UUID
    item_version: int
    handed_on: dt.date
    from_name: str
    to_id: uuid.UUID
    to_name: str
    by_name: str | None
    opened_at: dt.datetime | None

    @property
    def kind_name(self) -> str:
        """The kind of item, in the reader's language."""
        return str(ITEM_NAMES[self.kind])


# Handed to us -----------------------------------------------------------------------------------------------------------


def visible_received(statement: Statement) -> Statement:
    """Narrow a select of Handover to what was handed to the signed-in person's authority.

    A case worker reads what is about those they work with. Nothing else of the person opens by it.
    """
    me = current_person()
    if me.authority_id is None:
        return statement.where(sa.false())
    ours = Handover.to_authority_id == me.authority_id
    if not AUTHORITY_ROLES.isdisjoint(me.roles):
        return statement.where(ours)
    return statement.where(ours, is_my_participant(Handover.person_id.expression))


def list_received(*, page: int = 1) -> Page:
    """A page of what was handed to us, what nobody has opened first, then the latest; logged before it is shown."""
    opened = _first_opening()
    statement = _received().add_columns(Handover.person_id, sa.func.count().over().label("total"))
    ordered = statement.order_by(opened.is_not(None), Handover.handed_at.desc(), Handover.id.desc())
    rows = session.execute(visible_received(ordered).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    record_access(Action.LIST, subject_ids=list(dict.fromkeys(row.person_id for row in rows)), fields=FIELDS)
    return Page([_as_received(row) for row in rows], rows[0].total if rows else 0)


def read_received(handover_id: uuid.UUID) -> Received:
    """One of them, once the access log has its row. Raises NotFound."""
    person_id = session.scalar(visible_received(sa.select(Handover.person_id).where(Handover.id == handover_id)))
    if person_id is None:
        raise NotFound
    record_access(Action.READ, subject_ids=[person_id], fields=FIELDS)
    return _as_received(session.execute(visible_received(_received().where(Handover.id == handover_id))).one())


def waiting_unopened() -> sa.Select[int]:
    """How many of those handed to us nobody has opened, as a select."""
    return visible_received(sa.select(sa.func.count()).select_from(Handover).where(_first_opening().is_(None)))


def received_since(since: dt.datetime) -> sa.Select[int]:
    """How many have been handed to us since, as a select."""
    return visible_received(sa.select(sa.func.count()).select_from(Handover).where(Handover.handed_at > since))


def _received() -> sa.Select[Any]:
    return sa.select(
        Handover.id, Handover.handed_on, _from.name.label("from_name"), _first_opening().label("opened_at"), Handover.sealed
    ).join(_from, _from.id == Handover.from_authority_id)


def _first_opening() -> sa.ScalarSelect[Any]:
    opened = sa.select(sa.func.min(HandoverOpening.at)).where(HandoverOpening.handover_id == Handover.id)
    return opened.correlate(Handover).scalar_subquery()


def _as_received(row: Any) -> Received:
    sealed = json.loads(unseal(row.sealed, table=Handover.__tablename__, column="sealed", row=row.id))
    return Received(row.id, row.handed_on, row.from_name, row.opened_at, as_copy(sealed))


def as_copy(content: Mapping[str, Any]) -> Copy:
    """The sealed content in the reader's language."""
    return Copy(
        kind=ItemKind(content["kind"]),
        title=read(content["title"]),
        person=content["person"],
        message=content["message"],
        sections=tuple((read(one["heading"]), read(one["text"])) for one in content["sections"]),
    )


# Handed over by us ------------------------------------------------------------------------------------------------------


def visible_given(statement: Statement) -> Statement:
    """Narrow a select of Handover to those the signed-in person may know of: what their own authority gave, and what was
    given about a participant they work with, whoever gave it."""
    me = current_person()
    if me.authority_id is None:
        return statement.where(sa.false())
    led = sa.select(Participation.id).where(Participation.person_id == Handover.person_id, is_mine())
    about_mine = visible_participations(led).exists()
    if AUTHORITY_ROLES.isdisjoint(me.roles):
        return statement.where(about_mine)
    return statement.where(sa.or_(Handover.from_authority_id == me.authority_id, about_mine))


def list_given(person_id: uuid.UUID) -> list[Given]:
    """What was handed over about a person, the latest first. The caller has opened the person and logged it."""
    return _given(Handover.person_id == person_id)


def list_given_of(item_id: uuid.UUID) -> list[Given]:
    """The same, of one item."""
    return _given(Handover.item_id == item_id)


def _given(which: sa.ColumnElement[bool]) -> list[Given]:
    statement = (
        sa.select(
            Handover.id,
            Handover.kind,
            Handover.item_id,
            Handover.item_version,
            Handover.handed_on,
            _from.name.label("from_name"),
            Handover.to_authority_id.label("to_id"),
            _to.name.label("to_name"),
            Staff.name.label("by_name"),
            _first_opening().label("opened_at"),
        )
        .join(_from, _from.id == Handover.from_authority_id)
        .join(_to, _to.id == Handover.to_authority_id)
        .outerjoin(Staff, Staff.account_id == Handover.by_account)
        .where(which)
        .order_by(Handover.handed_at.desc(), Handover.id.desc())
    )
    return [Given(**{**row._mapping, "kind": ItemKind(row.kind)}) for row in session.execute(visible_given(statement))]


def is_handed_over(item_id: uuid.UUID) -> bool:
    """Whether any version of the item has been given to anybody."""
    return session.scalar(sa.select(Handover.id).where(Handover.item_id == item_id).limit(1)) is not None


def list_handed_items(item_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the items of which some version has been given."""
    return set(session.scalars(sa.select(Handover.item_id).where(Handover.item_id.in_(item_ids)))) if item_ids else set()


def find_handover_sent(form_token: uuid.UUID) -> Handover | None:
    """The hand-over that this sending of the form has made already."""
    found: Handover | None = session.scalar(visible_given(sa.select(Handover).where(Handover.form_token == form_token)))
    return found
