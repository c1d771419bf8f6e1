"""Reads the calendar: which meetings there are, when, where, and who is called. Nothing here is about a person.

The one exception counts the items of an agenda, and says so.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.clock import today
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.lists import PAGE_SIZE, Page
from core.participants.choices import has_agreement
from core.participants.models import Authority, Staff
from core.teams.models import AgendaItem, MeetingMember, TeamMeeting
from core.teams.terms import MeetingState


def get_meeting(meeting_id: uuid.UUID) -> TeamMeeting:
    """The meeting. Raises NotFound; the association reads none."""
    return _meeting(sa.select(TeamMeeting).where(TeamMeeting.id == meeting_id))


def get_for_change(meeting_id: uuid.UUID) -> TeamMeeting:
    """The meeting, locked until the request is over: what is written in it comes one after the other."""
    return _meeting(sa.select(TeamMeeting).where(TeamMeeting.id == meeting_id).with_for_update())


def _meeting(chosen: sa.Select[TeamMeeting]) -> TeamMeeting:
    found: TeamMeeting | None = session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if found is None or current_person().authority_id is None:
        raise NotFound
    return found


def list_subjects(meeting_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """A meeting is about no person. Raises NotFound."""
    get_meeting(meeting_id)
    return []


def find_meeting_sent(form_token: uuid.UUID) -> TeamMeeting | None:
    """The meeting that this sending of the form has made already."""
    found: TeamMeeting | None = session.scalar(sa.select(TeamMeeting).where(TeamMeeting.form_token == form_token))
    return found


def list_members(meeting_id: uuid.UUID) -> Sequence[Any]:
    """Those who are called, in Swedish order of names. Rows: account_id, name, authority, authority_id, present."""
    chosen = (
        sa.select(
            MeetingMember.account_id,
            Staff.name,
            Staff.authority_id,
            Authority.name.label("authority"),
            MeetingMember.present,
        )
        .join(Staff, Staff.account_id == MeetingMember.account_id)
        .outerjoin(Authority, Authority.id == Staff.authority_id)
        .where(MeetingMember.meeting_id == meeting_id)
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return session.execute(chosen).all()


def is_called(meeting_id: uuid.UUID) -> bool:
    """Whether the signed-in person is called to the meeting."""
    called = sa.select(MeetingMember.account_id).where(
        MeetingMember.meeting_id == meeting_id, MeetingMember.account_id == current_person().account_id
    )
    return session.scalar(called) is not None


def list_coming() -> Sequence[Any]:
    """Meetings from today on, the next first; cancelled ones too, so that nobody comes in vain.

    Rows: id, name, on_date, starts_at, ends_at, place, state, called (whether the signed-in person is).
    """
    chosen = _rows().where(TeamMeeting.on_date >= today(), TeamMeeting.state != MeetingState.CLOSED)
    return session.execute(chosen.order_by(TeamMeeting.on_date, TeamMeeting.starts_at, TeamMeeting.id)).all()


def list_past(*, page: int = 1) -> Page:
    """A page of the others, the latest first: held, cancelled, or with minutes that nobody has closed."""
    is_past = sa.or_(TeamMeeting.on_date < today(), TeamMeeting.state == MeetingState.CLOSED)
    chosen = _rows().add_columns(sa.func.count().over().label("total")).where(is_past)
    chosen = chosen.order_by(TeamMeeting.on_date.desc(), TeamMeeting.starts_at.desc(), TeamMeeting.id.desc())
    rows = session.execute(chosen.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(rows, rows[0].total if rows else 0)


def find_next() -> Any:
    """The next meeting that the signed-in person is called to, with how many items stand on its agenda; or None.

    The caller logs that data about persons are counted. Row: as list_coming, and items.
    """
    items = sa.select(sa.func.count()).where(AgendaItem.meeting_id == TeamMeeting.id).correlate(TeamMeeting).scalar_subquery()
    chosen = _rows().add_columns(items.label("items"))
    chosen = chosen.where(_calls_me(), TeamMeeting.on_date >= today(), TeamMeeting.state == MeetingState.PLANNED)
    return session.execute(chosen.order_by(TeamMeeting.on_date, TeamMeeting.starts_at, TeamMeeting.id).limit(1)).one_or_none()


def closed_since(since: dt.datetime) -> sa.Select[int]:
    """How many meetings somebody else has closed the minutes of since, as a select. About no person."""
    by_another = TeamMeeting.closed_by.is_distinct_from(current_person().account_id)
    return sa.select(sa.func.count(TeamMeeting.id)).where(TeamMeeting.closed_at > since, by_another)


def _rows() -> sa.Select[Any]:
    own = ("id", "name", "on_date", "starts_at", "ends_at", "place", "state")
    return sa.select(*(getattr(TeamMeeting, name) for name in own), _calls_me().label("called"))


def _calls_me() -> sa.ColumnElement[bool]:
    me = current_person().account_id
    called = sa.select(MeetingMember.account_id).where(MeetingMember.meeting_id == TeamMeeting.id, MeetingMember.account_id == me)
    return called.correlate(TeamMeeting).exists()


def list_staff(called_before: Sequence[uuid.UUID] = ()) -> list[tuple[str, str]]:
    """(account id, "name, authority") of those who may be called: staff who read persons at an authority under agreement.

    Who is called already stays in the list, though the employment or the agreement has ended.
    """
    chosen = (
        sa.select(Staff, Authority)
        .join(Authority, Authority.id == Staff.authority_id)
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id, sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    return [
        (str(one.account_id), f"{one.name}, {authority.name}")
        for one, authority in session.execute(chosen)
        if one.account_id in called_before or (one.active and one.reads_persons and has_agreement(authority, today()))
    ]
