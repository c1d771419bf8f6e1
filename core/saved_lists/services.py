"""Keep, change and remove saved lists. Everybody does so with their own only; a shared one is its maker's too."""

import json
import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.constraints import SentTwice
from core.context import current_person
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.saved_lists.errors import ListChanged, TooManyLists
from core.saved_lists.models import DefaultList, SavedList
from core.saved_lists.queries import get_mine
from core.saved_lists.terms import ListKind

MOST_LISTS = 50
LONGEST_NAME = 80
LONGEST_CHOICES = 2000


def keep_list(
    *, list_id: uuid.UUID, kind: ListKind, name: str, choices: Mapping[str, str], shared: bool, opens: bool
) -> SavedList:
    """Keep a list under a name. Raises Invalid, TooManyLists; SentTwice when the same form has kept it already."""
    me = current_person().account_id
    if session.get(SavedList, list_id) is not None:
        raise SentTwice
    _require_name(name, kind, None)
    if len(json.dumps(dict(choices))) > LONGEST_CHOICES:
        raise Invalid({"": _l("This list has too many choices to be kept")})
    if session.scalar(sa.select(sa.func.count(SavedList.id)).where(SavedList.account_id == me)) >= MOST_LISTS:  # type: ignore[operator]  # a count is never null
        raise TooManyLists
    saved = SavedList(id=list_id, account_id=me, kind=kind, name=name.strip(), shared=shared, choices=dict(choices))
    try:
        with session.begin_nested():
            session.add(saved)
    except IntegrityError:  # the same form at the same moment, or the same name
        raise SentTwice from None
    if opens:
        _open_on(saved)
    return saved


def change_list(*, list_id: uuid.UUID, version: int | None, name: str, shared: bool, opens: bool) -> None:
    """Its name, whether colleagues are offered it, whether the page opens on it. Raises NotFound, Invalid, ListChanged."""
    saved = get_mine(list_id, lock=True)
    if saved.version != version:
        raise ListChanged
    _require_name(name, ListKind(saved.kind), list_id)
    saved.name, saved.shared = name.strip(), shared
    if opens:
        _open_on(saved)
    else:
        _open_on_none(saved)
    session.flush()


def remove_list(*, list_id: uuid.UUID) -> None:
    """Gone for everybody; nobody's page opens on it any more. Raises NotFound."""
    saved = get_mine(list_id, lock=True)
    session.delete(saved)
    session.flush()


def _require_name(name: str, kind: ListKind, but: uuid.UUID | None) -> None:
    if not name.strip():
        raise Invalid({"name": _l("Write a name for the list")})
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid({"name": _l("Write at most 80 characters")})
    same = sa.select(SavedList.id).where(
        SavedList.account_id == current_person().account_id, SavedList.kind == kind.value, SavedList.name == name.strip()
    )
    if session.scalar(same.where(SavedList.id != but) if but else same) is not None:
        raise Invalid({"name": _l("You have a list with this name already")})


def _open_on(saved: SavedList) -> None:
    found = session.get(DefaultList, (saved.account_id, saved.kind))
    if found is None:
        session.add(DefaultList(account_id=saved.account_id, kind=saved.kind, saved_list_id=saved.id))
    else:
        found.saved_list_id = saved.id
    session.flush()


def _open_on_none(saved: SavedList) -> None:
    found = session.get(DefaultList, (saved.account_id, saved.kind))
    if found is not None and found.saved_list_id == saved.id:
        session.delete(found)
        session.flush()
