"""Tables as files for spreadsheet programs: xlsx with real dates and numbers, and csv as Excel opens it in Sweden.

The one writer for everything that leaves as a table. Rows may come from a generator: they are written as they come and not
kept (constant_memory), so that a long list costs no more memory than its file. Nothing in a file is ever a formula or a link.
Yes and no, and the decimal sign of a csv, follow the language of the scope.
"""

import csv
import datetime as dt
import io
import math
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.clock import STOCKHOLM, now
from core.context import language
from core.i18n import _

__all__ = ["CSV", "XLSX", "Cell", "Column", "Table", "csv_of", "safe_text", "write_book", "write_table"]

Cell = str | int | float | Decimal | dt.date | dt.datetime | None
"""What may stand in a cell; bool is said as yes or no, None is an empty cell."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_LONGEST_TEXT = 32_767
"""More than this a cell of a workbook cannot hold."""
_LONGEST_NAME = 31
_FORBIDDEN_IN_NAME = "[]:*?/\\'"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and with how many decimals its fractions are shown."""

    heading: str
    width: int = 16
    places: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook: lines above (`lead`), headings, rows, lines below (`notes`). `name` stands on the tab."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    lead: Sequence[str] = ()
    notes: Sequence[str] = ()


def write_table(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    lead: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet, xlsx: title and `lead`, an empty line, headings that stay in view, rows, `notes`."""
    return write_book([Table(title, columns, rows, (title, *lead), notes)])


def write_book(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table, xlsx. Names of the sheets are shortened and made different where they must."""
    import xlsxwriter  # type: ignore[import-untyped]  # loaded by whoever makes a workbook; no stubs are published

    memory = io.BytesIO()
    with tempfile.TemporaryDirectory(
        prefix="mia-sheet-"
    ) as folder:  # rows on their way: gone with the folder, also after a fault
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(memory, options) as book:
            book.set_properties({"created": now().astimezone(STOCKHOLM).replace(tzinfo=None)})
            formats = _Formats(book)
            taken: set[str] = set()
            for table in tables:
                _write_sheet(book.add_worksheet(_sheet_name(table.name, taken)), table, formats)
    return memory.getvalue()


class _Formats:
    """The looks of cells, made once a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.bold = book.add_format({"bold": True})
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._fractions: dict[int, Any] = {}

    def fraction(self, places: int) -> Any:
        """For a number with so many decimals."""
        if places not in self._fractions:
            self._fractions[places] = self._book.add_format({"num_format": "0." + "0" * places if places else "0"})
        return self._fractions[places]


def _write_sheet(sheet: Any, table: Table, formats: _Formats) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
    for line, text in enumerate(table.lead):
        sheet.write_string(line, 0, safe_text(text), None if line else formats.bold)
    top = len(table.lead) + 1 if table.lead else 0
    for at, column in enumerate(table.columns):
        sheet.write_string(top, at, safe_text(column.heading), formats.heading)
    sheet.freeze_panes(top + 1, 0)
    line = top
    for line, row in enumerate(table.rows, start=top + 1):
        for at, value in enumerate(row):
            _write_cell(sheet, line, at, value, table.columns[at].places, formats)
    if line > top and table.columns:
        sheet.autofilter(top, 0, line, len(table.columns) - 1)
    for further, note in enumerate(table.notes, start=2):
        sheet.write_string(line + further, 0, safe_text(note))


def _write_cell(sheet: Any, line: int, at: int, value: Cell, places: int, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool | str):
        sheet.write_string(line, at, safe_text(_said(value)))
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(line, at, _on_the_wall(value), formats.instant)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, at, value, formats.day)
    elif isinstance(value, int):
        sheet.write_number(line, at, value)
    elif math.isfinite(value):
        sheet.write_number(line, at, float(value), formats.fraction(places))


def csv_of(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Headings and rows with semicolons, CRLF and a byte order mark: what Excel opens as a table without asking."""
    memory = io.BytesIO()
    text = io.TextIOWrapper(memory, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(column.heading) for column in columns])
    comma = language() == "sv"
    writer.writerows([_csv_cell(value, columns[at].places, comma) for at, value in enumerate(row)] for row in rows)
    text.flush()
    return memory.getvalue()


def _csv_cell(value: Cell, places: int, comma: bool) -> str:
    if isinstance(value, bool | str):
        return safe_text(_said(value))
    if isinstance(value, dt.datetime):
        return f"{_on_the_wall(value):%Y-%m-%d %H:%M}"
    if isinstance(value, float | Decimal):
        shown = f"{value:.{places}f}" if math.isfinite(value) else ""
        return shown.replace(".", ",") if comma else shown
    return "" if value is None else str(value)


def safe_text(text: str) -> str:
    """The text as it may stand in a cell, also when the sheet is saved as csv and opened again: never a formula."""
    kept = text if len(text) < _LONGEST_TEXT else text[: _LONGEST_TEXT - 2] + "…"
    return f"'{kept}" if kept.lstrip(" \N{NO-BREAK SPACE}").startswith(_BEGINS_FORMULA) else kept


def _said(value: bool | str) -> str:
    if isinstance(value, str):
        return value
    return _("Yes") if value else _("No")


def _on_the_wall(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(STOCKHOLM).replace(tzinfo=None) if instant.tzinfo else instant


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = "".join(letter for letter in title if letter not in _FORBIDDEN_IN_NAME).strip() or "MIA"
    name, number = plain[:_LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name
