"""Work after the answer. PostgreSQL is the truth: a row in the outbox, written in the caller's transaction (architecture D5).

RQ only carries (tenant id, outbox id); when the queue is gone the scheduler's sweep finds what was left.
"""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, TenantModel


class _OutboxColumns(Keyed):
    job: Mapped[str]
    """A name in the registry of jobs, never a dotted path."""
    ids: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    """Ids and months only: never a name, number or text about a person."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    due_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    lease_until: Mapped[dt.datetime | None]
    lease_token: Mapped[uuid.UUID | None]
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    done_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]
    """The kind of error, never its message (which may quote data)."""


class Outbox(_OutboxColumns, TenantModel):
    """A tenant's work to be done."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_open", "due_at", postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL")),
    )


class PlatformOutbox(_OutboxColumns, PlatformModel):
    """The platform's work to be done."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_open", "due_at", postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL")),
    )


class SchedulerState(PlatformModel):
    """When the scheduler last did each of its rounds; one scheduler holds the lease."""

    __tablename__ = "scheduler_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[dt.datetime]
    holder: Mapped[str] = mapped_column(default="", server_default="")
    lease_until: Mapped[dt.datetime | None]
