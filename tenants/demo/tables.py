"""Whole-number tables with given margins: what a published sum says is met exactly, and nobody is half a person."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")
Table = list[list[int]]

_ROUNDS = 60


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` shared out after `weights` by largest remainder; on a tie the first gets it."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda at: shares[at] - exact[at])
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


def apportion_named(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """`apportion` for weights that have names."""
    return dict(zip(weights, apportion(total, list(weights.values())), strict=True))


def fit(
    rows: Sequence[int],
    columns: Sequence[int],
    weights: Sequence[Sequence[float]] | None = None,
    caps: Sequence[int] | None = None,
) -> Table:
    """A table with exactly these row and column sums, near `weights`; a weight of 0 forbids the cell.

    `caps`: for each row, the most any of its cells may hold.

    Proportional fitting, rounded down; what is then missing is placed along augmenting paths (transportation problem).
    Raises ValueError when no such table exists.
    """
    if sum(rows) != sum(columns):
        raise ValueError(f"rows give {sum(rows)}, columns {sum(columns)}")
    given = [list(line) for line in weights] if weights else [[1.0] * len(columns) for _ in rows]
    caps = caps or rows
    fitted = _fitted(rows, columns, given)
    table = [[min(int(cell + 1e-9), cap) for cell in line] for line, cap in zip(fitted, caps, strict=True)]
    _shrink(table, columns)
    missing_columns = [wanted - sum(line[at] for line in table) for at, wanted in enumerate(columns)]
    for row, wanted in enumerate(rows):
        for _ in range(wanted - sum(table[row])):
            _place_one(table, given, caps, row, missing_columns)
    return table


def _fitted(rows: Sequence[int], columns: Sequence[int], weights: Sequence[Sequence[float]]) -> list[list[float]]:
    cells = [list(line) for line in weights]
    for _ in range(_ROUNDS):
        for at, wanted in enumerate(columns):
            found = sum(line[at] for line in cells)
            for line in cells:
                line[at] *= wanted / found if found else 0
        for line, wanted in zip(cells, rows, strict=True):
            found = sum(line)
            line[:] = [cell * wanted / found if found else 0 for cell in line]
    return cells


def _shrink(table: Table, columns: Sequence[int]) -> None:
    """Fitting that has not settled may have overfilled a column: take back until no column is too full."""
    for at, wanted in enumerate(columns):
        while sum(line[at] for line in table) > wanted:
            max(table, key=lambda line: line[at])[at] -= 1


def _place_one(table: Table, weights: Sequence[Sequence[float]], caps: Sequence[int], start: int, missing: list[int]) -> None:
    """One more in row `start`, moving others between columns when their own are full."""
    came_from: dict[tuple[str, int], tuple[str, int]] = {}
    queue = deque([("row", start)])
    while queue:
        side, at = queue.popleft()
        if side == "column" and missing[at] > 0:
            missing[at] -= 1
            _walk_back(table, came_from, at)
            return
        for step in _steps(table, weights, caps, side, at):
            if step not in came_from and step != ("row", start):
                came_from[step] = (side, at)
                queue.append(step)
    raise ValueError(f"no table with these margins (row {start})")


def _steps(table: Table, weights: Sequence[Sequence[float]], caps: Sequence[int], side: str, at: int) -> list[tuple[str, int]]:
    if side == "row":
        allowed = [column for column, weight in enumerate(weights[at]) if weight > 0 and table[at][column] < caps[at]]
        return [("column", column) for column in sorted(allowed, key=lambda column: -weights[at][column])]
    return [("row", row) for row, line in enumerate(table) if line[at] > 0]


def _walk_back(table: Table, came_from: Mapping[tuple[str, int], tuple[str, int]], column: int) -> None:
    step: tuple[str, int] = ("column", column)
    while step in came_from:
        before = came_from[step]
        if before[0] == "row":
            table[before[1]][step[1]] += 1
        else:
            table[step[1]][before[1]] -= 1
        step = before
