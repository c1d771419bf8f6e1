"""Swedish identity numbers: personnummer, samordningsnummer, and persons who have none (temporary identities).

Sources: lag (2022:1697) om samordningsnummer; folkbokföringslag (1991:481) 18 §; Skatteverket's open test numbers,
among which are samordningsnummer with a partial birth date (month 00, or day 60). Only official test numbers may be typed in
tests (core/facts); never build one that passes the check digit: it probably belongs to a living person.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core import clock
from core.errors import DomainError
from core.i18n import _l
from core.participants.terms import IdentityKind, Sex

COORDINATION_DAYS = 60
"""Added to the day of birth in a samordningsnummer."""
_CENTURIES = ("18", "19", "20")
_LONGEST = 40  # characters typed; more is not a number with spaces in it
_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("\N{EN DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}\N{HYPHEN}", "-"))
_WRITTEN = re.compile(r"(?P<century>[0-9]{2})?(?P<ymd>[0-9]{6})(?P<sign>[-+]?)(?P<last>[0-9]{4})")


class Fault(StrEnum):
    """What is wrong with what was typed, in the order in which it is looked for."""

    LETTERS = "letters"
    LENGTH = "length"
    DATE = "date"
    FUTURE = "future"
    NEVER_ISSUED = "never_issued"
    CHECK_DIGIT = "check_digit"


MESSAGES = {
    Fault.LETTERS: _l(
        "A personal identity number has digits only, with - or + before the last four. "
        "If the person has no number, choose temporary identity."
    ),
    Fault.LENGTH: _l("Write the number with ten or twelve digits, such as YYYYMMDD-NNNN"),
    Fault.DATE: _l("The first digits are no date. Check year, month and day."),
    Fault.FUTURE: _l(
        "The date of birth has not come yet. Write all twelve digits, or + instead of - for somebody who turns 100 or is older."
    ),
    Fault.NEVER_ISSUED: _l("There is no such number: the three digits after the date cannot be 000"),
    Fault.CHECK_DIGIT: _l("The last digit does not fit the others. Check every digit."),
}


class IdentityNumberError(DomainError):
    """What was typed is no identity number. `fault` says why; the message repeats nothing typed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(MESSAGES[fault])
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the population register. `digits` (twelve) is None for a temporary identity."""

    kind: IdentityKind
    digits: str | None
    birth_date: dt.date | None
    """None when the number has a partial birth date."""
    sex: Sex

    def __repr__(self) -> str:
        return f"Identity({self.kind})"  # a number never reaches a log


def parse(text: str, *, today: dt.date | None = None) -> Identity:
    """Read a number of ten or twelve digits, with or without - or + and spaces.

    Ten digits mean the latest century in which the person is born by `today`; + means that they turn 100 that year or
    have done so. Raises IdentityNumberError.
    """
    today = today or clock.today()
    century, ymd, sign, last = _parts(text)
    year = int(century + ymd[:2]) if century else _year_by_sign(int(ymd[:2]), sign, today)
    month, day = int(ymd[2:4]), int(ymd[4:6])
    kind = IdentityKind.PERSONAL_NUMBER
    if day >= COORDINATION_DAYS:
        kind, day = IdentityKind.COORDINATION_NUMBER, day - COORDINATION_DAYS
    birth_date = _birth_date(kind, year, month, day, today)
    if last.startswith("000"):
        raise IdentityNumberError(Fault.NEVER_ISSUED)
    if not has_right_check_digit(ymd + last):
        raise IdentityNumberError(Fault.CHECK_DIGIT)
    sex = Sex.MAN if int(last[2]) % 2 else Sex.WOMAN
    return Identity(kind, f"{year:04}{ymd[2:]}{last}", birth_date, sex)


def temporary(*, birth_date: dt.date, sex: Sex) -> Identity:
    """The identity of somebody who has no number (yet), or does not want to say it."""
    return Identity(IdentityKind.TEMPORARY, None, birth_date, sex)


def written(digits: str) -> str:
    """Twelve digits as they are read: YYYYMMDD-NNNN."""
    return f"{digits[:8]}-{digits[8:]}"


def masked(digits: str) -> str:
    """For lists and summaries: the date and no more."""
    return f"{digits[:8]}-XXXX"


def holds_number(text: str) -> bool:
    """Whether somewhere in a text there seems to stand an identity number, mistyped or not.

    Ten digits in a row may be a telephone number as well: they count with a day in front and the right check digit.
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text).translate(_DASHES)
    return any(_seems_number(found) for found in _IN_A_TEXT.finditer(plain))


_IN_A_TEXT = re.compile(
    r"(?<!\d)(?:(?P<century>18|19|20)[ .-]?)?(?P<ymd>\d\d[ .-]?\d\d[ .-]?\d\d) ?(?P<sign>[-+])? ?(?P<last>\d{4})(?!\d)",
    re.ASCII,
)
_YOUNGEST = 10
"""Years: a later date is a day somebody writes of, not one they were born on."""


def _seems_number(found: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", found["ymd"])
    month, day = int(digits[2:4]), int(digits[4:])
    if month > 12 or not (day <= 31 or COORDINATION_DAYS <= day <= COORDINATION_DAYS + 31):
        return False
    if found["century"] and int(found["century"] + digits[:2]) > clock.today().year - _YOUNGEST:
        return False
    return bool(found["century"] or found["sign"]) or has_right_check_digit(digits + found["last"])


def has_right_check_digit(ten_digits: str) -> bool:
    """Luhn's formula over ten digits: every other doubled from the first, digit sums added, divisible by ten."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten_digits))
    return sum(product // 10 + product % 10 for product in doubled) % 10 == 0


def _parts(text: str) -> tuple[str, str, str, str]:
    """Century ("" when not written), six digits, sign ("" when not written), last four."""
    if len(text) > _LONGEST:
        raise IdentityNumberError(Fault.LENGTH)
    plain = _SPACES.sub("", text).translate(_DASHES)
    if not re.fullmatch(r"[-+0-9]*", plain):
        raise IdentityNumberError(Fault.LETTERS)
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        raise IdentityNumberError(Fault.LENGTH)
    return match["century"] or "", match["ymd"], match["sign"], match["last"]


def _year_by_sign(two_digits: int, sign: str, today: dt.date) -> int:
    """The latest year with these two digits: not after this year, with + not after the year a hundred years ago."""
    latest = today.year - 100 if sign == "+" else today.year
    return latest - (latest - two_digits) % 100


def _birth_date(kind: IdentityKind, year: int, month: int, day: int, today: dt.date) -> dt.date | None:
    """The date, or None when it is partial. Raises IdentityNumberError when it is impossible or to come."""
    if f"{year:04}"[:2] not in _CENTURIES:
        raise IdentityNumberError(Fault.DATE)
    partial = kind is IdentityKind.COORDINATION_NUMBER and (month == 0 or day == 0)
    try:
        earliest = dt.date(year, month or 1, day or 1) if partial else dt.date(year, month, day)
    except ValueError:
        raise IdentityNumberError(Fault.DATE) from None
    if earliest > today:
        raise IdentityNumberError(Fault.FUTURE)
    return None if partial else earliest
