"""The roster: the days of a series in one month by the people who take part, on one page, written or refused as one.

Only those the reader may read stand in it; the others are counted. Two who note different boxes both keep theirs: a box is
written when its writer changed it, and refused when somebody else changed it meanwhile.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.attendance.boxes import NOTHING, Noted, noted_of, read_box, said_box
from core.attendance.errors import NotedMeanwhile
from core.attendance.models import Activity, Attendance
from core.attendance.months import list_locks
from core.attendance.queries import FIELDS, count_people, get_activity
from core.attendance.services import require_standing
from core.attendance.terms import ATTENDANCE_KINDS, ActivityState, AttendanceState
from core.audit import Action, record_access
from core.clock import now, today
from core.constraints import keep
from core.context import current_person
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.participants.models import Participation, Person
from core.participants.queries import visible_participations

CANNOT_READ = _l("Write one of the letters, or hours such as 2.5 or 2:30")
NOT_YET = _l("This day has not come yet")


@dataclass(frozen=True, slots=True)
class Box:
    """One person on one day."""

    row: Attendance
    noted: Noted

    @property
    def id(self) -> uuid.UUID:
        """Of the row."""
        return self.row.id

    @property
    def name(self) -> str:
        """The form's field."""
        return f"box_{self.row.id.hex}_said"

    @property
    def text(self) -> str:
        """What stands in it."""
        return said_box(self.noted, self.row.planned_minutes)


@dataclass(frozen=True, slots=True)
class Line:
    """One person; `boxes` by the activity's id, none where they were not to come."""

    participation_id: uuid.UUID
    number: str
    name: str
    boxes: Mapping[uuid.UUID, Box]


@dataclass(frozen=True, slots=True)
class Roster:
    """One page."""

    activity: Activity
    days: Sequence[Activity]
    lines: Sequence[Line]
    others: int
    is_locked: bool
    """Whether the month is closed: nothing can be noted."""

    @property
    def boxes(self) -> list[Box]:
        """All of them, line by line and day by day."""
        return [line.boxes[day.id] for line in self.lines for day in self.days if day.id in line.boxes]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the page sends of a box: what is written in it, and the mark of what stood there when it was opened."""

    text: str
    was: str


def read_roster(activity_id: uuid.UUID) -> Roster:
    """The roster of the activity's series in its month, once the access log has its row. Raises NotFound, ActivityCannotMove."""
    return _roster(activity_id, Action.READ)


def get_roster_for_change(activity_id: uuid.UUID) -> Roster:
    """The same, logged as a change, its rows locked until the request is over."""
    return _roster(activity_id, Action.WRITE)


def _roster(activity_id: uuid.UUID, action: Action) -> Roster:
    activity = get_activity(activity_id)
    require_standing(activity)
    days = _days(activity)
    rows = session.execute(_people([day.id for day in days], action)).all()
    record_access(action, subject_ids=list(dict.fromkeys(row.person_id for row in rows)), fields=FIELDS)
    lines: dict[uuid.UUID, Line] = {}
    for row in rows:
        attendance: Attendance = row[0]
        line = Line(attendance.participation_id, row.number, f"{row.given_name} {row.family_name}", {})
        boxes = lines.setdefault(attendance.participation_id, line).boxes
        boxes[attendance.activity_id] = Box(attendance, noted_of(attendance))  # type: ignore[index]  # filled once, here
    others = count_people([day.id for day in days]) - len(lines)
    is_locked = activity.on_date.replace(day=1) in list_locks(activity.subproject_id)
    return Roster(activity, days, list(lines.values()), others, is_locked)


def _days(activity: Activity) -> Sequence[Activity]:
    if activity.series_id is None:
        return [activity]
    first = activity.on_date.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    chosen = sa.select(Activity).where(
        Activity.series_id == activity.series_id,
        Activity.on_date >= first,
        Activity.on_date < following,
        Activity.state != ActivityState.CANCELLED,
    )
    return session.scalars(chosen.order_by(Activity.on_date, Activity.begins_at, Activity.id)).all()


def _people(activity_ids: Sequence[uuid.UUID], action: Action) -> Any:
    chosen = (
        sa.select(Attendance, Participation.number, Participation.person_id, Person.given_name, Person.family_name)
        .join(Participation, Participation.id == Attendance.participation_id)
        .join(Person, Person.id == Participation.person_id)
        .where(Attendance.activity_id.in_(activity_ids))
        .order_by(sa.collate(Person.sort_key, "C"), Participation.number, Attendance.on_date, Attendance.id)
        .execution_options(populate_existing=True)
    )
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=Attendance)
    return visible_participations(chosen, ATTENDANCE_KINDS)


def note_attendance(*, roster: Roster, typed: Mapping[uuid.UUID, Typed], all_there: Collection[uuid.UUID] = ()) -> int:
    """Write what has changed; returns how many boxes. `all_there`: activities where whoever has an empty box was there.

    Raises Invalid with the fault of each box under its field's name, NotedMeanwhile. Nothing is written then.
    """
    faults: dict[str, object] = {}
    changes: list[tuple[Box, Noted]] = []
    for box in roster.boxes:
        meant = _meant(box, typed.get(box.id), box.row.activity_id in all_there)
        if meant is None:
            faults[box.name] = CANNOT_READ
        elif meant != box.noted and meant.mark != _was(box, typed):
            changes.append((box, meant))
            if box.row.on_date > today() and meant != NOTHING:
                faults[box.name] = NOT_YET
    if faults:
        raise Invalid(faults)
    if differing(roster, typed):
        raise NotedMeanwhile
    for box, meant in changes:
        _write(box.row, meant)
    keep()
    _hold(roster.days)
    return len(changes)


def differing(roster: Roster, typed: Mapping[uuid.UUID, Typed]) -> dict[str, Box]:
    """The boxes that both this page's writer and somebody else have changed, each in another way, by field."""
    both = {}
    for box in roster.boxes:
        said = typed.get(box.id)
        meant = _meant(box, said, is_there=False)
        if said and meant and meant != box.noted and said.was not in (meant.mark, box.noted.mark):
            both[box.name] = box
    return both


def _meant(box: Box, said: Typed | None, is_there: bool) -> Noted | None:
    if said is None:
        return box.noted
    if not said.text and not said.was and is_there and box.noted == NOTHING:
        return Noted(AttendanceState.PRESENT, box.row.planned_minutes)
    return read_box(said.text, box.row.planned_minutes)


def _was(box: Box, typed: Mapping[uuid.UUID, Typed]) -> str:
    said = typed.get(box.id)
    return said.was if said else box.noted.mark


def _write(row: Attendance, meant: Noted) -> None:
    row.state, row.attended_minutes, row.absence = meant.state, meant.minutes, meant.absence
    is_noted = meant != NOTHING
    row.noted_by = current_person().account_id if is_noted else None
    row.noted_at = now() if is_noted else None


def _hold(days: Sequence[Activity]) -> None:
    """An activity has been held once anything is noted of anybody, and is planned again when all of it is taken back."""
    noted = sa.exists().where(Attendance.activity_id == Activity.id, Attendance.state != AttendanceState.PLANNED)
    for state, is_so in ((ActivityState.HELD, noted), (ActivityState.PLANNED, ~noted)):
        session.execute(
            sa.update(Activity)
            .where(Activity.id.in_([day.id for day in days]), is_so)
            .where(Activity.state.notin_([state, ActivityState.CANCELLED]))
            .values(state=state, version=Activity.version + 1)
            .execution_options(synchronize_session=False)
        )
