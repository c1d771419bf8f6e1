"""Follow-up: at set intervals after the exit somebody asks how it went; what was answered, and every try to ask."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.followups.terms import MOST_CHARACTERS, FollowUpState, Way
from core.participants.models import PERSONAL


class FollowUp(Keyed, Versioned, TenantModel):
    """One follow-up of one participation, `months` after the exit."""

    __tablename__ = "follow_up"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"))
    months: Mapped[int] = mapped_column(sa.Integer)
    due_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(default=FollowUpState.DUE, server_default="due")
    closed_on: Mapped[dt.date | None]
    """The day of the answer, or of giving up."""
    closed_by: Mapped[uuid.UUID | None]
    main_activity: Mapped[str | None]
    """Key of the code list `main_activity`."""
    work_subsidised: Mapped[bool | None] = mapped_column(sa.Boolean)
    words: Mapped[str] = mapped_column(default="", server_default="")
    corrected_on: Mapped[dt.date | None]
    """When the answer was last put right, and by whom."""
    corrected_by: Mapped[uuid.UUID | None]

    __table_args__ = (
        one_of("state", "state", FollowUpState),
        sa.UniqueConstraint("participation_id", "months"),
        sa.CheckConstraint("months BETWEEN 1 AND 36", name="months"),
        sa.CheckConstraint("(state = 'answered') = (main_activity IS NOT NULL)", name="answered_says_what"),
        sa.CheckConstraint("(state = 'due') = (closed_on IS NULL)", name="closed_on"),
        sa.CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed_by"),
        sa.CheckConstraint("(corrected_on IS NULL) = (corrected_by IS NULL)", name="corrected_by"),
        sa.CheckConstraint("corrected_on IS NULL OR state = 'answered'", name="corrected_answer"),
        sa.CheckConstraint(f"length(words) <= {MOST_CHARACTERS}", name="words"),
        sa.Index("ix_follow_up_due_on", "due_on", postgresql_where=sa.text("state = 'due'")),
        {"info": PERSONAL},
    )


class FollowUpSupport(TenantModel):
    """A source of support at the follow-up. Key of the code list `support_source`."""

    __tablename__ = "follow_up_support"

    follow_up_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("follow_up.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    main: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())

    __table_args__ = (
        sa.Index("uq_follow_up_support_main", "follow_up_id", unique=True, postgresql_where=sa.text("main")),
        {"info": PERSONAL},
    )


class FollowUpTry(Keyed, TenantModel):
    """One try to reach the person: when, how, and whether it succeeded. Only appended."""

    __tablename__ = "follow_up_try"

    follow_up_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("follow_up.id"), index=True)
    on_date: Mapped[dt.date]
    way: Mapped[str]
    reached: Mapped[bool] = mapped_column(sa.Boolean)
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (one_of("way", "way", Way), {"info": PERSONAL})
