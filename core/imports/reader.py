"""Opens a spreadsheet in a process of its own: `python -I reader.py < file`, an answer as JSON.

Whoever sends a file may have made it to do harm, and what reads workbooks is not ours: so it runs without our secrets, our
database and our memory, may take no more than so much memory and time, and opens no file (core/imports/reading.py starts it).
Nothing of the product is imported here.

The answer is {"rows": [[cell, …], …]} or {"trouble": word}. A cell is text, a number, true or false, null, or a date as
["d", "2022-09-15"]. Empty rows stand as [] so that lines are counted as the spreadsheet program counts them.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import zipfile
import zlib

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 15
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_500
MOST_COLUMNS = 150
LONGEST_CELL = 2_000
CHUNK = 1024 * 1024
DELIMITERS = ";\t,|"
LOOKED_AT = 25
"""Lines of a csv that are looked at to find out what stands between the cells."""


class TroubleError(Exception):
    """The file cannot be read; the word says why."""


def main() -> None:
    """Read the file from the standard input, answer on the standard output."""
    limit()
    try:
        answer: dict[str, object] = {"rows": read(sys.stdin.buffer.read())}
    except TroubleError as error:
        answer = {"trouble": str(error)}
    except MemoryError:
        answer = {"trouble": "too_large"}
    except Exception:  # noqa: BLE001 - whatever the file made it raise
        answer = {"trouble": "unreadable"}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def limit() -> None:
    """No more than so much memory, time and output; no file is written, no process begun."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes) -> list[list[object]]:
    """The rows of the first sheet that has any, or of a csv. Raises TroubleError."""
    rows = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise TroubleError("too_many_rows")
    if max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise TroubleError("too_many_columns")
    if not rows:
        raise TroubleError("empty")
    return rows


def _workbook(content: bytes) -> list[list[object]]:
    _refuse_bomb(content)
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [sheet.name for sheet in book.sheets_metadata if "Visible" in str(sheet.visible) and "WorkSheet" in str(sheet.typ)]
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height:
            continue
        if sheet.total_height > MOST_ROWS:
            raise TroubleError("too_many_rows")
        if sheet.total_width > MOST_COLUMNS:
            raise TroubleError("too_many_columns")
        rows = [_trimmed([_cell(value) for value in row]) for row in sheet.iter_rows()]
        return rows  # noqa: RET504 - the name says what they are
    raise TroubleError("empty")


def _refuse_bomb(content: bytes) -> None:
    """Unpack every part to nowhere and count: what an archive says of its own size is not believed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        left = MOST_UNPACKED
        for part in archive.infolist():
            if part.flag_bits & 0x1:
                raise TroubleError("locked")
            with archive.open(part) as unpacked:
                while chunk := unpacked.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TroubleError("too_large")


def _cell(value: object) -> object:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, dt.date):
        return ["d", value.isoformat()]
    text = "" if value is None else str(value)
    return text[:LONGEST_CELL] if text.strip() else None


def _trimmed(row: list[object]) -> list[object]:
    while row and row[-1] is None:
        row.pop()
    return row


def _csv(content: bytes) -> list[list[object]]:
    text = _decoded(content)
    csv.field_size_limit(100_000)
    rows: list[list[object]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
        rows.append(_trimmed([_cell(value) for value in row]))
        if len(rows) > MOST_ROWS:
            raise TroubleError("too_many_rows")
    return rows


def _decoded(content: bytes) -> str:
    """By its byte order mark, else the first of these that fits; åäö in old Mac files are told from those of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _without_nulls(content.decode("utf-16"))
    if b"\0" in content[:2000]:
        return _without_nulls(content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be"))
    try:
        return _without_nulls(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    mac = sum(content.count(byte) for byte in (b"\x8a", b"\x8c", b"\x9a", b"\x80", b"\x81", b"\x85"))
    windows = sum(content.count(byte) for byte in (b"\xe4", b"\xe5", b"\xf6", b"\xc4", b"\xc5", b"\xd6"))
    return _without_nulls(content.decode("mac-roman" if mac > windows else "cp1252", errors="replace"))


def _without_nulls(text: str) -> str:
    if "\0" in text:
        raise TroubleError("unreadable")
    odd = sum(1 for sign in text[:4000] if sign < " " and sign not in "\t\r\n\f")
    if odd:
        raise TroubleError("unreadable")
    return text


def _delimiter(text: str) -> str:
    """What gives the first lines the same number of cells, and most of them; Excel may say it on a line of its own."""
    first, _line, _rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    lines = text.splitlines()[:LOOKED_AT]

    def score(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(set(counts), key=lambda number: (counts.count(number) * (number > 1), number))
        return (counts.count(usual) * (usual > 1), usual)

    return max(DELIMITERS, key=score)


if __name__ == "__main__":
    try:
        main()
    except zlib.error:
        sys.exit(1)
