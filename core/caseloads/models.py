"""Who works with a participant beside the contact person, and who stands in for them during a leave."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.caseloads.terms import WorkerPart
from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL, Staff


class ParticipationWorker(Keyed, Versioned, TenantModel):
    """Somebody who works with the participant beside the contact person, or in their place during a leave."""

    __tablename__ = "participation_worker"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("staff.account_id"), index=True)
    part: Mapped[str]
    task: Mapped[str] = mapped_column(default="", server_default="")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    """The last day; None: until further notice."""

    worker: Mapped[Staff] = relationship(lazy="raise")

    __table_args__ = (
        one_of("part", "part", WorkerPart),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="end_after_start"),
        sa.CheckConstraint("part <> 'deputy' OR ends_on IS NOT NULL", name="deputy_has_end"),
        sa.CheckConstraint("length(task) <= 200", name="task"),
        ExcludeConstraint(
            ("participation_id", "="),
            ("account_id", "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_participation_worker_overlap",
            ops={"participation_id": "ext.gist_uuid_ops", "account_id": "ext.gist_uuid_ops"},
        ),
        {"info": PERSONAL},
    )
