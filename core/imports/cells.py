"""What stands in a cell, read as a person meant it: dates in many forms, yes and no, sex, names, identity numbers as numbers."""

import datetime as dt
import re
import unicodedata

from core.imports.fields import plain
from core.imports.reading import Cell
from core.participants.terms import Sex

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, with its leap day of 1900 that never was."""
_SERIALS = range(10_000, 60_000)
"""1927 to 2064: what stands in a column of dates as such a number is a date that has lost its format."""
_DASHES = str.maketrans(dict.fromkeys("\N{EN DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{EM DASH}", "-"))
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})", re.ASCII)
_TOGETHER = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})\.?[ -]*([^\W\d]+)\.?,?[ -]*([0-9]{4}|[0-9]{2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "ma(?:j|y)", "jun", "jul", "aug", "sep", "o(?:k|c)t", "nov", "dec")
_YES = frozenset({"ja", "j", "x", "yes", "y", "sant", "true", "1"})
_NO = frozenset({"nej", "n", "no", "falskt", "false", "0"})
_SEXES = {
    **dict.fromkeys(("kvinna", "k", "kv", "kvinnlig", "woman", "female", "f", "w"), Sex.WOMAN),
    **dict.fromkeys(("man", "m", "manlig", "male"), Sex.MAN),
}
_EMPTY = frozenset({"", "-", "--", "\N{EN DASH}", "n/a", "#n/a", "#saknas!", "null"})


def is_empty(cell: Cell) -> bool:
    """Nothing, blanks, or a dash that stands for nothing."""
    return cell is None or (isinstance(cell, str) and text_of(cell).casefold() in _EMPTY)


def text_of(cell: Cell) -> str:
    """As it is read: NFC, blanks of every kind made one, a whole number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if cell is None:
        return ""
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def day_of(cell: Cell, *, today: dt.date) -> dt.date | None:
    """The date, or None when it cannot be read. Two digits of a year mean one that is not after the next."""
    if isinstance(cell, dt.date):
        return cell if EARLIEST <= cell <= LATEST else None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        return _EPOCH + dt.timedelta(days=int(cell))
    numbers = _numbers(_TIME.sub("", text_of(cell).translate(_DASHES)), today)
    if numbers is None:
        return None
    year, month, day = numbers
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _numbers(text: str, today: dt.date) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _TOGETHER.fullmatch(text):
        return _year(match[1], today), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _year(match[3], today), int(match[2]), int(match[1])
    if match := _WORDS.fullmatch(text):
        for number, month in enumerate(_MONTHS, start=1):
            if re.match(month, match[2], re.IGNORECASE):
                return _year(match[3], today), number, int(match[1])
    return None


def _year(digits: str, today: dt.date) -> int:
    """Two digits: the latest such year that is not after the next."""
    latest = today.year + 1
    return int(digits) if len(digits) == 4 else latest - (latest - int(digits)) % 100


def yes_of(cell: Cell) -> bool | None:
    """Yes, no, or None when it is neither."""
    if isinstance(cell, bool):
        return cell
    word = text_of(cell).casefold()
    return True if word in _YES else False if word in _NO else None


def sex_of(cell: Cell) -> Sex | None:
    """Woman or man, or None when it is neither."""
    return _SEXES.get(plain(text_of(cell)))


def identity_text(cell: Cell) -> str:
    """A number that lost its leading zeros or its dash when a spreadsheet took it for an amount."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = str(int(cell))
        return digits.zfill(10) if len(digits) < 10 else digits
    return text_of(cell)


def names_of(text: str) -> tuple[str, str] | None:
    """Given and family name of "Family, Given" or "Given Family"; None when there is one word only."""
    if "," in text:
        family, _comma, given = text.partition(",")
        pair = given.strip(), family.strip()
    else:
        given, _blank, family = text.rpartition(" ")
        pair = given.strip(), family.strip()
    return pair if all(pair) else None
