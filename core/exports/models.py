"""The register of exports. It tells who took what out and why; the rows themselves stand in the file only."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, one_of
from core.exports.terms import LONGEST_REASON, ExportState, Fault, Format, Removal, Why
from core.participants.models import PERSONAL
from core.saved_lists.terms import ListKind


class Export(Keyed, TenantModel):
    """One file that somebody asked for. Its id is the token of the form that asked, so that sending twice asks once."""

    __tablename__ = "export"

    account_id: Mapped[uuid.UUID] = mapped_column(index=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    """Where they were employed when they asked: whoever changes employer loses the file."""
    kind: Mapped[str]
    format: Mapped[str]
    language: Mapped[str]
    choices: Mapped[dict[str, str]] = mapped_column(JSONB)
    columns: Mapped[list[str]] = mapped_column(ARRAY(sa.Text()))
    why: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default=ExportState.WAITING, server_default="waiting")
    total: Mapped[int] = mapped_column(sa.Integer)
    """Rows when it was asked for, then the rows of the file."""
    done: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """Rows written so far."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    made_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime | None]
    downloads: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    removed: Mapped[str | None]
    fault: Mapped[str | None]

    __table_args__ = (
        one_of("kind", "kind", ListKind),
        one_of("format", "format", Format),
        one_of("language", "language", ["sv", "en"]),
        one_of("why", "why", Why),
        one_of("state", "state", ExportState),
        one_of("removed", "removed", Removal),
        one_of("fault", "fault", Fault),
        sa.CheckConstraint("why <> 'other' OR reason <> ''", name="other_in_words"),
        sa.CheckConstraint(f"length(reason) <= {LONGEST_REASON}", name="reason"),
        sa.CheckConstraint("(state = 'removed') = (removed IS NOT NULL)", name="removed_why"),
        sa.CheckConstraint("(state = 'failed') = (fault IS NOT NULL)", name="failed_why"),
        sa.CheckConstraint("state <> 'ready' OR (made_at IS NOT NULL AND expires_at IS NOT NULL)", name="ready_expires"),
        sa.CheckConstraint("total >= 0 AND done >= 0 AND downloads >= 0", name="counts"),
        sa.Index("ix_export_open", "expires_at", postgresql_where=sa.text("state IN ('waiting', 'ready')")),
    )


class ExportSubjects(TenantModel):
    """Whom the file of an export is about, as long as there is one: asked again and logged at every download."""

    __tablename__ = "export_subjects"

    export_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("export.id"), primary_key=True)
    subject_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(sa.Uuid()))
    """Persons, and participations of those who take part without a name."""

    __table_args__ = ({"info": PERSONAL},)
