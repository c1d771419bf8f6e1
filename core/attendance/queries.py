"""Reads activities, and who takes part in them as far as the reader may know it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from core.attendance.models import Activity, Attendance
from core.attendance.terms import ATTENDANCE_KINDS, ActivityState, AttendanceState
from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.clock import today
from core.context import current_person, language
from core.db import session
from core.errors import NotFound
from core.interventions.models import Intervention, InterventionPeriod, Place
from core.participants.models import Participation, Person, Staff
from core.participants.queries import visible_participations
from core.participants.terms import ParticipationState

FIELDS = "attendance"
MOST_CANDIDATES = 400


def visible_activities(statement: Any) -> Any:
    """Narrow a select of Activity to those the signed-in person may know of.

    What the delprojekt offers (an insats of the catalogue) everybody who works with participants sees in the calendar; what
    an authority arranges for itself, its own staff, and those who may read somebody who takes part.
    """
    mine = current_person().authority_id
    if mine is None:
        return statement.where(sa.false())
    readable = _readable(sa.select(Attendance.id)).correlate(Activity).exists()
    return statement.where(sa.or_(Activity.owner_id == mine, Activity.intervention_id.is_not(None), readable))


def _readable(chosen: Any) -> Any:
    """The attendance of the outer statement's activity that the signed-in person may read."""
    joined = chosen.select_from(Attendance).join(Participation, Participation.id == Attendance.participation_id)
    return visible_participations(joined.where(Attendance.activity_id == Activity.id), ATTENDANCE_KINDS)


def list_calendar(first: dt.date, last: dt.date, *, only_mine: bool) -> Sequence[Any]:
    """What stands in the calendar from one day to another, in order of time.

    `only_mine`: those the reader leads, has planned, or whose participants have the reader as contact person. Rows: id, name,
    on_date, begins_at, ends_at, state, insats, leader, place; people and unnoted count those the reader may read.
    """
    people = _readable(sa.select(sa.func.count())).correlate(Activity)
    unnoted = people.where(Attendance.state == AttendanceState.PLANNED)
    chosen = (
        _rows()
        .add_columns(people.scalar_subquery().label("people"), unnoted.scalar_subquery().label("unnoted"))
        .where(Activity.on_date >= first, Activity.on_date <= last)
        .order_by(Activity.on_date, Activity.begins_at, Activity.name, Activity.id)
    )
    if only_mine:
        chosen = chosen.where(_is_mine())
    found = session.execute(visible_activities(chosen)).all()
    record_access(Action.LIST, subject_ids=[], fields=FIELDS)
    return found


def _rows() -> sa.Select[Any]:
    own = ("id", "name", "on_date", "begins_at", "ends_at", "state", "series_id", "owner_id")
    insats = Intervention.name_en if language() == "en" else Intervention.name_sv
    return (
        sa.select(
            *(getattr(Activity, name) for name in own),
            insats.label("insats"),
            Staff.name.label("leader"),
            Place.name.label("place"),
        )
        .outerjoin(Intervention, Intervention.id == Activity.intervention_id)
        .outerjoin(Staff, Staff.account_id == Activity.leader_id)
        .outerjoin(Place, Place.id == Activity.place_id)
    )


def _is_mine() -> sa.ColumnElement[bool]:
    me = current_person().account_id
    cared_for = _readable(sa.select(Attendance.id)).where(is_mine()).correlate(Activity).exists()
    return sa.or_(Activity.leader_id == me, Activity.created_by == me, cared_for)


# One activity -----------------------------------------------------------------------------------------------------------


def list_subjects(activity_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Those who take part and whom the reader may read, for the access log. Raises NotFound."""
    if session.scalar(visible_activities(sa.select(Activity.id).where(Activity.id == activity_id))) is None:
        raise NotFound
    chosen = _readable(sa.select(Participation.person_id)).join(Activity, Activity.id == Attendance.activity_id)
    return session.scalars(chosen.where(Activity.id == activity_id).order_by(Participation.person_id)).all()


def get_activity(activity_id: uuid.UUID) -> Activity:
    """The activity, once the access log has its row. Raises NotFound."""
    return _one(activity_id, Action.READ)


def get_for_change(activity_id: uuid.UUID) -> Activity:
    """The same, logged as a change and locked until the request is over."""
    return _one(activity_id, Action.WRITE)


def _one(activity_id: uuid.UUID, action: Action) -> Activity:
    record_access(action, subject_ids=list_subjects(activity_id), fields=FIELDS)
    chosen = sa.select(Activity).where(Activity.id == activity_id).execution_options(populate_existing=True)
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=Activity)
    found: Activity = session.scalars(visible_activities(chosen)).one()
    return found


def describe(activity: Activity) -> Any:
    """The names of its insats, leader and place: as a row of list_calendar, without the counts."""
    return session.execute(_rows().where(Activity.id == activity.id)).one()


def list_people(activity: Activity) -> Sequence[Any]:
    """Those who take part and whom the reader may read, by name. The caller has read the activity, and so logged them.

    Rows: id (of the attendance), participation_id, number, given_name, family_name, planned_minutes, state,
    attended_minutes, absence.
    """
    chosen = (
        _readable(
            sa.select(
                Attendance.id,
                Attendance.participation_id,
                Participation.number,
                Person.given_name,
                Person.family_name,
                Attendance.planned_minutes,
                Attendance.state,
                Attendance.attended_minutes,
                Attendance.absence,
            )
        )
        .join(Person, Person.id == Participation.person_id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(Activity.id == activity.id)
        .order_by(sa.collate(Person.sort_key, "C"), Participation.number)
    )
    return session.execute(chosen).all()


def count_people(activity_ids: Collection[uuid.UUID]) -> int:
    """How many take part in any of the activities, whoever may read them: a number and nothing more."""
    chosen = sa.select(sa.func.count(Attendance.participation_id.distinct())).where(Attendance.activity_id.in_(activity_ids))
    return session.scalar(chosen) or 0


def list_following(activity: Activity) -> Sequence[Activity]:
    """The rest of its series that is still planned, itself first, locked."""
    chosen = (
        sa.select(Activity)
        .where(
            Activity.series_id == activity.series_id,
            Activity.on_date > activity.on_date,
            Activity.owner_id == activity.owner_id,
            Activity.state == ActivityState.PLANNED,
        )
        .order_by(Activity.on_date, Activity.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [activity, *(session.scalars(chosen).all() if activity.series_id else ())]


def has_following(activity: Activity) -> bool:
    """Whether more of its series is to come."""
    if activity.series_id is None:
        return False
    later = sa.and_(Activity.series_id == activity.series_id, Activity.on_date > activity.on_date)
    return bool(session.scalar(sa.select(sa.exists().where(later, Activity.state == ActivityState.PLANNED))))


def find_sent(form_token: uuid.UUID) -> Activity | None:
    """The first activity that this sending of the form has made already."""
    chosen = sa.select(Activity).where(Activity.form_token == form_token).order_by(Activity.on_date).limit(1)
    found: Activity | None = session.scalars(chosen).one_or_none()
    return found


# What the forms offer ---------------------------------------------------------------------------------------------------


def list_candidates(
    day: dt.date, *, intervention_id: uuid.UUID | None = None, besides: Collection[uuid.UUID] = ()
) -> list[tuple[str, str]]:
    """(id, "name, number") of those who may be chosen for the day: of the insats, or without one those one works
    with; always `besides`, those who were chosen already. Logged, since they are shown."""
    offered = (
        sa.exists().where(
            InterventionPeriod.participation_id == Participation.id,
            InterventionPeriod.intervention_id == intervention_id,
            InterventionPeriod.starts_on <= day,
            sa.or_(InterventionPeriod.ends_on.is_(None), InterventionPeriod.ends_on >= day),
        )
        if intervention_id
        else is_mine()
    )
    chosen = (
        sa.select(Participation.id, Participation.person_id, Participation.number, Person.given_name, Person.family_name)
        .join(Person, Person.id == Participation.person_id)
        .where(sa.or_(sa.and_(offered, takes_part_on(day)), Participation.id.in_(besides)))
        .order_by(sa.collate(Person.sort_key, "C"), Participation.number)
        .limit(MOST_CANDIDATES)
    )
    rows = session.execute(visible_participations(chosen, ATTENDANCE_KINDS)).all()
    record_access(Action.LIST, subject_ids=[row.person_id for row in rows], fields="list")
    return [(str(row.id), f"{row.given_name} {row.family_name}, {row.number}") for row in rows]


def takes_part_on(day: dt.date) -> sa.ColumnElement[bool]:
    """Whether a participation covers the day."""
    begun = sa.and_(Participation.state != ParticipationState.MISREGISTERED, Participation.started_on <= day)
    return sa.and_(begun, sa.or_(Participation.ended_on.is_(None), Participation.ended_on >= day))


def list_periods_of(participation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[dt.date, dt.date | None]]:
    """From when until when those of these take part whom the reader may read. Logged as a change."""
    chosen = sa.select(Participation.id, Participation.person_id, Participation.started_on, Participation.ended_on).where(
        Participation.id.in_(participation_ids),
        Participation.person_id.is_not(None),
        Participation.state != ParticipationState.MISREGISTERED,
    )
    rows = session.execute(visible_participations(chosen, ATTENDANCE_KINDS)).all()
    record_access(Action.WRITE, subject_ids=[row.person_id for row in rows], fields=FIELDS)
    return {row.id: (row.started_on, row.ended_on) for row in rows}


def list_places() -> list[tuple[str, str]]:
    """(id, name) of the places that are in use."""
    chosen = sa.select(Place.id, Place.name).where(Place.active).order_by(sa.func.ext.sv_key(Place.name), Place.id)
    return [(str(row.id), row.name) for row in session.execute(chosen)]


def waiting_unnoted() -> Any:
    """For the work page: one's own activities until today where it is not noted how it went with somebody one may read.

    A select; the caller logs that data about persons are counted.
    """
    unnoted = _readable(sa.select(Attendance.id)).where(Attendance.state == AttendanceState.PLANNED).correlate(Activity).exists()
    chosen = sa.select(sa.func.count(Activity.id)).where(Activity.on_date <= today(), unnoted, _is_mine())
    return visible_activities(chosen.where(Activity.state != ActivityState.CANCELLED))
