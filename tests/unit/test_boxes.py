"""What may be written in a box of the roster, in both languages."""

import pytest

from core import context
from core.attendance.boxes import LETTERS, NOTHING, PRESENT, Noted, read_box, said_box
from core.attendance.terms import AbsenceKind, AttendanceState
from core.context import Language, Scope


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("p", 180), ("P", 180), (" P ", 180), ("3", 180), ("2,5", 150), ("2.5", 150), ("2.25", 135), ("2,75", 165), ("2:40", 160)],
)
def test_hours_are_read_as_they_are_written(text: str, minutes: int) -> None:
    assert read_box(text, 180) == Noted(AttendanceState.PRESENT, minutes)


@pytest.mark.parametrize("text", ["x", "PP", "0", "0:00", "25", "24:01", "2.3", "2:5", "2.5.5", "-1", "⁵", "½", "1e1", "P3"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    assert read_box(text, 180) is None


def test_no_letter_stands_for_two_things() -> None:
    pairs = {(letter, meaning) for letters in LETTERS.values() for meaning, letter in letters.items()}
    assert len({letter for letter, _meaning in pairs}) == len(pairs)
    for letters in LETTERS.values():
        assert set(letters) == {PRESENT, *AbsenceKind}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("minutes", [0, 45, 150, 160, 180, 1440])
def test_what_is_said_is_read_as_the_same(language: Language, minutes: int) -> None:
    noted = Noted(AttendanceState.PRESENT, minutes) if minutes else NOTHING
    with context.entered(Scope(language=language)):
        assert context.language() == language
        assert read_box(said_box(noted, 180), 180) == noted
        for kind in AbsenceKind:
            absent = Noted(AttendanceState.ABSENT, 0, kind)
            assert read_box(said_box(absent, 180), 180) == absent


def test_marks_tell_everything_apart() -> None:
    marks = [Noted(AttendanceState.ABSENT, 0, kind).mark for kind in AbsenceKind]
    marks += [Noted(AttendanceState.PRESENT, minutes).mark for minutes in (1, 10, 100)]
    assert len({*marks, NOTHING.mark}) == len(marks) + 1
