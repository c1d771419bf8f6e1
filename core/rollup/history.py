"""Two releases read together: what was hidden in either may not be found out from both.

The attacker is the one of disclosure.py and assumes, besides, that counts only grow and by no more than their row has grown.
One column at a time: what was counted before flows from the old sum through its row, joined by what came since, to the new sum.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.rollup.disclosure import Row
from core.rollup.network import Network
from core.rollup.terms import ENOUGH


@dataclass(frozen=True, slots=True)
class Told:
    """One row's count of one column in one release."""

    value: int
    total: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column in two releases. A row that was kept is the same in both."""

    before: Mapping[Row, Told]
    after: Mapping[Row, Told]
    sum_shown_before: bool
    sum_shown_after: bool

    def holds(self) -> bool:
        """Whether every hidden count of both releases still spans five, for outsiders and for each tenant."""
        hidden = {row for told in (self.before, self.after) for row, one in told.items() if not one.shown}
        for insider in [None, *sorted(hidden, key=str)]:
            network = self._network(insider)
            for tail, head, need in self._hidden_arcs(insider):
                if not network.spans(tail, head, need):
                    return False
        return True

    def _hidden_arcs(self, insider: Row | None) -> Iterator[tuple[object, object, int]]:
        for row, told in self.before.items():
            if not told.shown and row != insider:
                yield _OLD, ("row", row), min(ENOUGH, told.total)
        for row, told in self.after.items():
            if not told.shown and row != insider:
                yield ("row", row), _NEW, min(ENOUGH, told.total)

    def _network(self, insider: Row | None) -> Network:
        network = Network()
        for row in {**self.before, **self.after}:
            if row != insider:
                self._join(network, row)
        if not self.sum_shown_before:
            network.arc(_ALL, _OLD, sum(told.value for told in self.before.values()))
        if not (self.sum_shown_before and self.sum_shown_after):
            network.arc(_ALL, _SINCE, _ANY, 2 * _ANY)
        if not self.sum_shown_after:
            network.arc(_NEW, _ALL, sum(told.value for told in self.after.values()))
        return network

    def _join(self, network: Network, row: Row) -> None:
        """old count + what came since = new count; a shown one is known, and a kept row had nothing come."""
        old, new = self.before.get(row, _ABSENT), self.after.get(row, _ABSENT)
        node = ("row", row)
        if not old.shown:
            network.arc(_OLD, node, old.value, old.total)
        if not new.shown:
            network.arc(node, _NEW, new.value, new.total)
        came, grown = new.value - old.value, new.total - old.total
        if 0 <= came <= grown and grown:
            network.arc(_SINCE, node, came, grown)
        elif (old.value, old.total) != (new.value, new.total):
            network.arc(_SINCE, node, _ANY, 2 * _ANY)  # corrected downwards: nothing can be assumed of it


_OLD, _SINCE, _NEW, _ALL = ("old",), ("since",), ("new",), ("all",)
_ABSENT = Told(0, 0, shown=True)
_ANY = 10**6
"""A flow in the middle of its room: it may change by as much in either direction."""
