"""From facts to what is proven: tables that fit are looked for until each claim is refuted, or found to hold in all of them."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from core.disclosure.attacker.facts import Claim, Contradiction, Fact, Proven, Unknown
from core.disclosure.attacker.narrowing import System

SECONDS = 20.0
"""For one programme. A claim whose programme runs out of time counts as proven, but not as certain."""
_OPTIMAL = 0
_OUT_OF_TIME = 1
_FRUITLESS = 2
"""So many sweeps in a row that refute nothing, then every claim is tried alone."""
_NEAR = 1e-5

Terms = list[tuple[int, int]]


class Attacker:
    """Somebody who knows these facts. Unknowns that no fact names may be given as `others`. `check` may raise to give up.

    Raises Contradiction when no table fits (found by intervals here, by programmes later).
    """

    def __init__(
        self, facts: Iterable[Fact], *, others: Iterable[Unknown] = (), check: Callable[[], None] = lambda: None
    ) -> None:
        from scipy.sparse import csr_array  # only the worker loads it

        self._system = System(facts, others)
        self._check = check
        self._random = random.Random(1)  # noqa: S311 - an attacker need not be unpredictable
        self.solved = 0
        rows = self._system.rows
        entries = [(number, at, factor) for number, (terms, _, _) in enumerate(rows) for at, factor in terms]
        self._matrix = _matrix(csr_array, entries, (len(rows), len(self._system.low)))

    def span(self, plus: Sequence[Unknown]) -> tuple[int, int]:
        """The least and the greatest value of a sum in all whole tables that fit. Exact, or Contradiction."""
        terms = self._terms(plus)
        least, most = self._solve(_Goal(terms, 1)), self._solve(_Goal(terms, -1))
        if least is None or most is None:
            raise Contradiction("no table was found that fits the facts")
        return _sum(terms, least), _sum(terms, most)

    def proven(self, claims: Sequence[Claim]) -> list[Proven]:
        """The claims that hold in every whole table that fits."""
        open_claims = _Open([(claim, self._terms(claim.plus)) for claim in claims])
        self._sweep(open_claims)
        return self._one_by_one(open_claims)

    def count_refuted(self, claims: Sequence[Claim], enough: int) -> int:
        """How many claims some fitting table refutes, counted up to `enough`."""
        open_claims = _Open([(claim, self._terms(claim.plus)) for claim in claims])
        while len(claims) - len(open_claims.left) < enough and self._push(open_claims):
            pass
        return min(enough, len(claims) - len(open_claims.left))

    def _sweep(self, open_claims: "_Open") -> None:
        """Push all open claims at once, each to the side where it may fail: one table refutes most of them."""
        fruitless = 0
        while open_claims.left and fruitless < _FRUITLESS:
            fruitless = 0 if self._push(open_claims) else fruitless + 1

    def _push(self, open_claims: "_Open") -> bool:
        self._check()
        goal = _Goal([], 1)
        for claim, terms in open_claims.left:
            goal.add(terms, self._way(claim, terms) * self._random.uniform(0.5, 1.5))
        table = self._solve(goal, exact=False)
        return table is not None and open_claims.refute(table)

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
                table = self._solve(_Goal(terms, way))
                if table is not None:
                    ends.append(_sum(terms, table))
                    open_claims.refute(table)
            if open_claims.left and open_claims.left[0][0] is claim:
                open_claims.left.pop(0)
                certain = len(ends) == 2
                found.append(
                    Proven(claim, min(ends), max(ends)) if certain else Proven(claim, claim.low, claim.high, certain=False)
                )
        return found

    def _terms(self, plus: Sequence[Unknown]) -> Terms:
        return [(self._system.positions[unknown], 1) for unknown in plus]

    def _solve(self, goal: "_Goal", *, exact: bool = True) -> list[int] | None:
        """The whole table that fits and makes the goal smallest. The linear programme first: its corners are mostly whole.

        None when time ran out. Raises Contradiction when nothing fits.
        """
        cost = goal.cost(len(self._system.low))
        for whole in (False, True):
            found = self._programme(cost, whole=whole, gap=1e-9 if exact else 0.05)
            if found.x is None and found.status != _OUT_OF_TIME:
                raise Contradiction("no table fits the facts")
            if found.x is None or (exact and found.status != _OPTIMAL):
                return None
            table = [round(value) for value in found.x]
            if all(abs(value - near) < _NEAR for value, near in zip(found.x, table, strict=True)) and self._fits(table):
                return table
        return None

    def _programme(self, cost: list[float], *, whole: bool, gap: float) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp

        self.solved += 1
        rows = self._system.rows
        limits = LinearConstraint(self._matrix, [low for _, low, _ in rows], [high for _, _, high in rows]) if rows else ()
        bounds = Bounds(self._system.low, self._system.high)
        options = {"time_limit": SECONDS, "mip_rel_gap": gap}
        return milp(cost, constraints=limits, bounds=bounds, integrality=[int(whole)] * len(cost), options=options)

    def _fits(self, table: list[int]) -> bool:
        """Looked at in whole numbers: a solver works with tolerances, a proof does not."""
        system = self._system
        within = all(low <= value <= high for low, value, high in zip(system.low, table, system.high, strict=True))
        return within and all(low <= _sum(terms, table) <= high for terms, low, high in system.rows)


class _Goal:
    """What a programme makes small."""

    def __init__(self, terms: Terms, way: float) -> None:
        self._cost: dict[int, float] = {}
        self.add(terms, way)

    def add(self, terms: Terms, way: float) -> None:
        for at, factor in terms:
            self._cost[at] = self._cost.get(at, 0.0) + factor * way

    def cost(self, length: int) -> list[float]:
        return [self._cost.get(at, 0.0) for at in range(length)]


class _Open:
    """The claims that nothing has refuted yet."""

    def __init__(self, claims: list[tuple[Claim, Terms]]) -> None:
        self.left = claims

    def refute(self, table: list[int]) -> bool:
        """Strike out the claims that do not hold in a table; whether there were any."""
        before = len(self.left)
        self.left = [(claim, terms) for claim, terms in self.left if claim.low <= _sum(terms, table) <= claim.high]
        return len(self.left) < before


def _sum(terms: Terms, table: list[int]) -> int:
    return sum(factor * table[at] for at, factor in terms)


def _matrix(make: Any, entries: list[tuple[int, int, int]], shape: tuple[int, int]) -> Any:
    rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
    return make((factors, (rows, columns)), shape=shape, dtype=float)
