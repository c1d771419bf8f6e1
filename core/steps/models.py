"""Steps forward (stegförflyttningar): noted as they happen, with a date and a kind. Only appended."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned
from core.participants.models import PERSONAL
from core.steps.terms import MOST_CHARACTERS


class Step(Keyed, Versioned, TenantModel):
    """One step. What was noted by mistake is taken back with a reason and stays readable as such."""

    __tablename__ = "step"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    kind: Mapped[str]
    """Key of the code list `step_kind`."""
    kind_list: Mapped[str] = mapped_column(sa.Computed("'step_kind'", persisted=True))
    on_date: Mapped[dt.date]
    words: Mapped[str] = mapped_column(default="", server_default="")
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (
        sa.ForeignKeyConstraint(["kind_list", "kind"], ["code.list", "code.key"]),
        sa.CheckConstraint(f"length(words) <= {MOST_CHARACTERS}", name="words"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_says_why"),
        sa.Index("ix_step_on_date", "on_date"),
        {"info": PERSONAL},
    )
