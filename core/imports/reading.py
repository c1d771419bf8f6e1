"""Has a file read by core/imports/reader.py in a process of its own, and finds the line of the headings."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.apart import TookTooLong, run_apart
from core.imports.errors import CannotRead
from core.imports.fields import guess_field, plain

READER = Path(__file__).with_name("reader.py")
MOST_SECONDS = 20
OUR_OWN = frozenset({"why the row cannot come in", "varför raden inte kan läsas in"})
"""The heading of the column with reasons that we add ourselves: no column when the file comes again."""
LOOKED_AT = 30
"""Rows among which the headings are looked for: titles, logotypes and merged headings may stand above."""

_KEPT_FROM_FORMULA = re.compile(r"'[=+@-]")
"""How our own files keep a text from being a formula."""

Cell = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet. `number` as the spreadsheet program counts it."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings, and the rows under them that hold something."""

    headings: Sequence[str]
    heading_line: int
    lines: Sequence[Line]


def read_sheet(content: bytes) -> Sheet:
    """The sheet in a file. Raises CannotRead with the word that says why."""
    rows = _rows(content)
    at = _heading_row(rows)
    width = max(len(row) for row in rows[at:])
    headings = [_heading(cell) for cell in rows[at]] + [""] * (width - len(rows[at]))
    kept = [column for column, heading in enumerate(headings) if plain(heading) not in OUR_OWN]
    headings = [headings[column] for column in kept]
    lines = [
        Line(number, [row[column] for column in kept if column < len(row)])
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(cell is not None for cell in row)
    ]
    if not lines:
        raise CannotRead("empty")
    return Sheet(headings, at + 1, lines)


def _rows(content: bytes) -> list[list[Cell]]:
    try:
        answer = json.loads(run_apart(READER, content=content, seconds=MOST_SECONDS).output)
    except (TookTooLong, ValueError):  # killed at its limit: no answer
        raise CannotRead("too_large") from None
    if "trouble" in answer:
        raise CannotRead(answer["trouble"])
    return [[_typed(cell) for cell in row] for row in answer["rows"]]


def _typed(cell: object) -> Cell:
    if isinstance(cell, list):
        return dt.date.fromisoformat(cell[1])
    if isinstance(cell, str):
        return cell[1:] if _KEPT_FROM_FORMULA.match(cell) else cell
    assert cell is None or isinstance(cell, int | float | bool)  # noqa: S101 - JSON has no more
    return cell


def _heading_row(rows: Sequence[Sequence[Cell]]) -> int:
    """The row with most headings that are known; without any, the first with at least two texts side by side."""
    best, known = 0, 0
    for at, row in enumerate(rows[:LOOKED_AT]):
        found = len({field for cell in row if isinstance(cell, str) and (field := guess_field(cell))})
        if found > known:
            best, known = at, found
    if known:
        return best
    texts = (at for at, row in enumerate(rows[:LOOKED_AT]) if sum(isinstance(cell, str) for cell in row) > 1)
    return next(texts, 0)


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).split())[:120] if cell is not None else ""
