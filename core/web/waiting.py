"""What may wait for somebody: a feature registers its kinds, the work page counts and links them, mail says that there is some.

    waiting.add(
        Waiting(
            "deviations_to_read",
            _l("Avvikelser to read before they leave"),
            "deviations.index",
            Permission.READ_DEVIATIONS,
            queries.waiting_to_read,
            values={"status": "to_read"},
        )
    )

stands in the feature's views.py, beside its entry in the menu. `queries.waiting_to_read` is a function of the domain without
arguments that returns a select of ONE number, as the signed-in person may see it (current_person() in it, or bindparams):

    def waiting_to_read() -> sa.Select[tuple[int]]:
        return visible_deviations(sa.select(sa.func.count(Deviation.id)).where(...))

All kinds of a reader are counted in one statement, so a select reads tables of the tenant only and sends nothing itself.
"""

from collections.abc import Callable, Mapping
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
    mail: How = How.DAILY
    """Unless they choose otherwise."""
    may_be_at_once: bool = False
    """Whether it may be told at once: something arrived, rather than a day passed."""
    late: bool = False
    """Whether each of them should have been done already."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A kind with how many wait, as a page shows it."""

    name: str
    label: str
    address: str
    number: int
    late: bool


_kinds: dict[str, Waiting] = {}


def add(*kinds: Waiting) -> None:
    """Register kinds, each once by its name."""
    for kind in kinds:
        _kinds[kind.name] = kind


def kinds_of(person: Person | None) -> list[Waiting]:
    """The kinds that this person's roles open, in order."""
    mine = (kind for kind in _kinds.values() if may(person, kind.permission))
    return sorted(mine, key=lambda kind: (kind.order, kind.name))


def count_kinds(kinds: list[Waiting]) -> dict[str, int]:
    """How many of each wait for the signed-in person. One statement."""
    return count_all({kind.name: kind.count() for kind in kinds})


def list_waiting() -> list[Waits]:
    """What waits for the signed-in person, the next thing first; nothing that nobody waits for. The caller logs."""
    kinds = kinds_of(current_person())
    numbers = count_kinds(kinds)
    return [
        Waits(kind.name, str(kind.label), url_for(kind.endpoint, **kind.values), numbers[kind.name], kind.late)
        for kind in kinds
        if numbers[kind.name]
    ]
