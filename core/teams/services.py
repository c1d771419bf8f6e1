"""A team day is planned, changed, cancelled and closed; who was there is noted."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import now, today
from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import session
from core.errors import Invalid
from core.i18n import _, _l, format_date
from core.identity_numbers import holds_number
from core.participants.choices import get_current_subproject, get_subproject
from core.participants.errors import ChangedMeanwhile
from core.teams.calendar import find_meeting_sent, list_members, list_staff
from core.teams.errors import MeetingCannotMove, NotPlanned
from core.teams.models import MeetingMember, TeamMeeting
from core.teams.terms import MEETING_MOVES, MeetingState

Faults = dict[str, object]
MOST_MEETINGS = 60
A_WHILE = dt.timedelta(days=730)
NUMBER_REFUSED = _l("Write no personal identity number here. Everybody who is called reads this.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingValues:
    """A meeting as typed."""

    name: str
    on_date: dt.date | None
    starts_at: dt.time | None
    ends_at: dt.time | None
    place: str
    called: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The meeting again every so many weeks, up to and including a day."""

    every_weeks: int | None
    until: dt.date | None


def plan_meetings(*, values: MeetingValues, series: Series | None = None, form_token: uuid.UUID | None = None) -> TeamMeeting:
    """The first of the planned meetings. Raises Invalid with every fault, SentTwice when this sending has made it already."""
    if form_token and find_meeting_sent(form_token):
        raise SentTwice
    subproject = get_current_subproject(today())
    faults = _faults(values, subproject.starts_on, called_before=[])
    faults |= _faults_of_series(values.on_date, series) if series else {}
    if faults or values.on_date is None or values.starts_at is None:
        raise Invalid(faults)
    me = current_person().account_id
    meetings = [
        TeamMeeting(
            subproject_id=subproject.id,
            name=values.name,
            on_date=day,
            starts_at=values.starts_at,
            ends_at=values.ends_at,
            place=values.place,
            created_by=me,
        )
        for day in _days(values.on_date, series)
    ]
    meetings[0].form_token = form_token
    keep(*meetings)
    keep(*(MeetingMember(meeting_id=one.id, account_id=account) for one in meetings for account in sorted(values.called)))
    return meetings[0]


def change_meeting(*, meeting: TeamMeeting, version: int, values: MeetingValues) -> None:
    """Raises Invalid, NotPlanned, ChangedMeanwhile when `version` is not the one that stands."""
    require_planned(meeting)
    if meeting.version != version:
        raise ChangedMeanwhile
    before = {row.account_id for row in list_members(meeting.id)}
    faults = _faults(values, get_subproject(meeting.subproject_id).starts_on, called_before=before)
    if faults or values.on_date is None or values.starts_at is None:
        raise Invalid(faults)
    meeting.name, meeting.place = values.name, values.place
    meeting.on_date, meeting.starts_at, meeting.ends_at = values.on_date, values.starts_at, values.ends_at
    if values.called != before:
        sa.orm.attributes.flag_modified(meeting, "name")
    gone = MeetingMember.account_id.in_(sorted(before - values.called))
    session.execute(sa.delete(MeetingMember).where(MeetingMember.meeting_id == meeting.id, gone))
    keep(*(MeetingMember(meeting_id=meeting.id, account_id=account) for account in sorted(values.called - before)))


def cancel_meeting(*, meeting: TeamMeeting, version: int) -> None:
    """The meeting is not held; what stands on its agenda may be put on another. Raises ChangedMeanwhile, MeetingCannotMove."""
    _require_move(meeting, MeetingState.CANCELLED)
    if meeting.version != version:
        raise ChangedMeanwhile
    meeting.state = MeetingState.CANCELLED
    keep()


def plan_again(*, meeting: TeamMeeting) -> None:
    """A cancelled meeting is to be held after all. Raises MeetingCannotMove."""
    _require_move(meeting, MeetingState.PLANNED)
    meeting.state = MeetingState.PLANNED
    keep()


def note_present(*, meeting: TeamMeeting, seen: Collection[uuid.UUID], present: Collection[uuid.UUID]) -> None:
    """Who is there. `seen` are those who were ticked when the page was opened: only what its reader changed is written.

    Two who tick different people at once both keep theirs. Raises NotPlanned.
    """
    require_planned(meeting)
    chosen = sa.select(MeetingMember).where(MeetingMember.meeting_id == meeting.id).with_for_update()
    for member in session.scalars(chosen.execution_options(populate_existing=True)):
        was, is_now = member.account_id in seen, member.account_id in present
        if was != is_now or member.present is None:
            member.present = is_now
    keep()


def close_meeting(*, meeting: TeamMeeting, version: int, remarks: str) -> None:
    """The minutes stand from now on, and nothing of the meeting is changed any more.

    Raises Invalid, ChangedMeanwhile when the meeting was changed since the page was opened, MeetingCannotMove.
    """
    _require_move(meeting, MeetingState.CLOSED)
    if meeting.version != version:
        raise ChangedMeanwhile
    faults: Faults = {}
    if meeting.on_date > today():
        faults[""] = _("The meeting is held on %(day)s and cannot be closed before", day=format_date(meeting.on_date))
    elif not any(row.present for row in list_members(meeting.id)):
        faults[""] = _l("Note who was present before you close the meeting")
    if holds_number(remarks):
        faults["remarks"] = NUMBER_REFUSED
    if faults:
        raise Invalid(faults)
    meeting.state, meeting.remarks = MeetingState.CLOSED, remarks
    meeting.closed_at, meeting.closed_by = now(), current_person().account_id
    keep()


def require_planned(meeting: TeamMeeting) -> None:
    """Raises NotPlanned: what is closed or cancelled stands as it is."""
    if meeting.state != MeetingState.PLANNED:
        raise NotPlanned


def _require_move(meeting: TeamMeeting, to: MeetingState) -> None:
    if to not in MEETING_MOVES[MeetingState(meeting.state)]:
        raise MeetingCannotMove


def _faults(values: MeetingValues, earliest: dt.date, *, called_before: Collection[uuid.UUID]) -> Faults:
    faults: Faults = {} if values.name else {"name": _l("Write what the meeting is called")}
    if values.on_date is None:
        faults["on_date"] = _l("Write the day of the meeting")
    elif not earliest <= values.on_date <= today() + A_WHILE:
        faults["on_date"] = _l("Check the day: it is before the sub-project began, or more than two years ahead")
    if values.starts_at is None:
        faults["starts_at"] = _l("Write when the meeting begins")
    elif values.ends_at and values.ends_at <= values.starts_at:
        faults["ends_at"] = _l("The meeting has to end after it begins")
    known = {account_id for account_id, _name in list_staff(list(called_before))}
    if not values.called or any(str(one) not in known for one in values.called):
        faults["called"] = _l("Choose at least one who is called")
    return faults | {name: NUMBER_REFUSED for name in ("name", "place") if holds_number(getattr(values, name))}


def _faults_of_series(first: dt.date | None, series: Series) -> Faults:
    faults: Faults = {}
    if series.every_weeks is None or not 1 <= series.every_weeks <= 26:
        faults["every_weeks"] = _l("Write a number of weeks from 1 to 26")
    if series.until is None or (first and series.until <= first):
        faults["until"] = _l("Write the last day of the series, after the first meeting")
    elif first and series.until > first + A_WHILE / 2:
        faults["until"] = _l("Plan at most a year at a time")
    return faults


def _days(first: dt.date, series: Series | None) -> list[dt.date]:
    if series is None or not series.every_weeks or series.until is None:
        return [first]
    step = dt.timedelta(weeks=series.every_weeks)
    days = [first + step * number for number in range(MOST_MEETINGS)]
    return [day for day in days if day <= series.until]
