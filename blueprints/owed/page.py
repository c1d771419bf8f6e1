"""Puts together the page of one month's list: what is registered now beside what was reported, and what is to be done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import format_decimal, format_number
from core.owed import queries
from core.owed.order import Standing, later_to_send
from core.owed.services import Board, Content, content_of, get_board
from core.owed.terms import CHRONOLOGICAL, FIGURES, LACKING_NAMES, MONTHLY, Lacking, OwedKind, OwedState

STATE_LOOKS = {
    OwedState.EARLIER: "plain",
    OwedState.NOT_OPEN: "plain",
    OwedState.NOT_LOCKED: "plain",
    OwedState.WAITS: "plain",
    OwedState.READY: "accent",
    OwedState.REPORTED: "ok",
    OwedState.CHANGED: "warn",
    OwedState.AGAIN: "warn",
}
"""Which pill a state is shown in."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it was reported and as it is now. `then` is None before the first report."""

    words: str
    then: str | None
    now: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.then is not None and self.then != self.now


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Everything on the page of a month's list."""

    kind: OwedKind
    standing: Standing
    lock: Any
    counts: Mapping[str, Any]
    rows: Sequence[Row]
    lacking: Sequence[tuple[str, int]]
    sources: Sequence[Mapping[str, Any]]
    reports: Sequence[Any]
    later: Sequence[dt.date]
    """The months that a correction of this one makes due anew."""
    first_blocking: dt.date | None
    """The earliest month that is to be reported before this one can be."""


def said(value: float | None) -> str:
    """A number in the reader's language; hours with as many decimals as they have."""
    if value is None:
        return "–"
    return format_number(int(value)) if value == int(value) else format_decimal(value, 2)


def rows_of(kind: OwedKind, now: Mapping[str, Any], then: Mapping[str, Any] | None) -> list[Row]:
    """The figures of a list, in order, beside what was reported."""
    return [Row(str(words), said(then.get(name)) if then else None, said(now[name])) for name, words in FIGURES[kind].items()]


def get_month_page(kind: OwedKind, month: dt.date, subproject: Any) -> MonthPage:
    """One month of a list, counts only. Raises NotFound for a month to come, or not the delprojekt's."""
    board = get_board(subproject, [kind])
    standing = board.standing(kind, month)
    content, _digest = content_of(kind, subproject.id, month)
    reports = queries.list_reports(subproject.id, kind, month)
    changed = standing.state is OwedState.CHANGED and kind in CHRONOLOGICAL
    return MonthPage(
        kind=kind,
        standing=standing,
        lock=board.locks.get(month),
        counts=board.counts.get(month, queries.EMPTY),
        rows=rows_of(kind, content["figures"], reports[0].content["figures"] if reports else None),
        lacking=lacking_of(content),
        sources=content.get("sources", ()),
        reports=reports,
        later=later_to_send(board.lists[kind], month) if changed else (),
        first_blocking=_first_blocking(board, kind, standing),
    )


def lacking_of(content: Content) -> list[tuple[str, int]]:
    """What is missing of how many participants; only what is."""
    found = content.get("lacking", {})
    return [(str(words), found[f"lacking_{one}"]) for one, words in LACKING_NAMES.items() if found.get(f"lacking_{one}")]


def _first_blocking(board: Board, kind: OwedKind, standing: Standing) -> dt.date | None:
    if kind not in CHRONOLOGICAL or standing.can_send or standing.state in (OwedState.REPORTED, OwedState.EARLIER):
        return None
    waits = (OwedState.READY, OwedState.NOT_LOCKED, OwedState.CHANGED, OwedState.AGAIN)
    earlier = (one for one in board.lists[kind] if one.month.month < standing.month.month and one.state in waits)
    return next((one.month.month for one in earlier), None)


def next_to_report(board: Board) -> tuple[OwedKind, Standing] | None:
    """The one next thing: what is late or due first, SCB before the rest. None when everything is in."""
    found = [
        (one.due_on or dt.date.max, MONTHLY.index(kind), one.month.month, kind, one)
        for kind in MONTHLY
        for one in board.lists[kind]
        if one.can_send and one.state is not OwedState.EARLIER
    ]
    if not found:
        return None
    *_order, kind, standing = min(found, key=lambda each: each[:3])
    return kind, standing


MOST_EARLIER = 6


def recent(months: Sequence[tuple[Standing, ...]]) -> list[tuple[Standing, ...]]:
    """The latest months, and all that were reported from here; the latest first, as they are given."""
    begun = any(one.month.sent for each in months for one in each)
    return [
        each
        for at, each in enumerate(months)
        if at < MOST_EARLIER or (begun and any(one.state is not OwedState.EARLIER for one in each))
    ]


NEEDED = tuple(Lacking)
"""In the order of the columns on the page of the participants."""
