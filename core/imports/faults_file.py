"""The file as it came, with one more column: why a row cannot come in. It can be put right there and uploaded again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.file_kinds import Examined, safe_name
from core.i18n import _
from core.imports.progress import EVERY
from core.imports.reading import Cell, Line, Sheet
from core.imports.words import sentences_of
from core.sheets import XLSX, Column, write_table

WIDEST = 60


def make_faults_file(
    name: str, sheet: Sheet, faults: Mapping[int, Sequence[Any]], touch: Callable[[], None] = lambda: None
) -> Examined:
    """Every row of the file with its cells as they were read; the last column says what is wrong.

    `touch` is called now and then, so that the transaction around this does not fall asleep.
    """
    stem, ending = name.rpartition(".")[0], _("to correct")
    content = write_table(title="MIA", columns=_columns(sheet), rows=_rows(sheet, faults, touch))
    return Examined(safe_name(f"{stem} {ending}.xlsx", "xlsx"), XLSX, content)


def reason_heading() -> str:
    """Of the column that is added; a column with it is left out when the file comes again."""
    return _("Why the row cannot come in")


def _columns(sheet: Sheet) -> list[Column]:
    found = [Column(heading, width=max(10, min(30, len(heading) + 2))) for heading in sheet.headings]
    return [*found, Column(reason_heading(), width=WIDEST)]


def _rows(sheet: Sheet, faults: Mapping[int, Sequence[Any]], touch: Callable[[], None]) -> Iterator[list[Cell]]:
    for at, line in enumerate(sheet.lines):
        if at % EVERY == 0:
            touch()
        yield _row(sheet, line, faults)


def _row(sheet: Sheet, line: Line, faults: Mapping[int, Sequence[Any]]) -> list[Cell]:
    cells = [*line.cells, *[None] * (len(sheet.headings) - len(line.cells))]
    return [*(_kept(cell) for cell in cells), " ".join(sentences_of(faults.get(line.number, [])))]


def _kept(cell: Cell) -> Cell:
    """A whole number without decimals."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
