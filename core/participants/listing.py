"""The list of participations: one prebuilt statement for each choice of conditions, columns and order."""

import uuid
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa

from core.audit import Action, record_access
from core.context import language
from core.db import session
from core.lists import PAGE_SIZE, Order, Page
from core.participants.columns import elements, joined
from core.participants.filters import Chosen, conditions_of, values_of, where
from core.participants.models import Participation, Person
from core.participants.queries import Sight, sight

__all__ = ["BY_NAME", "SORTABLE", "Chosen", "count_participations", "list_participations", "stream_participations"]

_participation = cast("sa.Table", Participation.__table__)
_person = cast("sa.Table", Person.__table__)

COLUMNS = ("number", "state", "started_on", "ended_on", "next_contact_on", "given_name", "family_name", "municipality", "worker")
"""In every row of the page, whatever else is asked for."""

SORTABLE = ("name", "number", "since", "contact")
BY_NAME = Order("name")
BATCH = 500


def list_participations(chosen: Chosen, *, page: int = 1, order: Order = BY_NAME, further: tuple[str, ...] = ()) -> Page:
    """A page of participations, in Swedish order of names with those without a name last unless another order is asked
    for; logged before it is shown.

    Rows: id, number, state, started_on, ended_on, next_contact_on, given_name, family_name, municipality, worker,
    person_id, and the columns of `further` (core.participants.columns). No identity number is ever in a list.
    """
    statement = _list(conditions_of(chosen), order, sight(), further, language())
    rows = session.execute(statement, values_of(chosen) | {"offset": (page - 1) * PAGE_SIZE}).all()
    record_access(
        Action.SEARCH if chosen.is_search else Action.LIST,
        subject_ids=[row.person_id or row.id for row in rows],
        fields=fields_of(further),
    )
    return Page(rows, rows[0].total if rows else 0)


@lru_cache(maxsize=256)
def _list(
    conditions: frozenset[str], order: Order, seen: Sight, further: tuple[str, ...], written_in: str
) -> "sa.Select[*tuple[Any, ...]]":
    """The list's one statement for these conditions, built once a process."""
    return (
        sa.select(
            _participation.c.id,
            _participation.c.person_id,
            *elements(tuple(dict.fromkeys((*COLUMNS, *further))), seen, written_in),
            sa.func.count().over().label("total"),
        )
        .select_from(joined())
        .where(*where(conditions, seen))
        .order_by(_ordered(order), _participation.c.number, _participation.c.id)
        .limit(PAGE_SIZE)
        .offset(sa.bindparam("offset", type_=sa.Integer()))
    )


def _ordered(order: Order) -> sa.ColumnElement[Any]:
    columns: dict[str, sa.ColumnElement[Any]] = {
        "name": sa.collate(_person.c.sort_key, "C"),
        "number": _participation.c.number,
        "since": _participation.c.started_on,
        "contact": _participation.c.next_contact_on,
    }
    column = columns[order.by]
    return (column.desc() if order.descending else column.asc()).nulls_last()


def count_participations(chosen: Chosen) -> int:
    """How many rows the list has for the signed-in person."""
    statement = sa.select(sa.func.count(_participation.c.id)).select_from(joined()).where(*where(conditions_of(chosen), sight()))
    return session.scalar(statement, values_of(chosen)) or 0


def stream_participations(chosen: Chosen, order: Order, columns: tuple[str, ...]) -> Iterator[sa.Row[Any]]:
    """Every row of the list for an export, as the server sends them; the caller logs whom it was given.

    Rows: id, person_id (None: anonymous), then the columns in their order. A sealed column comes sealed.
    """
    seen = sight()
    statement = (
        sa.select(_participation.c.id, _participation.c.person_id, *elements(columns, seen, language()))
        .select_from(joined())
        .where(*where(conditions_of(chosen), seen))
        .order_by(_ordered(order), _participation.c.number, _participation.c.id)
        .execution_options(yield_per=BATCH)
    )
    yield from session.execute(statement, values_of(chosen))


def fields_of(columns: Collection[str]) -> str:
    """The classes of data that a list with these columns shows, for the access log."""
    classes = {"identity_number": "identity", "support_before": "outcome", "exit_reason": "outcome"}
    return " ".join(dict.fromkeys(["list", *(classes[name] for name in columns if name in classes)]))


def subject_of(row: Any) -> uuid.UUID:
    """Whom a row is about, for the access log: the person, or an anonymous participation itself."""
    found: uuid.UUID = row.person_id or row.id
    return found
