"""In which order the months of a list are sent, and what a correction makes due anew. Pure: tried without a database.

The list begins with the earliest month that was ever sent from here; what lies before it was sent in another way.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.owed.terms import DUE_DAYS, OwedState


@dataclass(frozen=True, slots=True)
class Sent:
    """The latest sending of a month. `position` counts the sendings of the whole list."""

    number: int
    position: int
    digest: str
    reported_on: dt.date


@dataclass(frozen=True, slots=True)
class Month:
    """A month as it is now. `digest` is of what would be sent today."""

    month: dt.date
    is_over: bool
    locked: bool
    digest: str
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the month has come. `can_send`: it may be reported (again) now."""

    month: Month
    state: OwedState
    can_send: bool
    due_on: dt.date | None
    late: bool


DONE = frozenset({OwedState.REPORTED, OwedState.EARLIER})


def standings(months: Sequence[Month], *, day: dt.date, chronological: bool) -> list[Standing]:
    """Each month's standing, in the order given: the earliest first. Only a chronological list has days when it is due."""
    first = next((one.month for one in months if one.sent), None)
    found: list[Standing] = []
    held, latest = False, 0
    for one in months:
        state = _state(one, first, held=held and chronological, latest=latest if chronological else 0)
        due_on = due_day(one.month) if chronological and state is not OwedState.EARLIER else None
        late = due_on is not None and first is not None and due_on < day and state not in DONE
        sendable = one.is_over and one.locked and state not in (OwedState.REPORTED, OwedState.WAITS)
        found.append(Standing(one, state, sendable and not (held and chronological), due_on, late))
        held = held or (first is not None and state not in DONE)
        latest = max(latest, one.sent.position if one.sent else 0)
    return found


def _state(one: Month, first: dt.date | None, *, held: bool, latest: int) -> OwedState:
    if one.sent is not None:
        if one.sent.digest != one.digest:
            return OwedState.CHANGED
        return OwedState.AGAIN if held or one.sent.position < latest else OwedState.REPORTED
    if not one.is_over:
        return OwedState.NOT_OPEN
    if first is not None and one.month < first:
        return OwedState.EARLIER
    if not one.locked:
        return OwedState.NOT_LOCKED
    return OwedState.WAITS if held else OwedState.READY


def due_day(month: dt.date) -> dt.date:
    """The last day to report it: within four weeks from the first day of the next month, that day counted."""
    opens = (month + dt.timedelta(days=32)).replace(day=1)
    return opens + dt.timedelta(days=DUE_DAYS - 1)


def later_to_send(found: Sequence[Standing], month: dt.date) -> list[dt.date]:
    """The months after a changed one that are to be sent again with it."""
    return [one.month.month for one in found if one.month.month > month and one.month.sent is not None]
