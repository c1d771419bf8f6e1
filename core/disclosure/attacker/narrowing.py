"""Interval propagation: every fact narrows the bounds of each unknown in it, until nothing narrows any more."""

from collections.abc import Iterable, Sequence

from core.disclosure.attacker.facts import CEILING, Contradiction, Fact, Unknown

Row = tuple[list[tuple[int, int]], int, int]
"""Positions of unknowns with their signs, low, high."""


class System:
    """Facts by position, with the narrowest bounds that intervals alone give. Raises Contradiction."""

    def __init__(self, facts: Iterable[Fact], named: Iterable[Unknown] = ()) -> None:
        self.positions: dict[Unknown, int] = {}
        self.rows: list[Row] = [row for fact in facts if (row := self._row(fact))[0] or not row[1] <= 0 <= row[2]]
        for unknown in named:
            self._position(unknown)
        self.low = [0] * len(self.positions)
        self.high = [CEILING] * len(self.positions)
        self._narrow()

    def _position(self, unknown: Unknown) -> int:
        return self.positions.setdefault(unknown, len(self.positions))

    def _row(self, fact: Fact) -> Row:
        factors: dict[int, int] = {}
        for sign, unknowns in ((1, fact.plus), (-1, fact.minus)):
            for unknown in unknowns:
                at = self._position(unknown)
                factors[at] = factors.get(at, 0) + sign
        high = CEILING if fact.high is None else fact.high
        return [(at, factor) for at, factor in factors.items() if factor], fact.low, high

    def span(self, terms: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The bounds of a sum by intervals alone."""
        low = sum(factor * (self.low[at] if factor > 0 else self.high[at]) for at, factor in terms)
        high = sum(factor * (self.high[at] if factor > 0 else self.low[at]) for at, factor in terms)
        return low, high

    def _narrow(self) -> None:
        waiting = dict.fromkeys(range(len(self.rows)))
        touching: dict[int, list[int]] = {}
        for number, (terms, _, _) in enumerate(self.rows):
            for at, _ in terms:
                touching.setdefault(at, []).append(number)
        left = 60 * (len(self.rows) + 1)
        while waiting and left:
            left -= 1
            number = next(iter(waiting))
            del waiting[number]
            for at in self._apply(*self.rows[number]):
                waiting.update(dict.fromkeys(touching[at]))

    def _apply(self, terms: list[tuple[int, int]], low: int, high: int) -> list[int]:
        """Narrow the unknowns of one fact; those that changed."""
        least, most = self.span(terms)
        if least > high or most < low:
            raise Contradiction("the facts fit no table")
        changed = []
        for at, factor in terms:
            own = (factor * self.low[at], factor * self.high[at])
            room_down, room_up = low - (most - max(own)), high - (least - min(own))
            bounds = (-(-room_down // factor), room_up // factor) if factor > 0 else (-(-room_up // factor), room_down // factor)
            narrowed = max(self.low[at], bounds[0]), min(self.high[at], bounds[1])
            if narrowed != (self.low[at], self.high[at]):
                if narrowed[0] > narrowed[1]:
                    raise Contradiction("the facts fit no table")
                least += min(factor * narrowed[0], factor * narrowed[1]) - min(own)
                most += max(factor * narrowed[0], factor * narrowed[1]) - max(own)
                self.low[at], self.high[at] = narrowed
                changed.append(at)
        return changed
