"""What is written in a box of the roster, read and said: a letter for how it went, or the hours somebody was there.

The letters of both languages are read in both, so that a draft means the same after a change of language; no letter stands
for two things.
"""

import re
from dataclasses import dataclass
from typing import Any

from core.attendance.terms import MINUTES_OF_A_DAY, AbsenceKind, AttendanceState
from core.context import Language, language
from core.i18n import format_decimal

PRESENT = "present"
LETTERS: dict[Language, dict[str, str]] = {
    "sv": {
        PRESENT: "P",
        AbsenceKind.ILL: "S",
        AbsenceKind.CHILD: "V",
        AbsenceKind.AGREED: "L",
        AbsenceKind.OTHER_MEASURE: "A",
        AbsenceKind.NO_SHOW: "U",
    },
    "en": {
        PRESENT: "P",
        AbsenceKind.ILL: "I",
        AbsenceKind.CHILD: "C",
        AbsenceKind.AGREED: "L",
        AbsenceKind.OTHER_MEASURE: "E",
        AbsenceKind.NO_SHOW: "N",
    },
}
_MEANS = {letter: meaning for letters in LETTERS.values() for meaning, letter in letters.items()}
_HOURS = re.compile(r"(\d{1,2})(?:[.,](0|00|25|5|50|75))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_FRACTIONS = {"25": 15, "5": 30, "50": 30, "75": 45}


@dataclass(frozen=True, slots=True)
class Noted:
    """How it went for one person at one activity."""

    state: AttendanceState = AttendanceState.PLANNED
    minutes: int = 0
    absence: AbsenceKind | None = None

    @property
    def mark(self) -> str:
        """The same in any language; empty while nothing is noted."""
        if self.absence:
            return str(self.absence)
        return str(self.minutes) if self.minutes else ""


NOTHING = Noted()


def noted_of(row: Any) -> Noted:
    """What a row of attendance says."""
    return Noted(AttendanceState(row.state), row.attended_minutes, AbsenceKind(row.absence) if row.absence is not None else None)


def read_box(text: str, planned_minutes: int) -> Noted | None:
    """What was meant; None when it cannot be read. P is the planned time; 2,5 and 2:30 are two and a half hours."""
    text = text.strip().upper()
    if not text:
        return NOTHING
    meaning = _MEANS.get(text)
    if meaning == PRESENT:
        return Noted(AttendanceState.PRESENT, planned_minutes)
    if meaning:
        return Noted(AttendanceState.ABSENT, 0, AbsenceKind(meaning))
    minutes = _minutes(text)
    if minutes is None or not 0 < minutes <= MINUTES_OF_A_DAY:
        return None
    return Noted(AttendanceState.PRESENT, minutes)


def _minutes(text: str) -> int | None:
    if match := _HOURS.fullmatch(text):
        return int(match[1]) * 60 + _FRACTIONS.get(match[2] or "", 0)
    if match := _CLOCK.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    return None


def said_box(noted: Noted, planned_minutes: int) -> str:
    """As it is written in the reader's language."""
    if noted.absence:
        return LETTERS[language()][noted.absence]
    if not noted.minutes:
        return ""
    return LETTERS[language()][PRESENT] if noted.minutes == planned_minutes else said_hours(noted.minutes)


def said_hours(minutes: int) -> str:
    """2, 2,5 or 2,25 hours (2.5 in English); what is no quarter as 2:40."""
    hours, rest = divmod(minutes, 60)
    if rest % 15:
        return f"{hours}:{rest:02}"
    return format_decimal(minutes / 60, {0: 0, 30: 1}.get(rest, 2))
