"""Rows about staff and their own work: nothing of a participant is ever here, so none of them is marked as personal."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import TenantModel, Versioned


class WorkVisit(TenantModel):
    """When somebody was last at their work page. `since` is what "since you were last here" means until they have gone."""

    __tablename__ = "work_visit"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    since: Mapped[dt.datetime | None]
    """The end of the visit before this one; None at the first."""


class MailChoice(Versioned, TenantModel):
    """What somebody has chosen about mail: a kind of what waits, and when it is told. A kind that is not named is told as
    its own default says, so that a new kind needs no row to be changed."""

    __tablename__ = "mail_choice"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kinds: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    """{kind: "at_once" | "daily" | "never"}; kinds are names in the program, never words of anybody's."""

    __table_args__ = (sa.CheckConstraint("jsonb_typeof(kinds) = 'object'", name="kinds"),)


class MailTold(TenantModel):
    """What mail has told somebody already, so that nothing is told twice."""

    __tablename__ = "mail_told"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    digest_on: Mapped[dt.date | None]
    """The day of the latest digest. Set before the mail is handed over: a digest is rather lost than sent twice."""
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    """{kind: how many waited when it was last looked at}, of the kinds that are told at once."""

    __table_args__ = (sa.CheckConstraint("jsonb_typeof(counts) = 'object'", name="counts"),)
