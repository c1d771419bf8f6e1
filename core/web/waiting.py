"""What may wait for somebody: a feature registers its kinds, the work page counts and links them, mail says that there is some.

    waiting.add(
        Waiting(
            "deviations_to_read",
            _l("Coordination failures to read before they leave"),
            "deviations.index",
            Permission.READ_DEVIATIONS,
            queries.waiting_to_read,
            values={"status": "to_read"},
        )
    )

stands in the feature's views.py, beside its entry in the menu. `queries.waiting_to_read` is a function of the domain without
arguments that returns a select of ONE number, as the signed-in person may see it (current_person() in it):

    def waiting_to_read() -> sa.Select[int]:
        return visible_deviations(sa.select(sa.func.count(Deviation.id)).where(...))

All kinds of a reader are counted in one statement, so a select reads tables of the tenant only and sends nothing itself.
What others have done since the reader was last here is registered likewise, as a `Change` (`waiting.add_changes`).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from core.auth.permissions import Permission, may
from core.context import Person, current_person
from core.work.queries import count_all
from core.work.terms import How


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of what waits. `name` never changes: settings of mail are kept under it (letters, digits, underscore)."""

    name: str
    label: Any
    """What waits, as a heading of its number: "Follow-ups to ask now". Also its name in the settings of mail."""
    endpoint: str
    """The list it leads to, filtered by `values` so that it shows what was counted."""
    permission: Permission
    count: Callable[[], Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    """The lower, the sooner it is the one next thing: 10 somebody waits, 30 late, 50 to do, 70 to know, 90 finished."""
    also: tuple[Permission, ...] = ()
    """What its list asks for besides."""
    mail: How = How.DAILY
    """Unless they choose otherwise."""
    may_be_at_once: bool = False
    """Whether it may be told at once: something arrived, rather than a day passed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of what others have done. `count` is given the instant of the reader's last visit; a select as above."""

    name: str
    label: Any
    endpoint: str
    permission: Permission
    count: Callable[[dt.datetime], Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind with its number, as a page shows it."""

    name: str
    label: str
    address: str
    number: int
    order: int


@dataclass(frozen=True, slots=True)
class Board:
    """What waits for the signed-in person and what has changed, nothing of which there is none; and other numbers by name."""

    waits: Sequence[Counted]
    changes: Sequence[Counted]
    numbers: Mapping[str, int]


_kinds: dict[str, Waiting] = {}
_changes: dict[str, Change] = {}


def add(*kinds: Waiting) -> None:
    """Register kinds, each once by its name."""
    for kind in kinds:
        _kinds[kind.name] = kind


def add_changes(*changes: Change) -> None:
    """The same of what others do."""
    for change in changes:
        _changes[change.name] = change


def kinds_of(person: Person | None) -> list[Waiting]:
    """The kinds that this person's roles open, in order."""
    mine = (kind for kind in _kinds.values() if may(person, kind.permission, *kind.also))
    return sorted(mine, key=lambda kind: (kind.order, kind.name))


def count_kinds(kinds: Sequence[Waiting]) -> dict[str, int]:
    """How many of each wait for the signed-in person. One statement."""
    return count_all({kind.name: kind.count() for kind in kinds})


def look(*, since: dt.datetime | None, besides: Mapping[str, Any]) -> Board:
    """Everything of the signed-in person's counted in one statement, with the selects of `besides`. The caller logs."""
    me = current_person()
    kinds = kinds_of(me)
    changes = sorted((one for one in _changes.values() if since and may(me, one.permission)), key=lambda one: one.order)
    selects = {f"waits_{kind.name}": kind.count() for kind in kinds}
    selects |= {f"new_{change.name}": change.count(since) for change in changes if since}
    numbers = count_all(selects | dict(besides))
    return Board(
        [_counted(kind, numbers[f"waits_{kind.name}"]) for kind in kinds if numbers[f"waits_{kind.name}"]],
        [_counted(change, numbers[f"new_{change.name}"]) for change in changes if numbers[f"new_{change.name}"]],
        {name: numbers[name] for name in besides},
    )


def _counted(kind: Waiting | Change, number: int) -> Counted:
    return Counted(kind.name, str(kind.label), url_for(kind.endpoint, **kind.values), number, kind.order)
