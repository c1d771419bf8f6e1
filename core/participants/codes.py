"""The tenant's own lists of words: lines are added, renamed, put in order and taken out of use. Official lines are fixed.

A line is never removed: what was entered with it must still be read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.constraints import constraint_name
from core.db import session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Code

LISTS = {
    "referring_party": _l("Referring parties"),
    "waiting_priority": _l("Priorities of the waiting list"),
    "team_outcome": _l("Outcomes of the team day"),
    "support_source": _l("Means of support"),
    "step_kind": _l("Kinds of steps forward"),
    "deviation_kind": _l("Kinds of failures and good examples"),
    "main_activity": _l("Main activities"),
    "education": _l("Levels of education"),
    "exit_reason": _l("Reasons for leaving"),
}
"""The lists that are shown, with their names."""
GROWING = frozenset(LISTS) - {"exit_reason", "main_activity", "support_source", "education"}
"""Lists that take new lines. The others are counted: a line of one's own would stand in no figure and no report."""
ALWAYS_NEEDED = frozenset({("waiting_priority", "ordinary")})
"""Lines that the system itself puts in: never out of use."""
STEP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeValues:
    """What is entered of a line. `position`: the lower, the earlier."""

    name_sv: str
    name_en: str
    position: int | None
    active: bool


def list_lines(name: str) -> Sequence[Code]:
    """The lines of a list in order, also those out of use. Raises NotFound for a list that is not shown."""
    if name not in LISTS:
        raise NotFound
    return session.scalars(sa.select(Code).where(Code.list == name).order_by(Code.position, Code.key)).all()


def get_line(name: str, key: str) -> Code:
    """A line of one's own. Raises NotFound, also for an official one: it is not there to be changed."""
    found = session.scalar(sa.select(Code).where(Code.list == name, Code.key == key, Code.local))
    if found is None or name not in LISTS:
        raise NotFound
    return found


def add_line(*, name: str, values: CodeValues) -> Code:
    """A new line at the end, or where `position` puts it. Raises NotFound, Invalid."""
    lines = list_lines(name)
    if name not in GROWING:
        raise NotFound
    _check(lines, None, values)
    position = values.position if values.position is not None else max((one.position for one in lines), default=0) + STEP
    line = Code(
        list=name,
        key=_new_key(values.name_sv, {one.key for one in lines}),
        name_sv=values.name_sv,
        name_en=values.name_en,
        position=position,
        local=True,
        active=values.active,
    )
    try:
        with session.begin_nested():
            session.add(line)
    except IntegrityError as error:
        if constraint_name(error) == "pk_code":
            raise ChangedMeanwhile from error
        raise
    return line


def change_line(*, line: Code, version: int, values: CodeValues) -> None:
    """Raises Invalid, or ChangedMeanwhile when `version` is not the one that stands."""
    _check(list_lines(line.list), line, values)
    if line.version != version:
        raise ChangedMeanwhile
    line.name_sv, line.name_en, line.active = values.name_sv, values.name_en, values.active
    if values.position is not None:
        line.position = values.position
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile from error


def _check(lines: Sequence[Code], line: Code | None, values: CodeValues) -> None:
    faults: dict[str, object] = {}
    others = [one for one in lines if line is None or one.key != line.key]
    for field in ("name_sv", "name_en"):
        name = getattr(values, field).strip()
        if not name:
            faults[field] = _l("Write the name")
        elif name.casefold() in {getattr(one, field).casefold() for one in others}:
            faults[field] = _l("There is a line with this name already")
    if values.position is not None and not 0 <= values.position <= 10_000:
        faults["position"] = _l("Write a whole number from 0 to 10,000")
    if line is not None and not values.active and (line.list, line.key) in ALWAYS_NEEDED:
        faults["active"] = _l("This line is where everybody begins, and stays in use")
    if faults:
        raise Invalid(faults)


def _new_key(name: str, taken: set[str]) -> str:
    """A key that is made once and stays whatever the line is called later: letters of the name, with a number if taken."""
    plain = name.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "line"
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))) if key not in taken)
