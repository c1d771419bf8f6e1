"""The choices of a list as an address says them: each name once, days written in one way, several columns in one value."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from core.participants import narrowing as of_participants
from core.referrals import narrowing as of_referrals
from core.saved_lists.terms import ListKind
from core.web.fields import made_visible, parse_date

NAMES: dict[ListKind, tuple[str, ...]] = {
    ListKind.PARTICIPANTS: of_participants.FILTERS,
    ListKind.REFERRALS: of_referrals.FILTERS,
}
PAGES = {ListKind.PARTICIPANTS: "participants.index", ListKind.REFERRALS: "referrals.index"}
DAYS = frozenset({*of_participants.DAYS, *of_referrals.DAYS})
SORT = "sort"
_LONGEST = 200


def asked(kind: ListKind, *, sort: bool = False) -> dict[str, str]:
    """What the address of this request chooses of the list; with its order when that is wanted too."""
    return said_once(request.args, (*NAMES[kind], SORT) if sort else NAMES[kind])


def said_once(args: "MultiDict[str, str]", names: Collection[str]) -> dict[str, str]:
    """The same of any address. An empty choice is none, but for a status: there it means all."""
    said = {name: _read(name, args) for name in names if name in args}
    return {name: value for name, value in said.items() if value or name == "status"}


def _read(name: str, args: "MultiDict[str, str]") -> str:
    if name == of_participants.COLUMNS:
        wanted = {one for part in args.getlist(name) for one in part.split(",")}
        return ",".join(one for one in of_participants.FURTHER if one in wanted)
    text = made_visible(args.get(name, "")).strip()[:_LONGEST]
    day = parse_date(text) if name in DAYS else None
    return day.isoformat() if day and 1900 <= day.year <= 2100 else text


def address_of(kind: ListKind, choices: Mapping[str, str]) -> str:
    """The address of the list with these choices."""
    return url_for(PAGES[kind], **cast("dict[str, Any]", dict(choices)))
