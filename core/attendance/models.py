"""Activities in the calendar, who was there for how long, the months that are closed, and the signed monthly reports."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.attendance.terms import AbsenceKind, ActivityState, AttendanceState, MonthDeed
from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL


class Activity(Keyed, Versioned, TenantModel):
    """A meeting, a group, a day of work training: something on a day that participants come to.

    Its name is about the activity and never about a person. `series_id` joins the days of one that recurs.
    """

    __tablename__ = "activity"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    intervention_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("intervention.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    leader_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.account_id"))
    place_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    name: Mapped[str]
    on_date: Mapped[dt.date]
    begins_at: Mapped[dt.time]
    ends_at: Mapped[dt.time]
    state: Mapped[str] = mapped_column(default=ActivityState.PLANNED, server_default="planned")
    series_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    form_token: Mapped[uuid.UUID | None]
    """Names one sending of the form; all days of a series carry it."""
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("state", "state", ActivityState),
        sa.CheckConstraint("ends_at > begins_at", name="end_after_beginning"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
        sa.UniqueConstraint("form_token", "on_date"),
        sa.UniqueConstraint("id", "on_date"),
        sa.Index("ix_activity_on_date", "on_date", "begins_at"),
    )


class Attendance(Keyed, Versioned, TenantModel):
    """One participant's planned and attended time at one activity, in minutes.

    The database adds up a participant's day and refuses more than 24 hours, and refuses every change in a closed month.
    """

    __tablename__ = "attendance"

    activity_id: Mapped[uuid.UUID] = mapped_column()
    on_date: Mapped[dt.date]
    """The activity's day, which the key keeps the same."""
    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"))
    planned_minutes: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(default=AttendanceState.PLANNED, server_default="planned")
    attended_minutes: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    absence: Mapped[str | None]
    noted_by: Mapped[uuid.UUID | None]
    noted_at: Mapped[dt.datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(["activity_id", "on_date"], ["activity.id", "activity.on_date"], onupdate="CASCADE"),
        one_of("state", "state", AttendanceState),
        one_of("absence", "absence", AbsenceKind),
        sa.CheckConstraint("planned_minutes BETWEEN 1 AND 1440", name="planned_minutes"),
        sa.CheckConstraint("attended_minutes BETWEEN 0 AND 1440", name="attended_minutes"),
        sa.CheckConstraint("(state = 'present') = (attended_minutes > 0)", name="present_has_minutes"),
        sa.CheckConstraint("(state = 'absent') = (absence IS NOT NULL)", name="absent_has_kind"),
        sa.UniqueConstraint("activity_id", "participation_id"),
        sa.Index("ix_attendance_participation_day", "participation_id", "on_date"),
        {"info": PERSONAL},
    )


class MonthEvent(Keyed, TenantModel):
    """That a month was locked or opened again, by whom, and with which words. Only appended."""

    __tablename__ = "month_event"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    month: Mapped[dt.date]
    deed: Mapped[str]
    comment: Mapped[str] = mapped_column(default="", server_default="")
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("deed", "deed", MonthDeed),
        sa.CheckConstraint("date_trunc('month', month) = month", name="month"),
        sa.CheckConstraint("deed <> 'reopened' OR comment <> ''", name="reopened_says_why"),
    )


class AttendanceReport(Keyed, Versioned, TenantModel):
    """A participant's attendance report of one month, as it was printed, and when it came back signed.

    `hours` are whole, rounded down. A correction after the printing makes a new report with the next number; the former
    keeps what was signed.
    """

    __tablename__ = "attendance_report"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    month: Mapped[dt.date]
    number: Mapped[int] = mapped_column(sa.Integer)
    minutes: Mapped[int] = mapped_column(sa.Integer)
    hours: Mapped[int] = mapped_column(sa.Integer)
    digest: Mapped[str]
    """Of the days and minutes it shows: tells whether the report still says what is registered."""
    made_by: Mapped[uuid.UUID]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    signed_on: Mapped[dt.date | None]
    """The day the participant signed, as written on the paper."""
    received_on: Mapped[dt.date | None]
    received_by: Mapped[uuid.UUID | None]
    file_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("file.id"))

    __table_args__ = (
        sa.UniqueConstraint("participation_id", "month", "number"),
        sa.CheckConstraint("date_trunc('month', month) = month", name="month"),
        sa.CheckConstraint("minutes >= 0 AND hours = minutes / 60", name="whole_hours"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("(received_on IS NULL) = (signed_on IS NULL)", name="received_is_signed"),
        sa.CheckConstraint("(received_on IS NULL) = (received_by IS NULL)", name="received_by"),
        sa.CheckConstraint("received_on >= signed_on", name="received_after_signing"),
        {"info": PERSONAL},
    )
