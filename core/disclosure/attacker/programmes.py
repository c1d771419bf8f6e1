"""Linear and whole-number programmes over a system of facts, whole or near a table that is known to fit."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from core.disclosure.attacker.facts import Contradiction
from core.disclosure.attacker.narrowing import System

SECONDS = 20.0
"""For one programme."""
_OPTIMAL = 0
_OUT_OF_TIME = 1
_NEAR = 1e-5

Terms = list[tuple[int, int]]
Table = list[int]


def sum_of(terms: Terms, table: Table) -> int:
    """The value of a sum in a table."""
    return sum(factor * table[at] for at, factor in terms)


class Goal:
    """What a programme makes small."""

    def __init__(self, terms: Terms, way: float) -> None:
        self._cost: dict[int, float] = {}
        self.add(terms, way)

    def add(self, terms: Terms, way: float) -> None:
        """Also push this sum: down when `way` is positive, else up."""
        for at, factor in terms:
            self._cost[at] = self._cost.get(at, 0.0) + factor * way

    def cost(self, columns: Iterable[int]) -> list[float]:
        """By column."""
        return [self._cost.get(at, 0.0) for at in columns]


class Programmes:
    """Solves. `solved` counts."""

    def __init__(self, system: System) -> None:
        from scipy.sparse import csc_array  # not on top: only the worker loads it

        self.solved = 0
        self._system = system
        entries = [(number, at, factor) for number, (terms, _, _) in enumerate(system.rows) for at, factor in terms]
        rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        self._matrix = csc_array((factors, (rows, columns)), shape=(len(system.rows), len(system.low)), dtype=float)
        self._low = [low for _, low, _ in system.rows]
        self._high = [high for _, _, high in system.rows]

    def fits(self, table: Table) -> bool:
        """Looked at in whole numbers: a solver works with tolerances, a proof does not."""
        system = self._system
        within = all(low <= value <= high for low, value, high in zip(system.low, table, system.high, strict=True))
        return within and all(low <= sum_of(terms, table) <= high for terms, low, high in system.rows)

    def solve(self, goal: "Goal", *, exact: bool = True) -> Table | None:
        """The whole table that fits and makes the goal smallest. The linear programme first: its corners are mostly whole.

        None when time ran out. Raises Contradiction when nothing fits.
        """
        every = range(len(self._system.low))
        cost = goal.cost(every)
        for whole in (False, True):
            found = self._run(self._matrix, (self._low, self._high), every, cost, whole=whole, gap=1e-9 if exact else 0.05)
            if found.x is None and found.status != _OUT_OF_TIME:
                raise Contradiction("no table fits the facts")
            if found.x is None or (exact and found.status != _OPTIMAL):
                return None
            table = _whole(found.x)
            if table is not None and self.fits(table):
                return table
        return None

    def solve_near(self, goal: "Goal", table: Table, free: Sequence[int]) -> Table | None:
        """A better table in which everything but `free` is as in `table`; None when none was found. May stop at a good one."""
        part = self._matrix[:, free].tocsr()
        touched = [row for row, count in enumerate(_lengths(part.indptr)) if count]
        fixed = self._matrix @ table - part @ [table[at] for at in free]
        rooms = ([self._low[row] - fixed[row] for row in touched], [self._high[row] - fixed[row] for row in touched])
        for whole in (False, True):
            found = self._run(part[touched, :], rooms, free, goal.cost(free), whole=whole, gap=0.05)
            values = None if found.x is None else _whole(found.x)
            if values is not None:
                better = list(table)
                for at, value in zip(free, values, strict=True):
                    better[at] = value
                return better if self.fits(better) else None
        return None

    def _run(
        self,
        matrix: Any,
        rooms: tuple[list[Any], list[Any]],
        columns: Sequence[int],
        cost: list[float],
        *,
        whole: bool,
        gap: float,
    ) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp

        self.solved += 1
        limits = LinearConstraint(matrix, *rooms) if rooms[0] else ()
        bounds = Bounds([self._system.low[at] for at in columns], [self._system.high[at] for at in columns])
        options = {"time_limit": SECONDS, "mip_rel_gap": gap}
        return milp(cost, constraints=limits, bounds=bounds, integrality=[int(whole)] * len(cost), options=options)


def _whole(values: Any) -> Table | None:
    near = [round(value) for value in values]
    return near if all(abs(value - one) < _NEAR for value, one in zip(values, near, strict=True)) else None


def _lengths(starts: Any) -> list[int]:
    return [after - before for before, after in pairwise(starts)]
