"""What is typed about an activity, and what is wrong with it, all at once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from core.attendance.models import Activity
from core.clock import today
from core.i18n import _, _l, format_date
from core.identity_numbers import holds_number
from core.interventions.queries import find_intervention
from core.participants.choices import find_worker
from core.participants.models import Subproject

Faults = dict[str, object]
MOST_DAYS = 60
AHEAD = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityValues:
    """An activity as typed. `people` are participations."""

    name: str
    on_date: dt.date | None
    begins_at: dt.time | None
    ends_at: dt.time | None
    intervention_id: uuid.UUID | None = None
    leader_id: uuid.UUID | None = None
    place_id: uuid.UUID | None = None
    people: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The activity again every so many weeks, up to and including a day.

    `weekdays` (Monday is 0) are those of each week besides that of the first day.
    """

    every_weeks: int | None
    until: dt.date | None
    weekdays: frozenset[int] = frozenset()


def faults_of(values: ActivityValues, subproject: Subproject, *, before: Activity | None = None) -> Faults:
    """Everything that is wrong with an activity, by the form's fields. `before`: as it stands; its leader may have left."""
    faults: Faults = {}
    if not values.name:
        faults["name"] = _l("Write what the activity is called")
    elif holds_number(values.name):
        faults["name"] = _l("Write no personal identity number here. Everybody who works here reads this.")
    faults |= _faults_of_day(values.on_date, subproject) | faults_of_times(values)
    if values.intervention_id and find_intervention(values.intervention_id) is None:
        faults["intervention_id"] = _l("Choose an intervention")
    stands = before is not None and before.leader_id == values.leader_id
    if values.leader_id and not stands and find_worker(values.leader_id) is None:
        faults["leader_id"] = _l("Choose somebody who works here")
    return faults


def _faults_of_day(day: dt.date | None, subproject: Subproject) -> Faults:
    if day is None:
        return {"on_date": _l("Write the day")}
    if day < subproject.starts_on:
        return {"on_date": _("The sub-project began %(day)s", day=format_date(subproject.starts_on))}
    if day > today() + AHEAD:
        return {"on_date": _l("Choose a day within a year")}
    return {}


def faults_of_times(values: ActivityValues) -> Faults:
    """Beginning and end: both given, in their order."""
    faults: Faults = {}
    if values.begins_at is None:
        faults["begins_at"] = _l("Write when it begins")
    if values.ends_at is None:
        faults["ends_at"] = _l("Write when it ends")
    elif values.begins_at and values.ends_at <= values.begins_at:
        faults["ends_at"] = _l("The end must be after the beginning")
    return faults


def faults_of_series(first: dt.date | None, series: Series) -> Faults:
    """A series has a pace and an end, and is not too long."""
    faults: Faults = {}
    if series.every_weeks is None:
        faults["every_weeks"] = _l("Write how often it is repeated, or take the last day away")
    elif not 1 <= series.every_weeks <= 8:
        faults["every_weeks"] = _l("Write a number of weeks from 1 to 8")
    if series.until is None:
        faults["until"] = _l("Write the last day of the series")
    elif first and not first < series.until <= first + dt.timedelta(days=370):
        faults["until"] = _l("The last day must be after the first, and within a year")
    elif not faults and first and len(days_of(first, series)) > MOST_DAYS:
        faults["until"] = _("At most %(most)s times in one series", most=MOST_DAYS)
    return faults


def days_of(first: dt.date, series: Series | None) -> list[dt.date]:
    """Every day of the series in order; the first day alone where there is none."""
    if series is None or not series.every_weeks or series.until is None:
        return [first]
    monday, weekdays = first - dt.timedelta(days=first.weekday()), sorted({first.weekday(), *series.weekdays})
    weeks = range(0, (series.until - monday).days // 7 + 1, series.every_weeks)
    days = (monday + dt.timedelta(weeks=week, days=weekday) for week in weeks for weekday in weekdays)
    return [day for day in days if first <= day <= series.until]
