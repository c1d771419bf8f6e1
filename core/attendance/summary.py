"""The month as a workbook: a row a participant, whole numbers and words; nothing in it is ever a formula."""

import io
from collections.abc import Sequence
from typing import Any

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (14, 26, 30, 14, 14, 12, 12, 12, 12)


def make_workbook(
    *, title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int | float]], notes: Sequence[str]
) -> bytes:
    """One sheet: title, headings, rows, notes. Text that a program could take for a formula gets an apostrophe before it."""
    import xlsxwriter  # type: ignore[import-untyped]  # loaded by whoever makes a workbook; no stubs are published

    memory = io.BytesIO()
    options = {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS[: len(headings)]):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, safe_text(title), bold)
        for column, heading in enumerate(headings):
            sheet.write_string(2, column, safe_text(heading), bold)
        at = 3
        for at, row in enumerate(rows, start=3):
            _write_row(sheet, at, row)
        for number, note in enumerate(notes, start=2):
            sheet.write_string(at + number, 0, safe_text(note))
    return memory.getvalue()


def _write_row(sheet: Any, at: int, row: Sequence[str | int | float]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(at, column, safe_text(value))
        else:
            sheet.write_number(at, column, value)


def safe_text(text: str) -> str:
    """The text as it may stand in a cell, also when the sheet is saved as CSV and opened again."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "MIA"
