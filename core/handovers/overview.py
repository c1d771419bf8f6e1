"""What the page of a participant tells of notes, mappings and hand-overs: the latest of each, in one statement."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.assessments.models import Assessment
from core.assessments.queries import visible_assessments
from core.context import Person as Reader
from core.context import current_person
from core.db import session
from core.handovers.models import Handover, HandoverOpening
from core.handovers.queries import visible_given
from core.handovers.terms import ITEM_NAMES, ItemKind
from core.notes.models import Note
from core.notes.queries import visible_notes
from core.participants.models import Authority

Whom = sa.BindParameter[uuid.UUID]
"""The person, filled in when the statement is sent."""
MOST = 3
MOST_GIVEN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A note or a mapping: its day, and the words of a note."""

    id: uuid.UUID
    on_date: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class GivenLine:
    """That something was handed over: what, when, to whom, and whether they have opened it."""

    kind_name: str
    handed_on: dt.date
    to_name: str
    is_opened: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The latest of each that the signed-in person may read."""

    notes: tuple[Line, ...]
    mappings: tuple[Line, ...]
    given: tuple[GivenLine, ...]


def get_overview(person_id: uuid.UUID) -> Overview:
    """Of a person whose page is open: the caller has logged it."""
    found = session.execute(_statement(current_person()), {"person": person_id}).one()
    notes, mappings, given = (rows or [] for rows in found)
    return Overview(
        tuple(Line(uuid.UUID(row["id"]), _day(row["day"]), row["text"]) for row in notes),
        tuple(Line(uuid.UUID(row["id"]), _day(row["day"]), "") for row in mappings),
        tuple(
            GivenLine(str(ITEM_NAMES[ItemKind(row["kind"])]), _day(row["day"]), row["to"], row["opened"] is not None)
            for row in given
        ),
    )


@lru_cache(maxsize=64)
def _statement(_reader: Reader) -> sa.Select[*tuple[Any, ...]]:
    """Built once for a reader, on whom its parts depend."""
    person = sa.bindparam("person", type_=sa.Uuid())
    return sa.select(_notes(person), _mappings(person), _given(person))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _notes(person_id: Whom) -> sa.ScalarSelect[Any]:
    correction = aliased(Note)
    corrected = sa.select(sa.literal(1)).where(correction.corrects_id == Note.id).exists()
    latest = (
        sa.select(Note.id, Note.on_date.label("day"), Note.text, Note.at)
        .where(Note.person_id == person_id, ~corrected)
        .order_by(Note.on_date.desc(), Note.at.desc(), Note.id.desc())
        .limit(MOST)
    )
    return _gathered(visible_notes(latest), "id", "day", "text", by="at")


def _mappings(person_id: Whom) -> sa.ScalarSelect[Any]:
    latest = (
        sa.select(Assessment.id, Assessment.on_date.label("day"), Assessment.created_at.label("at"))
        .where(Assessment.person_id == person_id)
        .order_by(Assessment.on_date.desc(), Assessment.created_at.desc(), Assessment.id.desc())
        .limit(MOST)
    )
    return _gathered(visible_assessments(latest), "id", "day", by="at")


def _given(person_id: Whom) -> sa.ScalarSelect[Any]:
    opened = sa.select(sa.func.min(HandoverOpening.at)).where(HandoverOpening.handover_id == Handover.id)
    latest = (
        sa.select(
            Handover.id,
            Handover.kind,
            Handover.handed_on.label("day"),
            Authority.name.label("to"),
            opened.correlate(Handover).scalar_subquery().label("opened"),
            Handover.handed_at.label("at"),
        )
        .join(Authority, Authority.id == Handover.to_authority_id)
        .where(Handover.person_id == person_id)
        .order_by(Handover.handed_at.desc(), Handover.id.desc())
        .limit(MOST_GIVEN)
    )
    return _gathered(visible_given(latest), "kind", "day", "to", "opened", by="at")


def _gathered(rows: sa.Select[*tuple[Any, ...]], *columns: str, by: str) -> sa.ScalarSelect[Any]:
    """The rows as one JSON list, the latest day first."""
    found = rows.subquery()
    one = sa.func.jsonb_build_object(*(part for name in columns for part in (sa.literal(name), found.c[name])))
    ordered = aggregate_order_by(one, found.c.day.desc(), found.c[by].desc(), found.c.id.desc())
    return sa.select(sa.func.jsonb_agg(ordered)).select_from(found).scalar_subquery()
