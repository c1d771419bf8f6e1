"""What has been reported, as it was, and the money that is typed in for Uppföljning Finsam."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.owed.terms import Begun, OwedKind
from core.participants.models import PERSONAL


class OwedReport(Keyed, TenantModel):
    """One sending of a list of a month or year, as it was. Only appended: a correction is the next number.

    `content` holds counts and never anything that points at a person; `file` is the same as a workbook, sealed for this row.
    """

    __tablename__ = "owed_report"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"))
    kind: Mapped[str]
    period: Mapped[dt.date]
    """The first day of the month, or of the year."""
    number: Mapped[int] = mapped_column(sa.Integer)
    position: Mapped[int] = mapped_column(sa.Integer)
    """Counts the sendings of a list, whatever month they are of: tells which came after which."""
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    """Of the lines and figures: tells whether what is registered is still what was sent."""
    comment: Mapped[str] = mapped_column(default="", server_default="")
    file: Mapped[bytes] = mapped_column(deferred=True)
    reported_on: Mapped[dt.date]
    reported_by: Mapped[uuid.UUID]
    reported_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("kind", "kind", OwedKind),
        sa.CheckConstraint(
            "date_trunc(CASE kind WHEN 'finsam' THEN 'year' ELSE 'month' END, period::timestamp) = period", name="period"
        ),
        sa.CheckConstraint("number >= 1 AND position >= number", name="number"),
        sa.UniqueConstraint("subproject_id", "kind", "period", "number"),
        sa.UniqueConstraint("subproject_id", "kind", "position"),
    )


class OwedReportLine(TenantModel):
    """What was sent of one participant: when they began and ended in the month, and their hours. Only appended."""

    __tablename__ = "owed_report_line"

    report_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("owed_report.id"), primary_key=True)
    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), primary_key=True, index=True)
    begun: Mapped[str | None]
    began_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    planned_minutes: Mapped[int] = mapped_column(sa.Integer)
    minutes: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (
        one_of("begun", "begun", Begun),
        sa.CheckConstraint("(begun IS NULL) = (began_on IS NULL)", name="begun_has_day"),
        sa.CheckConstraint("planned_minutes >= 0 AND minutes >= 0", name="minutes"),
        {"info": PERSONAL},
    )


class InsatsYear(Keyed, Versioned, TenantModel):
    """What is planned and spent on one insats in one year, in whole kronor; None where nobody has said."""

    __tablename__ = "insats_year"

    intervention_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention.id"))
    year: Mapped[int] = mapped_column(sa.Integer)
    individual: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    """For single persons, whose women and men are reported; otherwise it works on structures and only its money is."""
    planned_participants: Mapped[int | None] = mapped_column(sa.Integer)
    budget: Mapped[int | None] = mapped_column(sa.BigInteger)
    outcome: Mapped[int | None] = mapped_column(sa.BigInteger)
    esf_budget: Mapped[int | None] = mapped_column(sa.BigInteger)
    esf_outcome: Mapped[int | None] = mapped_column(sa.BigInteger)

    __table_args__ = (
        sa.UniqueConstraint("intervention_id", "year"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        sa.CheckConstraint("planned_participants >= 0", name="planned_participants"),
        sa.CheckConstraint("budget >= 0 AND esf_budget >= 0", name="budget"),
    )


class FinsamYear(Keyed, Versioned, TenantModel):
    """The rest of what the förbund reports of a year, in whole kronor; None where nobody has said."""

    __tablename__ = "finsam_year"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"))
    year: Mapped[int] = mapped_column(sa.Integer)
    allotted: Mapped[int | None] = mapped_column(sa.BigInteger)
    equity: Mapped[int | None] = mapped_column(sa.BigInteger)
    administration_budget: Mapped[int | None] = mapped_column(sa.BigInteger)
    administration_outcome: Mapped[int | None] = mapped_column(sa.BigInteger)

    __table_args__ = (
        sa.UniqueConstraint("subproject_id", "year"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
    )
