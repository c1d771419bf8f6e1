"""What the project owner decides, writes and keeps: how disclosure control is set, the report's texts, days, money."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, Versioned, one_of
from core.steering.terms import MOST_MONEY, MOST_NOTE, MOST_TEXT, MOST_TITLE, REPORT_FIELDS, DeadlineKind


def _account() -> Mapped[uuid.UUID]:
    return mapped_column(sa.ForeignKey("platform.account.id"))


def _project() -> Mapped[str]:
    return mapped_column(sa.ForeignKey("platform.project.key"))


class DisclosureDecision(Keyed, PlatformModel):
    """The values of core/disclosure/policy.py as the county has decided them. Added, never changed: the latest is in force."""

    __tablename__ = "disclosure_decision"

    number: Mapped[int] = mapped_column(sa.Integer, unique=True)
    k: Mapped[int] = mapped_column(sa.Integer)
    base: Mapped[int] = mapped_column(sa.Integer)
    least_rate_base: Mapped[int] = mapped_column(sa.Integer)
    least_tenants: Mapped[int] = mapped_column(sa.Integer)
    least_participants: Mapped[int] = mapped_column(sa.Integer)
    least_changed: Mapped[int] = mapped_column(sa.Integer)
    age_bands: Mapped[list[int]] = mapped_column(ARRAY(sa.Integer))
    decision: Mapped[str]
    """Who decided and why, in the county's words."""
    decided_on: Mapped[dt.date]
    made_by: Mapped[uuid.UUID] = _account()
    made_at: Mapped[dt.datetime]

    __table_args__ = (
        sa.CheckConstraint("k >= 5 AND base >= k AND base <= 10", name="never_weaker"),
        sa.CheckConstraint("least_rate_base >= 20 AND least_rate_base >= 4 * base", name="rates"),
        sa.CheckConstraint("least_tenants >= 3 AND least_participants >= 20 AND least_changed >= k", name="merging"),
        sa.CheckConstraint(f"length(btrim(decision)) BETWEEN 1 AND {MOST_NOTE}", name="decision"),
    )


class ReportText(Keyed, Versioned, PlatformModel):
    """What the projektchef writes in the report of a month; kept and edited until it is made, and after."""

    __tablename__ = "report_text"

    project_key: Mapped[str] = _project()
    month: Mapped[dt.date]
    summary: Mapped[str] = mapped_column(default="", server_default="")
    happened: Mapped[str] = mapped_column(default="", server_default="")
    risks: Mapped[str] = mapped_column(default="", server_default="")
    decisions: Mapped[str] = mapped_column(default="", server_default="")
    ahead: Mapped[str] = mapped_column(default="", server_default="")
    changed_by: Mapped[uuid.UUID] = _account()
    changed_at: Mapped[dt.datetime]

    __table_args__ = (
        sa.UniqueConstraint("project_key", "month"),
        sa.CheckConstraint("month = date_trunc('month', month)", name="month"),
        *(sa.CheckConstraint(f"length({name}) <= {MOST_TEXT}", name=name) for name in REPORT_FIELDS),
    )


class Report(Keyed, PlatformModel):
    """A report that was made: its texts as they were then. Its files lie with the release (rollup.release_file)."""

    __tablename__ = "report"

    project_key: Mapped[str] = _project()
    release_id: Mapped[uuid.UUID]
    """Of rollup.release; another schema with roles of its own, so no key leads there."""
    number: Mapped[int] = mapped_column(sa.Integer)
    """Of this release: its first report, its second."""
    month: Mapped[dt.date]
    content: Mapped[dict[str, object]] = mapped_column(JSONB)
    """Texts, spending and days as they stood."""
    made_by: Mapped[uuid.UUID] = _account()
    made_at: Mapped[dt.datetime]

    __table_args__ = (sa.UniqueConstraint("release_id", "number"), sa.CheckConstraint("number > 0", name="number"))


class Deadline(Keyed, Versioned, PlatformModel):
    """A day on which something is due, and when it was done."""

    __tablename__ = "deadline"

    project_key: Mapped[str] = _project()
    kind: Mapped[str]
    period: Mapped[dt.date | None]
    """The month it is about, for what comes back every month."""
    title: Mapped[str] = mapped_column(default="", server_default="")
    due_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.account.id"))

    __table_args__ = (
        one_of("kind", "kind", DeadlineKind),
        sa.UniqueConstraint("project_key", "kind", "period"),
        sa.Index("ix_deadline_project_key_due_on", "project_key", "due_on"),
        sa.CheckConstraint(f"length(title) <= {MOST_TITLE}", name="title"),
        sa.CheckConstraint("kind <> 'other' OR title <> ''", name="other_has_title"),
        sa.CheckConstraint("kind <> 'scb' OR period IS NOT NULL", name="scb_has_period"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
    )


class Spending(Versioned, PlatformModel):
    """A delprojekt's budget and what it has spent, typed in by the county until economy comes. No person's pay."""

    __tablename__ = "spending"

    project_key: Mapped[str] = mapped_column(sa.ForeignKey("platform.project.key"), primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.tenant.id"), primary_key=True)
    budget_sek: Mapped[int] = mapped_column(sa.BigInteger)
    spent_sek: Mapped[int] = mapped_column(sa.BigInteger)
    spent_until: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="", server_default="")
    changed_by: Mapped[uuid.UUID] = _account()
    changed_at: Mapped[dt.datetime]

    __table_args__ = (
        sa.CheckConstraint(f"budget_sek BETWEEN 1 AND {MOST_MONEY}", name="budget"),
        sa.CheckConstraint(f"spent_sek BETWEEN 0 AND {MOST_MONEY}", name="spent"),
        sa.CheckConstraint(f"length(note) <= {MOST_NOTE}", name="note"),
    )


class ReleaseTold(PlatformModel):
    """Who has been sent the mail about a release. Claimed before it is sent, so that nobody is told twice."""

    __tablename__ = "release_told"

    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.account.id"), primary_key=True)
    told_at: Mapped[dt.datetime]
