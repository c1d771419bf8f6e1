"""The delprojekt's catalogue of insatser, and who takes part in which."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Keyed, TenantModel, Versioned, one_of
from core.interventions.terms import InterventionKind
from core.participants.models import PERSONAL


class Intervention(Keyed, Versioned, TenantModel):
    """An insats the delprojekt offers. Names in both languages; the text is public."""

    __tablename__ = "intervention"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    kind: Mapped[str]
    name_sv: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]

    __table_args__ = (
        one_of("kind", "kind", InterventionKind),
        sa.UniqueConstraint("subproject_id", "name_sv"),
    )


class InterventionPeriod(Keyed, Versioned, TenantModel):
    """A participant's time in one insats. Several may run side by side; each lies within its participation."""

    __tablename__ = "intervention_period"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    intervention_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    extent_percent: Mapped[int | None] = mapped_column(sa.Integer)
    place: Mapped[str] = mapped_column(default="", server_default="")

    intervention: Mapped[Intervention] = relationship(lazy="raise")

    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="end_after_start"),
        sa.CheckConstraint("extent_percent IS NULL OR extent_percent BETWEEN 1 AND 100", name="extent"),
        {"info": PERSONAL},
    )
