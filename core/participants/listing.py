"""The list of participations: one prebuilt statement for each choice of conditions and order, and who may read its rows."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from core.audit import Action, record_access
from core.db import session
from core.lists import MAX_WORDS, PAGE_SIZE, Order, Page, containing
from core.participants.models import Participation, Person, Staff, SubprojectMunicipality
from core.participants.queries import Sight, is_without_contact, sight, visibility
from core.participants.terms import ParticipationState

_participation = cast("sa.Table", Participation.__table__)
_person = cast("sa.Table", Person.__table__)
_staff = cast("sa.Table", Staff.__table__)
_municipality = cast("sa.Table", SubprojectMunicipality.__table__)

COLUMNS = ("id", "number", "state", "started_on", "ended_on", "next_contact_on", "person_id")

SORTABLE = ("name", "number", "since", "contact")
BY_NAME = Order("name")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to. `words` are parts of a name, `number` a participant's number without its prefix."""

    status: ParticipationState | None = None
    worker: uuid.UUID | None = None
    municipality: str | None = None
    words: tuple[str, ...] = ()
    number: int | None = None
    identity_index: bytes | None = None
    without_contact: bool = False
    """Open, and no next contact set."""

    @property
    def is_search(self) -> bool:
        """Whether somebody is looked for, rather than the list looked through."""
        return bool(self.words) or self.number is not None or self.identity_index is not None


def list_participations(chosen: Chosen, *, page: int = 1, order: Order = BY_NAME) -> Page:
    """A page of participations, in Swedish order of names with those without a name last unless another order is asked
    for; logged before it is shown.

    Rows: id, number, state, started_on, ended_on, next_contact_on, given_name, family_name, municipality, worker,
    person_id. No identity number is ever in a list.
    """
    values = {f"word{place}": containing(word) for place, word in enumerate(chosen.words[:MAX_WORDS])}
    values |= {
        name: value
        for name in ("status", "worker", "municipality", "identity_index")
        if (value := getattr(chosen, name)) is not None
    }
    conditions = {"without_contact"} if chosen.without_contact else set()
    if chosen.number is not None:
        values["number"] = f"%-{chosen.number:04d}"
    statement = _list(frozenset({*values, *conditions}), order, sight())
    rows = session.execute(statement, values | {"offset": (page - 1) * PAGE_SIZE}).all()
    record_access(
        Action.SEARCH if chosen.is_search else Action.LIST,
        subject_ids=[row.person_id or row.id for row in rows],
        fields="list",
    )
    return Page(rows, rows[0].total if rows else 0)


@cache
def _list(conditions: frozenset[str], order: Order, seen: Sight) -> "sa.Select[*tuple[Any, ...]]":
    """The list's one statement for these conditions, built once a process."""
    statement = (
        sa.select(
            *(_participation.c[name] for name in COLUMNS),
            _person.c.given_name,
            _person.c.family_name,
            _municipality.c.name.label("municipality"),
            _staff.c.name.label("worker"),
            sa.func.count().over().label("total"),
        )
        .select_from(_joined())
        .where(visibility(seen), *(_condition(name) for name in sorted(conditions)))
        .order_by(_ordered(order), _participation.c.number, _participation.c.id)
        .limit(PAGE_SIZE)
        .offset(sa.bindparam("offset", type_=sa.Integer()))
    )
    if "status" not in conditions:
        statement = statement.where(_participation.c.state != ParticipationState.MISREGISTERED)
    return statement


def _joined() -> sa.FromClause:
    of_subproject = _municipality.c.subproject_id == _participation.c.subproject_id
    return (
        _participation.outerjoin(_person, _person.c.id == _participation.c.person_id)
        .outerjoin(_staff, _staff.c.account_id == _participation.c.key_worker_id)
        .outerjoin(_municipality, sa.and_(of_subproject, _municipality.c.code == _participation.c.municipality_code))
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


def _condition(name: str) -> sa.ColumnElement[bool]:
    given: sa.BindParameter[Any] = sa.bindparam(name)
    if name.startswith("word"):
        return _person.c.search_key.like(sa.func.ext.sv_fold(given), escape="\\")
    columns: dict[str, sa.ColumnElement[bool]] = {
        "status": _participation.c.state == given,
        "worker": _participation.c.key_worker_id == given,
        "municipality": _participation.c.municipality_code == given,
        "identity_index": _person.c.identity_index == given,
        "number": _participation.c.number.like(given),
        "without_contact": is_without_contact(),
    }
    return columns[name]


def list_workers_of_list() -> list[tuple[str, str]]:
    """(account id, name) of the contact persons of the participations the signed-in person may read."""
    return [(str(row.account_id), row.name) for row in session.execute(_workers(sight()))]


@cache
def _workers(seen: Sight) -> "sa.Select[*tuple[Any, ...]]":
    theirs = sa.select(_participation.c.key_worker_id).where(visibility(seen))
    return (
        sa.select(_staff.c.account_id, _staff.c.name)
        .where(_staff.c.account_id.in_(theirs))
        .order_by(sa.func.ext.sv_key(_staff.c.name), _staff.c.account_id)
    )
