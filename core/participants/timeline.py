"""Everything that has happened with a person, of what the reader may read: one statement, put together of many.

Each part asks the rule of its own domain whose it is to read. Nothing here opens anything: the page behind a line does.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from core.clock import today
from core.context import Person as Reader
from core.context import current_person, language
from core.db import session
from core.followups.models import FollowUp
from core.lists import PAGE_SIZE, Page
from core.participants.models import Participation
from core.participants.timeline_parts import PARTS, EntryKind, Group

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `what` is a key or a name, `words` what somebody wrote, the numbers are minutes and occasions."""

    kind: EntryKind
    on_date: dt.date
    id: uuid.UUID
    what: str
    words: str
    minutes: int
    occasions: int


def list_entries(person_id: uuid.UUID, *, group: Group | None = None, page: int = 1) -> Page:
    """A page of lines, the latest first. The caller has opened the person and logged it. Rows: Entry."""
    rows = _rows(person_id, group, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return Page(_entries(rows), rows[0].total if rows else 0)


@dataclass(frozen=True, slots=True)
class Newest:
    """What the page of a participant shows, asked in one statement. `follow_ups`: (id, months), the earliest first."""

    entries: Sequence[Entry]
    follow_ups: Sequence[tuple[uuid.UUID, int]]


def get_newest(participation: Participation) -> Newest:
    """The few latest lines and the follow-ups, for the page of the participant, which is logged.

    Whether the outcome, and so the follow-ups, are the reader's to see, the caller knows."""
    if participation.person_id is None:
        return Newest((), ())
    rows = _rows(participation.person_id, None, NEWEST, 0, participation.id)
    follow_ups = rows[0][-1] if rows else None
    return Newest(_entries(rows), [(uuid.UUID(found), months) for found, months in follow_ups or ()])


def _rows(
    person_id: uuid.UUID, group: Group | None, limit: int, offset: int, participation_id: uuid.UUID | None = None
) -> Sequence[Any]:
    """With a participation its follow-ups stand last in every row."""
    statement = _statement(current_person(), language(), today(), group, participation_id is not None)
    values = {"person": person_id, "most": limit, "first": offset, "participation": participation_id}
    return session.execute(statement, values, bind_arguments={"bind_name": "tenant"}).all()


@lru_cache(maxsize=64)
def _statement(_reader: Reader, _language: str, _day: dt.date, group: Group | None, with_follow_ups: bool) -> sa.Select[Any]:
    """Built once for a reader, a language and a day, on which its parts depend: putting it together takes longer than
    sending it."""
    person = sa.bindparam("person", type_=sa.Uuid())
    parts = [part(person) for of_group, made in PARTS.items() if group in (None, of_group) for part in made]
    every = sa.union_all(*parts).subquery()
    columns = every.c
    beside = [_follow_ups()] if with_follow_ups else []
    return (
        sa.select(every, sa.func.count().over().label("total"), *beside)
        .order_by(columns.on_date.desc(), columns.at.desc().nulls_last(), columns.kind, columns.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
        .offset(sa.bindparam("first", type_=sa.Integer()))
    )


def _follow_ups() -> sa.ScalarSelect[Any]:
    asked = sa.func.jsonb_build_array(FollowUp.id, FollowUp.months)
    made = sa.select(sa.func.jsonb_agg(aggregate_order_by(asked, FollowUp.months))).where(
        FollowUp.participation_id == sa.bindparam("participation", type_=sa.Uuid())
    )
    return made.scalar_subquery()


def _entries(rows: Sequence[Any]) -> list[Entry]:
    return [
        Entry(EntryKind(row.kind), row.on_date, row.id, row.what or "", row.words or "", row.minutes, row.occasions)
        for row in rows
    ]
