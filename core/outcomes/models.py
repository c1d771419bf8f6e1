"""A person's situation before and after: means of support, main activity, education, public support since."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.outcomes.terms import Moment
from core.participants.models import PERSONAL


class Situation(Keyed, Versioned, TenantModel):
    """One observation. Keys of the code lists `main_activity` and `education`; bands of time are derived from the date."""

    __tablename__ = "situation"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"))
    moment: Mapped[str]
    observed_on: Mapped[dt.date]
    main_activity: Mapped[str]
    education: Mapped[str | None]
    support_since: Mapped[dt.date | None]
    """Public support without a break of more than a month, since this day; None: none, or not known."""
    work_subsidised: Mapped[bool | None] = mapped_column(sa.Boolean)

    __table_args__ = (
        one_of("moment", "moment", Moment),
        sa.UniqueConstraint("participation_id", "moment"),
        sa.CheckConstraint("support_since IS NULL OR support_since <= observed_on", name="support_since"),
        {"info": PERSONAL},
    )


class SituationSupport(TenantModel):
    """One of several sources of support. Key of the code list `support_source`."""

    __tablename__ = "situation_support"

    situation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("situation.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    main: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())

    __table_args__ = (
        sa.Index("uq_situation_support_main", "situation_id", unique=True, postgresql_where=sa.text("main")),
        {"info": PERSONAL},
    )
