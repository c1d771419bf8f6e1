"""From facts to what is proven: tables that fit are looked for until each claim is refuted, or found to hold in all of them."""

import random
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from core.disclosure.attacker.facts import Claim, Contradiction, Fact, Proven, Unknown
from core.disclosure.attacker.narrowing import System
from core.disclosure.attacker.programmes import Goal, Programmes, Table, Terms, sum_of

_FRUITLESS = 2
"""So many sweeps in a row that refute nothing, then every claim is tried alone."""
_LARGE = 1500
"""From so many unknowns on a few blocks at a time are moved before all are."""
_FREE, _SWEEPS = 6, 4
"""So many blocks, and so often each of them."""


class Attacker:
    """Somebody who knows these facts. Unknowns that no fact names may be given as `others`. `check` may raise to give up.

    `block`: what belongs together (a tenant), and `start`: a table that may fit. They only save time where there is much: a claim
    is refuted by a table that fits every fact and by nothing else, and what remains is tried with everything free.
    Raises Contradiction when no table fits (found by intervals here, by programmes later).
    """

    def __init__(
        self,
        facts: Iterable[Fact],
        *,
        others: Iterable[Unknown] = (),
        check: Callable[[], None] = lambda: None,
        block: Callable[[Unknown], Hashable] | None = None,
        start: Mapping[Unknown, int] | None = None,
    ) -> None:
        self._system = System(facts, others)
        self._programmes = Programmes(self._system)
        self._check = check
        self._random = random.Random(1)  # noqa: S311 - an attacker need not be unpredictable
        self._blocks: dict[Hashable, list[int]] = {}
        self._start = start or {}
        if block is not None and len(self._system.low) >= _LARGE:
            for unknown, at in self._system.positions.items():
                self._blocks.setdefault(block(unknown), []).append(at)

    @property
    def solved(self) -> int:
        """How many programmes it took so far."""
        return self._programmes.solved

    def span(self, plus: Sequence[Unknown]) -> tuple[int, int]:
        """The least and the greatest value of a sum in all whole tables that fit. Exact, or Contradiction."""
        terms = self._terms(plus)
        least, most = self._programmes.solve(Goal(terms, 1)), self._programmes.solve(Goal(terms, -1))
        if least is None or most is None:
            raise Contradiction("no table was found that fits the facts")
        return sum_of(terms, least), sum_of(terms, most)

    def proven(self, claims: Sequence[Claim]) -> list[Proven]:
        """The claims that hold in every whole table that fits."""
        open_claims = _Open([(claim, self._terms(claim.plus)) for claim in claims])
        if self._blocks:
            self._sweep_nearby(open_claims)
        self._sweep(open_claims)
        return self._one_by_one(open_claims)

    def count_refuted(self, claims: Sequence[Claim], enough: int) -> int:
        """How many claims some fitting table refutes, counted up to `enough`."""
        open_claims = _Open([(claim, self._terms(claim.plus)) for claim in claims])
        while len(claims) - len(open_claims.left) < enough and self._push(open_claims):
            pass
        return min(enough, len(claims) - len(open_claims.left))

    def _sweep_nearby(self, open_claims: "_Open") -> None:
        """Move a few blocks at a time, all others as they are in a table that fits: small programmes that refute nearly all."""
        table: Table | None = [self._start.get(unknown, 0) for unknown in self._system.positions]
        if not self._programmes.fits(table or []):
            table = self._programmes.solve(self._goal(open_claims), exact=False)
        if table is None:
            return
        for _ in range(_SWEEPS):
            names = list(self._blocks)
            self._random.shuffle(names)
            for first in range(0, len(names), _FREE):
                table = self._move(open_claims, self._goal(open_claims), table, names[first : first + _FREE])
        for claim, terms in list(open_claims.left):
            for way in (1, -1):
                if any(one is claim for one, _ in open_claims.left):
                    table = self._move(open_claims, Goal(terms, way), table, self._company(terms))

    def _move(self, open_claims: "_Open", goal: Goal, table: Table, names: list[Hashable]) -> Table:
        self._check()
        free = sorted(at for name in names for at in self._blocks[name])
        better = self._programmes.solve_near(goal, table, free) if open_claims.left else None
        if better is None:
            return table
        open_claims.refute(better)
        return better

    def _company(self, terms: Terms) -> list[Hashable]:
        """The blocks of a claim and some more, so that there is room to move."""
        inside = {at for at, _ in terms}
        own = [name for name, positions in self._blocks.items() if not inside.isdisjoint(positions)]
        more = [name for name in self._blocks if name not in own]
        self._random.shuffle(more)
        self._random.shuffle(own)
        return [*own[:_FREE], *more[: _FREE * 2]][: _FREE * 2]

    def _sweep(self, open_claims: "_Open") -> None:
        """Push all open claims at once, each to the side where it may fail: one table refutes most of them."""
        fruitless = 0
        while open_claims.left and fruitless < _FRUITLESS:
            fruitless = 0 if self._push(open_claims) else fruitless + 1

    def _push(self, open_claims: "_Open") -> bool:
        self._check()
        table = self._programmes.solve(self._goal(open_claims), exact=False)
        return table is not None and open_claims.refute(table)

    def _goal(self, open_claims: "_Open") -> Goal:
        goal = Goal([], 1)
        for claim, terms in open_claims.left:
            goal.add(terms, self._way(claim, terms) * self._random.uniform(0.5, 1.5))
        return goal

    def _way(self, claim: Claim, terms: Terms) -> int:
        """1 to make the sum small, -1 to make it large, 0 when intervals alone prove the claim."""
        low, high = self._system.span(terms)
        ways = [way for way, may in ((1, low < claim.low), (-1, high > claim.high)) if may]
        return self._random.choice(ways) if ways else 0

    def _one_by_one(self, open_claims: "_Open") -> list[Proven]:
        found: list[Proven] = []
        while open_claims.left:
            self._check()
            claim, terms = open_claims.left[0]
            ends: list[int] = []
            for way in (1, -1):
                table = self._programmes.solve(Goal(terms, way))
                if table is not None:
                    ends.append(sum_of(terms, table))
                    open_claims.refute(table)
            if open_claims.left and open_claims.left[0][0] is claim:
                open_claims.left.pop(0)
                certain = len(ends) == 2
                ends = ends if certain else [claim.low, claim.high]
                found.append(Proven(claim, min(ends), max(ends), certain))
        return found

    def _terms(self, plus: Sequence[Unknown]) -> Terms:
        return [(self._system.positions[unknown], 1) for unknown in plus]


class _Open:
    """The claims that nothing has refuted yet."""

    def __init__(self, claims: list[tuple[Claim, Terms]]) -> None:
        self.left = claims

    def refute(self, table: Table) -> bool:
        """Strike out the claims that do not hold in a table; whether there were any."""
        before = len(self.left)
        self.left = [(claim, terms) for claim, terms in self.left if claim.low <= sum_of(terms, table) <= claim.high]
        return len(self.left) < before
