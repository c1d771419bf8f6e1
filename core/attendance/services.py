"""Activities are planned, changed, called off and planned again: one at a time, or the rest of a series."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from itertools import product

import sqlalchemy as sa

from core.attendance.errors import ActivityCannotMove
from core.attendance.models import Activity, Attendance
from core.attendance.planning import ActivityValues, Series, days_of, faults_of, faults_of_series, faults_of_times
from core.attendance.queries import find_sent, list_following, list_people, list_periods_of
from core.attendance.terms import ACTIVITY_MOVES, ActivityState, AttendanceState
from core.clock import today
from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid, NotAllowed
from core.i18n import _l
from core.participants.choices import get_current_subproject
from core.participants.errors import ChangedMeanwhile

ONLY_ITS_OWN = _l("Only the authority that arranges the activity changes it.")


def plan_activities(
    *, values: ActivityValues, series: Series | None = None, form_token: uuid.UUID | None = None
) -> Sequence[Activity]:
    """The activity, or all of its series. Raises Invalid with every fault, SentTwice when this sending has made it already."""
    if form_token and find_sent(form_token):
        raise SentTwice
    me = current_person()
    subproject = get_current_subproject(today())
    faults = faults_of(values, subproject) | (faults_of_series(values.on_date, series) if series else {})
    periods = list_periods_of(values.people)
    if len(periods) < len(values.people):
        faults["people"] = _l("Choose among those who may be chosen")
    if faults or values.on_date is None or me.authority_id is None:
        raise Invalid(faults)
    days = days_of(values.on_date, series)
    activities = [
        Activity(
            id=new_id(),
            subproject_id=subproject.id,
            owner_id=me.authority_id,
            series_id=None,
            state=ActivityState.PLANNED,
            on_date=day,
            form_token=form_token,
            created_by=me.account_id,
        )
        for day in days
    ]
    common = new_id() if len(days) > 1 else None
    for one in activities:
        one.series_id = common
        _write(one, values)
    keep(*activities)
    keep(*_planned(activities, periods))
    return activities


def change_activity(*, activity: Activity, version: int | None, values: ActivityValues, rest: bool) -> None:
    """Change this one, or with `rest` those that follow it in its series too (but for the day, which is its own).

    People who are added come to all of them; who is taken away goes from those where nothing is noted yet. Raises Invalid,
    NotAllowed, ChangedMeanwhile, ActivityCannotMove for one that is called off.
    """
    require_own(activity)
    require_standing(activity)
    if activity.version != version:
        raise ChangedMeanwhile
    before = {row.participation_id: row.state for row in list_people(activity)}
    periods = list_periods_of(values.people | before.keys())
    faults = faults_of(values, get_current_subproject(today()), before=activity)
    if not values.people <= periods.keys():
        faults["people"] = _l("Choose among those who may be chosen")
    elif any(before[one] != AttendanceState.PLANNED for one in before.keys() - values.people):
        faults["people"] = _l("It is noted how it went with somebody you have taken away. Take the note away first.")
    if values.on_date and not all(_covers(periods[one], values.on_date) for one in values.people & periods.keys()):
        faults.setdefault("on_date", _l("Somebody you have chosen does not take part on that day"))
    if faults or values.on_date is None:
        raise Invalid(faults)
    affected = list_following(activity) if rest else [activity]
    activity.on_date = values.on_date
    for one in affected:
        _write(one, values)
    if before.keys() != values.people:
        sa.orm.attributes.flag_modified(activity, "name")
    keep()
    _take_away(affected, before.keys() - values.people)
    _plan_anew(affected)
    added = {one: periods[one] for one in values.people - before.keys()}
    keep(*_planned(affected, added, besides=_taking_part(affected, added)))


def cancel_activity(*, activity: Activity, version: int | None, rest: bool) -> int:
    """It is not held. Returns how many were called off. Raises Invalid when attendance is noted, ChangedMeanwhile, NotAllowed."""
    require_own(activity)
    _require_move(activity, ActivityState.CANCELLED)
    if activity.version != version:
        raise ChangedMeanwhile
    affected = list_following(activity) if rest else [activity]
    noted = sa.select(Attendance.id).where(
        Attendance.activity_id.in_([one.id for one in affected]), Attendance.state != AttendanceState.PLANNED
    )
    if session.scalar(noted.limit(1)) is not None:
        raise Invalid({"": _l("Attendance is noted already. Take the notes away first if it was not held.")})
    for one in affected:
        one.state = ActivityState.CANCELLED
    keep()
    return len(affected)


def plan_again(*, activity: Activity) -> None:
    """What was called off is held after all. Raises ActivityCannotMove, NotAllowed."""
    require_own(activity)
    if activity.state != ActivityState.CANCELLED:
        raise ActivityCannotMove
    activity.state = ActivityState.PLANNED
    keep()


def require_own(activity: Activity) -> None:
    """Raises NotAllowed: another authority's activity is seen, not changed."""
    if not is_own(activity):
        raise NotAllowed(ONLY_ITS_OWN)


def require_standing(activity: Activity) -> None:
    """Raises ActivityCannotMove for what is called off."""
    if activity.state == ActivityState.CANCELLED:
        raise ActivityCannotMove


def is_own(activity: Activity) -> bool:
    """Whether the signed-in person's authority arranges it."""
    return activity.owner_id == current_person().authority_id


def _require_move(activity: Activity, to: ActivityState) -> None:
    if to not in ACTIVITY_MOVES[ActivityState(activity.state)]:
        raise ActivityCannotMove


def _write(activity: Activity, values: ActivityValues) -> None:
    if values.begins_at is None or values.ends_at is None:
        raise Invalid(faults_of_times(values))
    activity.name, activity.begins_at, activity.ends_at = values.name, values.begins_at, values.ends_at
    activity.intervention_id = values.intervention_id
    activity.leader_id, activity.place_id = values.leader_id, values.place_id


# Who takes part ---------------------------------------------------------------------------------------------------------

Periods = dict[uuid.UUID, tuple[dt.date, dt.date | None]]


def planned_minutes(activity: Activity) -> int:
    """From beginning to end."""
    return (activity.ends_at.hour - activity.begins_at.hour) * 60 + activity.ends_at.minute - activity.begins_at.minute


def _planned(
    activities: Sequence[Activity], periods: Periods, besides: Collection[tuple[uuid.UUID, uuid.UUID]] = ()
) -> list[Attendance]:
    """Everybody at every activity that lies within their participation."""
    return [
        Attendance(
            activity_id=one.id,
            on_date=one.on_date,
            participation_id=who,
            planned_minutes=planned_minutes(one),
            attended_minutes=0,
        )
        for one, (who, period) in product(activities, sorted(periods.items()))
        if _covers(period, one.on_date) and (one.id, who) not in besides
    ]


def _covers(period: tuple[dt.date, dt.date | None], day: dt.date) -> bool:
    return period[0] <= day and (period[1] is None or day <= period[1])


def _taking_part(activities: Sequence[Activity], periods: Periods) -> set[tuple[uuid.UUID, uuid.UUID]]:
    chosen = sa.select(Attendance.activity_id, Attendance.participation_id).where(
        Attendance.activity_id.in_([one.id for one in activities]), Attendance.participation_id.in_(periods)
    )
    return {(row.activity_id, row.participation_id) for row in session.execute(chosen)}


def _take_away(activities: Sequence[Activity], people: Collection[uuid.UUID]) -> None:
    session.execute(
        sa.delete(Attendance).where(
            Attendance.activity_id.in_([one.id for one in activities]),
            Attendance.participation_id.in_(people),
            Attendance.state == AttendanceState.PLANNED,
        )
    )


def _plan_anew(activities: Sequence[Activity]) -> None:
    """Other hours are other planned minutes, where nothing is noted yet."""
    for one in activities:
        minutes = planned_minutes(one)
        session.execute(
            sa.update(Attendance)
            .where(
                Attendance.activity_id == one.id,
                Attendance.state == AttendanceState.PLANNED,
                Attendance.planned_minutes != minutes,
            )
            .values(planned_minutes=minutes, version=Attendance.version + 1)
        )
