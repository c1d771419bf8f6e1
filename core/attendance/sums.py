"""Hours added up: by participant, by month, by day, and by the means of support somebody had before.

What is called off counts nothing. Only participants whom the reader may read; the callers log whom they show.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from core.attendance.models import Activity, Attendance
from core.attendance.terms import ATTENDANCE_KINDS, AbsenceKind, ActivityState, AttendanceState
from core.clock import today
from core.db import session
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.terms import Moment
from core.participants.models import Participation, Person
from core.participants.queries import visible_participations
from core.participants.terms import OUTCOME_KINDS


def first_of(day: dt.date) -> dt.date:
    """The month a day lies in, as its first day."""
    return day.replace(day=1)


def following(month: dt.date) -> dt.date:
    """The month after, as its first day."""
    return (month + dt.timedelta(days=32)).replace(day=1)


def list_month(month: dt.date, subproject_id: uuid.UUID) -> Sequence[Any]:
    """Everybody who was to come to something in the month, by name.

    Rows: participation_id, number, person_id, given_name, family_name, controller_id, and the sums of `_sums`.
    """
    who = (Participation.id.label("participation_id"), Participation.number, Participation.person_id)
    names = (Person.given_name, Person.family_name, Participation.controller_id)
    chosen = (
        _counted(sa.select(*who, *names, *_sums()))
        .join(Person, Person.id == Participation.person_id)
        .where(*_within(month), Participation.subproject_id == subproject_id)
        .group_by(Participation.id, Person.id)
        .order_by(sa.collate(Person.sort_key, "C"), Participation.number)
    )
    return session.execute(visible_participations(chosen, ATTENDANCE_KINDS)).all()


def list_months(subproject_id: uuid.UUID) -> dict[dt.date, Any]:
    """The sums of each month in which anything stands, of all the reader may read. Rows: month and `_sums`."""
    month = sa.cast(sa.func.date_trunc("month", sa.cast(Attendance.on_date, sa.TIMESTAMP)), sa.Date)
    chosen = _counted(sa.select(month.label("month"), *_sums())).where(Participation.subproject_id == subproject_id)
    rows = session.execute(visible_participations(chosen, ATTENDANCE_KINDS).group_by(month)).all()
    return {row.month: row for row in rows}


def list_months_of(participation_id: uuid.UUID) -> Sequence[Any]:
    """One participant's months, the latest first. Rows: month and `_sums`. The caller has read the participation."""
    month = sa.cast(sa.func.date_trunc("month", sa.cast(Attendance.on_date, sa.TIMESTAMP)), sa.Date)
    chosen = _counted(sa.select(month.label("month"), *_sums())).where(Participation.id == participation_id)
    return session.execute(chosen.group_by(month).order_by(month.desc())).all()


def list_days(month: dt.date, participation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    """The days in a month of each of these, in order of time. The caller has read the participations.

    Rows: participation_id, activity_id, name, on_date, begins_at, ends_at, planned_minutes, state, attended_minutes, absence.
    """
    chosen = (
        _counted(
            sa.select(
                Attendance.participation_id,
                Activity.id.label("activity_id"),
                Activity.name,
                Activity.on_date,
                Activity.begins_at,
                Activity.ends_at,
                Attendance.planned_minutes,
                Attendance.state,
                Attendance.attended_minutes,
                Attendance.absence,
            )
        )
        .where(Participation.id.in_(participation_ids), *_within(month))
        .order_by(Attendance.on_date, Activity.begins_at, Attendance.id)
    )
    found: dict[uuid.UUID, list[Any]] = {one: [] for one in participation_ids}
    for row in session.execute(chosen):
        found[row.participation_id].append(row)
    return found


def list_days_of(participation_id: uuid.UUID, month: dt.date) -> Sequence[Any]:
    """The same of one participant."""
    return list_days(month, [participation_id])[participation_id]


def count_missing(month: dt.date, subproject_id: uuid.UUID) -> int:
    """How much nobody has noted yet of days that have been, whoever may read it: a number and nothing more."""
    chosen = _counted(sa.select(sa.func.count())).where(
        *_within(month),
        Participation.subproject_id == subproject_id,
        Attendance.state == AttendanceState.PLANNED,
        Attendance.on_date <= today(),
    )
    return session.scalar(chosen) or 0


def main_sources(participation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The key of the main means of support each had before, where the reader may know it."""
    chosen = (
        sa.select(Participation.id, SituationSupport.source)
        .join(Situation, Situation.participation_id == Participation.id)
        .join(SituationSupport, SituationSupport.situation_id == Situation.id)
        .where(Situation.moment == Moment.BEFORE, SituationSupport.main, Participation.id.in_(participation_ids))
    )
    return {row.id: row.source for row in session.execute(visible_participations(chosen, OUTCOME_KINDS))}


def digest_of(days: Sequence[Any]) -> str:
    """The fingerprint of a participant's days, as `_digest` makes it of rows."""
    there = [row for row in days if row.state == AttendanceState.PRESENT]
    said = "; ".join(f"{row.on_date} {row.begins_at} {row.ends_at} {row.attended_minutes}" for row in there)
    return hashlib.sha256(said.encode()).hexdigest() if there else ""


def _counted(chosen: Any) -> Any:
    return (
        chosen.select_from(Attendance)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Participation, Participation.id == Attendance.participation_id)
        .where(Activity.state != ActivityState.CANCELLED)
    )


def _within(month: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    first, last = first_of(month), following(month)
    days = (Attendance.on_date >= first, Attendance.on_date < last)
    return (*days, Activity.on_date >= first, Activity.on_date < last)


def _sums() -> tuple[Any, ...]:
    """planned and attended in minutes; there, absent, no_show, missing in number; digest of the days that are reported."""
    state, number = Attendance.state, sa.func.count()
    missing = sa.and_(state == AttendanceState.PLANNED, Attendance.on_date <= today())
    return (
        sa.func.sum(Attendance.planned_minutes).label("planned"),
        sa.func.sum(Attendance.attended_minutes).label("attended"),
        number.filter(state == AttendanceState.PRESENT).label("there"),
        number.filter(state == AttendanceState.ABSENT).label("absent"),
        number.filter(Attendance.absence == AbsenceKind.NO_SHOW).label("no_show"),
        number.filter(missing).label("missing"),
        _digest().label("digest"),
    )


def _digest() -> sa.ColumnElement[str]:
    """Of what a report shows: the days and times somebody was there, and for how long."""
    parts = (Attendance.on_date, Activity.begins_at, Activity.ends_at, Attendance.attended_minutes)
    said = sa.func.concat_ws(" ", *(sa.cast(part, sa.Text) for part in parts))
    order: Any = aggregate_order_by(sa.literal_column("'; '"), Attendance.on_date, Activity.begins_at, Attendance.id)
    listed = sa.func.string_agg(said, order).filter(Attendance.state == AttendanceState.PRESENT)
    hashed = sa.func.encode(sa.func.sha256(sa.func.convert_to(listed, "UTF8")), "hex")
    return sa.func.coalesce(hashed, "")
