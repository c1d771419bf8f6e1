"""Controlled rounding: every cell to a multiple of the base next to it, every sum still right, and the nearest such table.

A whole-number programme over all cells of all tables at once, solved by HiGHS. Which of the near tables is taken depends on
secret weights, so that nobody can run it backwards. What did not change since the last release keeps its published number.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.disclosure.policy import Policy
from core.disclosure.tables import Cell, Cube

SECONDS = 60.0
"""For one attempt. A table found by then is taken although a nearer one may exist; none found is a failed attempt."""
_NEVER_MOVE = 1000.0
"""What moving a kept number costs, in cells."""
_GAP = 0.02
"""How far from the nearest table may be stopped: nobody sees the difference."""
_GAP_WHERE_MOVED = 1e-6
"""So little that no number is moved for it."""


class CannotRound(Exception):
    """No additive table within the windows was found."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """Numbers by cell. `wide`: margins may differ by almost two bases. `moved`: unchanged counts that lost their number."""

    numbers: Mapping[Cell, int]
    wide: bool = False
    moved: tuple[Cell, ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Attempt:
    name: str
    wide: bool
    movable: Callable[[int, Policy], bool]
    """Whether a kept number of this true count may move."""


def _none(_count: int, _policy: Policy) -> bool:
    return False


def _large(count: int, policy: Policy) -> bool:
    return count >= policy.k


def _all(_count: int, _policy: Policy) -> bool:
    return True


_ATTEMPTS = (
    _Attempt("narrow", wide=False, movable=_none),
    _Attempt("narrow, large counts may move", wide=False, movable=_large),
    _Attempt("wide margins", wide=True, movable=_none),
    _Attempt("wide margins, large counts may move", wide=True, movable=_large),
    _Attempt("wide margins, all may move", wide=True, movable=_all),
)


def round_cube(
    cube: Cube,
    policy: Policy,
    *,
    secret: bytes,
    release: str,
    kept: Mapping[Cell, int] | None = None,
    check: Callable[[], None] = lambda: None,
    seconds: float = SECONDS,
) -> Rounded:
    """The rounded table. `kept`: numbers of cells whose true count has not changed. `check` is called between attempts.

    Raises CannotRound when even wide margins leave no additive table; never returns one that is not additive.
    """
    tried: list[str] = []
    problem = _Problem(cube, policy, kept or {}, _weights(cube, secret, release))
    for attempt in _ATTEMPTS:
        check()
        if not kept and attempt.movable is not _none:
            continue
        tried.append(attempt.name)
        numbers = problem.solve(attempt, seconds)
        if numbers is not None:
            _verify(cube, policy, numbers, wide=attempt.wide)
            moved = tuple(sorted(cell for cell, number in problem.kept.items() if numbers[cell] != number))
            return Rounded(numbers, attempt.wide, moved, tuple(tried))
    raise CannotRound(f"no additive table of {len(cube.counts)} cells: tried {'; '.join(tried)}")


def _weights(cube: Cube, secret: bytes, release: str) -> dict[Cell, float]:
    """Between a half and one and a half, different for every release and known to nobody without the key."""
    found = {}
    for cell in cube.counts:
        digest = hmac.digest(secret, f"{release}\n{cell.code}".encode(), hashlib.sha256)
        found[cell] = 0.5 + int.from_bytes(digest[:6], "big") / 2**48
    return found


@dataclass(slots=True)
class _Programme:
    """Columns and rows as HiGHS takes them."""

    cost: list[float] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, int]] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)

    def column(self, cost: float, low: int, high: int) -> int:
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        return len(self.cost) - 1

    def solve(self, seconds: float, gap: float) -> list[int] | None:
        from scipy.optimize import Bounds, LinearConstraint, milp  # not on top: only the worker loads it (1.5 s, 60 MB)
        from scipy.sparse import csr_array

        if not self.cost:
            return []
        limits: Any = ()
        if self.sums:
            rows, columns, factors = zip(*self.entries, strict=True)
            matrix = csr_array((factors, (rows, columns)), shape=(len(self.sums), len(self.cost)))
            limits = LinearConstraint(matrix, self.sums, self.sums)
        options = {"time_limit": seconds, "mip_rel_gap": gap}
        bounds = Bounds(self.low, self.high)
        found = milp(self.cost, constraints=limits, bounds=bounds, integrality=[1] * len(self.cost), options=options)
        return None if found.x is None else [round(value) for value in found.x]


class _Problem:
    """pub = base × (floor + y), y 0 or 1; a multiple of the base stays. Wide: margins may take one step more either way."""

    def __init__(self, cube: Cube, policy: Policy, kept: Mapping[Cell, int], weights: Mapping[Cell, float]) -> None:
        self.cube, self.policy, self.weights = cube, policy, weights
        self.kept = {cell: number for cell, number in kept.items() if cell in cube.counts}

    def solve(self, attempt: _Attempt, seconds: float) -> dict[Cell, int] | None:
        """Numbers by cell, or None when this attempt has no solution."""
        programme = _Programme()
        columns = {}
        for cell, count in self.cube.counts.items():
            added = self._add(programme, cell, count, attempt)
            if added is None:
                return None
            columns[cell] = added
        for parent, children in self.cube.sums:
            self._balance(programme, columns, parent, children)
        values = programme.solve(seconds, _GAP if attempt.movable is _none else _GAP_WHERE_MOVED)
        if values is None:
            return None
        return {cell: self._number(cell, columns[cell], values) for cell in columns}

    def _add(self, programme: _Programme, cell: Cell, count: int, attempt: _Attempt) -> list[tuple[int, int]] | None:
        """The columns of one cell with their signs: the step up, and one further up and down where margins are wide."""
        base, weight = self.policy.base, self.weights[cell]
        whole, rest = divmod(count, base)
        wide = attempt.wide and cell not in self.cube.finest
        step = None
        if cell in self.kept:
            step = self.kept[cell] // base - whole
            if not -wide <= step <= (rest > 0) + wide:
                return None  # a number of a wide release that a narrow one could not have
        if step is not None and not attempt.movable(count, self.policy):
            return [(programme.column(0.0, step, step), 1)]
        moving = 0.0 if step is None else _NEVER_MOVE * (1 if step > 0 else -1)
        columns = [(programme.column(weight * (base - 2 * rest) - moving, 0, int(rest > 0)), 1)]
        if wide:
            columns.append((programme.column(weight * base * 2, 0, 1), 1))
            columns.append((programme.column(weight * base * 2, 0, int(whole > 0)), -1))
        return columns

    def _balance(
        self, programme: _Programme, columns: Mapping[Cell, list[tuple[int, int]]], parent: Cell, children: tuple[Cell, ...]
    ) -> None:
        row = len(programme.sums)
        programme.entries += [(row, column, sign) for child in children for column, sign in columns[child]]
        programme.entries += [(row, column, -sign) for column, sign in columns[parent]]
        base, counts = self.policy.base, self.cube.counts
        programme.sums.append(counts[parent] // base - sum(counts[child] // base for child in children))

    def _number(self, cell: Cell, columns: list[tuple[int, int]], values: list[int]) -> int:
        steps = sum(sign * values[column] for column, sign in columns)
        return self.policy.base * (self.cube.counts[cell] // self.policy.base + steps)


def _verify(cube: Cube, policy: Policy, numbers: Mapping[Cell, int], *, wide: bool) -> None:
    """What the programme promised, looked at once more: a solver works with tolerances."""
    for cell, count in cube.counts.items():
        slack = policy.slacks(wide=wide)[cell not in cube.finest]
        if numbers[cell] < 0 or numbers[cell] % policy.base or abs(numbers[cell] - count) > slack:
            raise CannotRound(f"{cell.code} was rounded outside its window")
    for parent, children in cube.sums:
        if numbers[parent] != sum(numbers[child] for child in children):
            raise CannotRound(f"the parts of {parent.code} do not add up")
