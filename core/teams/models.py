"""Team days: the meeting, who was there, and what was said about each person on the agenda."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL
from core.teams.terms import ItemKind, MeetingState


class TeamMeeting(Keyed, Versioned, TenantModel):
    """A meeting of the joint team."""

    __tablename__ = "team_meeting"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    name: Mapped[str]
    on_date: Mapped[dt.date] = mapped_column(index=True)
    starts_at: Mapped[dt.time] = mapped_column(sa.Time)
    ends_at: Mapped[dt.time | None] = mapped_column(sa.Time)
    place: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default=MeetingState.PLANNED, server_default="planned")
    remarks: Mapped[str] = mapped_column(default="", server_default="")
    """What was said beside the persons; never about one."""
    created_by: Mapped[uuid.UUID]
    closed_by: Mapped[uuid.UUID | None]
    closed_at: Mapped[dt.datetime | None]
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)

    __table_args__ = (
        one_of("state", "state", MeetingState),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
    )


class MeetingMember(TenantModel):
    """Somebody of the staff who is called to a meeting, and whether they came (None before it)."""

    __tablename__ = "team_meeting_member"

    meeting_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("team_meeting.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.account_id"), primary_key=True)
    present: Mapped[bool | None] = mapped_column(sa.Boolean)


class AgendaItem(Keyed, Versioned, TenantModel):
    """A person, or a question, on the agenda. `owner_id` put it there and answers for what stands in it."""

    __tablename__ = "agenda_item"

    meeting_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("team_meeting.id"), index=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    kind: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    question: Mapped[str] = mapped_column(default="", server_default="")
    """What the team is asked, written so that it tells nobody who it is about."""
    outcome: Mapped[str | None]
    """Key of the code list `team_outcome`."""
    outcome_list: Mapped[str | None] = mapped_column(
        sa.Computed("CASE WHEN outcome IS NULL THEN NULL ELSE 'team_outcome' END", persisted=True)
    )
    outcome_line: Mapped[str] = mapped_column(default="", server_default="")
    next_review_on: Mapped[dt.date | None]
    participant_present: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())

    __table_args__ = (
        one_of("kind", "kind", ItemKind),
        sa.ForeignKeyConstraint(["outcome_list", "outcome"], ["code.list", "code.key"]),
        sa.CheckConstraint("(kind = 'other') = (person_id IS NULL)", name="about_somebody"),
        sa.CheckConstraint("(kind = 'referral') = (referral_id IS NOT NULL)", name="referral_named"),
        sa.CheckConstraint("(kind = 'review') = (participation_id IS NOT NULL)", name="participation_named"),
        sa.UniqueConstraint("meeting_id", "referral_id"),
        sa.UniqueConstraint("meeting_id", "participation_id"),
        {"info": PERSONAL},
    )
