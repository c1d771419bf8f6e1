"""Where the marks of a comparison stand, in per cent of the width, so that the picture fits any screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.assessments.queries import MappingRow
from core.assessments.terms import LIFE_AREA_NAMES, LifeArea

TOP = 28
ROW_HEIGHT = 58
LABEL_HEIGHT = 16
LINE_HEIGHT = 36
LEFT, RIGHT = 4, 96


@dataclass(frozen=True, slots=True)
class Mark:
    """One grade in one mapping. `x` is per cent; the latest is drawn filled, those before hollow."""

    x: float
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One area of life: its grades from the first mapping to the latest."""

    name: str
    says: str
    label_y: int
    y: int
    marks: tuple[Mark, ...]

    @property
    def first_x(self) -> float:
        """Where the line from the first mapping to the latest begins."""
        return self.marks[0].x

    @property
    def last_x(self) -> float:
        """Where it ends."""
        return self.marks[-1].x


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole picture: a scale from 1 to 5 for every area that was ever graded."""

    rows: tuple[Row, ...]
    height: int
    left: int = LEFT
    right: int = RIGHT


def comparison(mappings: Sequence[MappingRow]) -> Comparison | None:
    """The picture of these mappings, given the latest first; None when nothing was graded."""
    in_time = list(reversed(mappings))
    rows: list[Row] = []
    for area in LifeArea:
        grades = [one.grades[area] for one in in_time if area in one.grades]
        if not grades:
            continue
        top = TOP + len(rows) * ROW_HEIGHT
        last = len(grades) - 1
        marks = tuple(Mark(_place(grade), place == last) for place, grade in enumerate(grades))
        says = " → ".join(str(grade) for grade in grades)
        rows.append(Row(str(LIFE_AREA_NAMES[area]), says, top + LABEL_HEIGHT, top + LINE_HEIGHT, marks))
    return Comparison(tuple(rows), TOP + len(rows) * ROW_HEIGHT) if rows else None


def _place(grade: int) -> float:
    return LEFT + (RIGHT - LEFT) * (grade - 1) / 4
