"""Reads saved lists: one's own, and those that a colleague shares."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.saved_lists.models import DefaultList, SavedList
from core.saved_lists.terms import ListKind

_saved = cast("sa.Table", SavedList.__table__)
_default = cast("sa.Table", DefaultList.__table__)


@dataclass(frozen=True, slots=True)
class Named:
    """A saved list as a page offers it."""

    id: uuid.UUID
    name: str
    choices: Mapping[str, str]
    shared: bool
    mine: bool
    opens: bool
    """Whether the page opens on it for the signed-in person."""


@cache
def offered_lists(kind: ListKind) -> sa.Select[Any]:
    """(id, name, what: choices, shared, mine, opens) of the lists the signed-in person may use; who asks is filled in later.

    A select, so that a page can ask for it in one statement with what else its filters offer.
    """
    me: sa.BindParameter[uuid.UUID] = sa.bindparam(None, callable_=lambda: current_person().account_id, type_=sa.Uuid())
    opens = sa.select(_default.c.saved_list_id).where(_default.c.account_id == me, _default.c.kind == kind.value)
    what = sa.func.jsonb_build_object(
        "choices", _saved.c.choices, "shared", _saved.c.shared, "mine", _saved.c.account_id == me,
        "opens", _saved.c.id == opens.scalar_subquery(),
    )  # fmt: skip
    mine_or_shared = sa.or_(_saved.c.account_id == me, _saved.c.shared)
    return sa.select(_saved.c.id, _saved.c.name, what.label("what")).where(_saved.c.kind == kind.value, mine_or_shared)


def named_of(list_id: uuid.UUID | str, name: str, what: Mapping[str, Any]) -> Named:
    """A row of `offered_lists`."""
    return Named(uuid.UUID(str(list_id)), name, what["choices"], what["shared"], what["mine"], bool(what["opens"]))


def list_offered(kind: ListKind) -> list[Named]:
    """The same as rows, in order of name."""
    chosen = offered_lists(kind).order_by(sa.func.ext.sv_key(_saved.c.name), _saved.c.id)
    return [named_of(*row) for row in session.execute(chosen)]


def list_mine() -> Sequence[SavedList]:
    """The signed-in person's own, by kind and name."""
    mine = sa.select(SavedList).where(SavedList.account_id == current_person().account_id)
    return session.scalars(mine.order_by(SavedList.kind, sa.func.ext.sv_key(SavedList.name), SavedList.id)).all()


def list_defaults() -> frozenset[uuid.UUID]:
    """Ids of the lists that pages open on for the signed-in person."""
    mine = sa.select(DefaultList.saved_list_id).where(DefaultList.account_id == current_person().account_id)
    return frozenset(session.scalars(mine))


def get_mine(list_id: uuid.UUID, *, lock: bool = False) -> SavedList:
    """A list of the signed-in person's own. Raises NotFound for anybody else's, shared ones too."""
    chosen = sa.select(SavedList).where(SavedList.id == list_id, SavedList.account_id == current_person().account_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found: SavedList | None = session.scalars(chosen).one_or_none()
    if found is None:
        raise NotFound
    return found
