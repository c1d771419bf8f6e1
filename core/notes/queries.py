"""Reads notes, and who may read them. Every read and write of a note goes through `visible_notes`."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.audit import Action, record_access
from core.db import session
from core.errors import NotFound
from core.notes.models import Note
from core.participants.models import Staff
from core.persons.queries import is_our_writing, visible_ids

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as a page shows it. `corrected` are the words it replaced, the oldest first."""

    id: uuid.UUID
    on_date: dt.date
    at: dt.datetime
    text: str
    by_name: str | None
    corrects_id: uuid.UUID | None
    corrected: "tuple[NoteRow, ...]" = ()


def visible_notes(statement: Statement) -> Statement:
    """Narrow a select of Note to what the signed-in person may read: their own authority's (core.persons.is_our_writing)."""
    return statement.where(is_our_writing(owner_id=Note.owner_id, person_id=Note.person_id, author=Note.by_account))


def list_notes(person_id: uuid.UUID) -> list[NoteRow]:
    """The notes about a person, the latest day first; what was corrected stands under its correction.

    The caller has opened the person and logged it.
    """
    statement = (
        sa.select(Note.id, Note.on_date, Note.at, Note.text, Staff.name.label("by_name"), Note.corrects_id)
        .outerjoin(Staff, Staff.account_id == Note.by_account)
        .where(Note.person_id == person_id)
        .order_by(Note.on_date.desc(), Note.at.desc(), Note.id.desc())
    )
    rows = [NoteRow(**row._mapping) for row in session.execute(visible_notes(statement))]
    by_id = {row.id: row for row in rows}
    replaced = {row.corrects_id for row in rows}
    return [_with_corrected(row, by_id) for row in rows if row.id not in replaced]


def _with_corrected(row: NoteRow, by_id: Mapping[uuid.UUID, NoteRow]) -> NoteRow:
    chain: list[NoteRow] = []
    older = by_id.get(row.corrects_id) if row.corrects_id else None
    while older is not None:
        chain.insert(0, older)
        older = by_id.get(older.corrects_id) if older.corrects_id else None
    return NoteRow(row.id, row.on_date, row.at, row.text, row.by_name, row.corrects_id, tuple(chain))


def read_note(note_id: uuid.UUID, *, action: Action = Action.READ) -> Note:
    """The note, once the access log has its row. Raises NotFound."""
    record_access(action, subject_ids=list_subjects(note_id), fields="note")
    found: Note = session.scalars(visible_notes(sa.select(Note).where(Note.id == note_id))).one()
    return found


def list_subjects(note_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person a note is about, for the access log. Raises NotFound."""
    person_id = session.scalar(visible_notes(sa.select(Note.person_id).where(Note.id == note_id)))
    if person_id is None or not visible_ids({person_id}):
        raise NotFound
    return [person_id]


def find_correction(note_id: uuid.UUID) -> uuid.UUID | None:
    """The note that corrects this one."""
    found: uuid.UUID | None = session.scalar(sa.select(Note.id).where(Note.corrects_id == note_id))
    return found


def find_note_sent(form_token: uuid.UUID) -> Note | None:
    """The note that this sending of the form has made already, if the signed-in person may read it."""
    found: Note | None = session.scalar(visible_notes(sa.select(Note).where(Note.form_token == form_token)))
    return found
