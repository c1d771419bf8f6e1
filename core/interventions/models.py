"""The delprojekt's catalogue of insatser, and who takes part in which."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Keyed, TenantModel, Versioned, one_of
from core.interventions.terms import MOST_GIVEN_BY, EmploymentStage, InterventionKind, PlaceKind
from core.participants.models import PERSONAL


class Place(Keyed, Versioned, TenantModel):
    """Where somebody trains or works: a social enterprise (ASF), an employer. Its contact is reached there, at work."""

    __tablename__ = "place"

    kind: Mapped[str]
    name: Mapped[str] = mapped_column(unique=True)
    municipality_code: Mapped[str | None]
    tasks: Mapped[str] = mapped_column(default="", server_default="")
    """What one does there, in a line or two."""
    contact_name: Mapped[str] = mapped_column(default="", server_default="")
    contact_phone: Mapped[str] = mapped_column(default="", server_default="")
    contact_email: Mapped[str] = mapped_column(default="", server_default="")
    capacity: Mapped[int | None] = mapped_column(sa.Integer)
    """How many can be there at the same time; None when nobody has said."""
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())

    __table_args__ = (
        one_of("kind", "kind", PlaceKind),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
    )


class Intervention(Keyed, Versioned, TenantModel):
    """An insats the delprojekt offers. Names in both languages; the text is public."""

    __tablename__ = "intervention"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    kind: Mapped[str]
    name_sv: Mapped[str]
    name_en: Mapped[str]
    text_sv: Mapped[str] = mapped_column(default="", server_default="")
    text_en: Mapped[str] = mapped_column(default="", server_default="")
    is_complementary: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default="false")
    """Whether somebody else gives it beside the delprojekt's own: a party, or another project of the förbund."""
    given_by: Mapped[str] = mapped_column(default="", server_default="")
    """Who, where it is somebody else."""
    capacity: Mapped[int | None] = mapped_column(sa.Integer)
    """How many can take part at the same time; None when nobody has said."""
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]

    __table_args__ = (
        one_of("kind", "kind", InterventionKind),
        sa.UniqueConstraint("subproject_id", "name_sv"),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        sa.CheckConstraint(f"length(given_by) <= {MOST_GIVEN_BY}", name="given_by"),
    )


class InterventionPeriod(Keyed, Versioned, TenantModel):
    """A participant's time in one insats. Several may run side by side; each lies within its participation."""

    __tablename__ = "intervention_period"

    participation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    intervention_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    extent_percent: Mapped[int | None] = mapped_column(sa.Integer)
    """From the first day; what it became later stands in InterventionExtent."""
    place: Mapped[str] = mapped_column(default="", server_default="")
    """In words, when it is none of the places on record."""
    place_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    insured_on: Mapped[dt.date | None]
    """The day the insurance was arranged; asked before work training (Kammarkollegiet or the municipality insures)."""
    insured_by: Mapped[uuid.UUID | None]

    intervention: Mapped[Intervention] = relationship(lazy="raise")

    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="end_after_start"),
        sa.CheckConstraint("extent_percent IS NULL OR extent_percent BETWEEN 1 AND 100", name="extent"),
        sa.CheckConstraint("(insured_on IS NULL) = (insured_by IS NULL)", name="insured_by"),
        {"info": PERSONAL},
    )


class InterventionExtent(TenantModel):
    """Another extent of a participant's insats, in per cent of full time, from a day on."""

    __tablename__ = "intervention_extent"

    period_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention_period.id"), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(primary_key=True)
    percent: Mapped[int] = mapped_column(sa.Integer)
    noted_by: Mapped[uuid.UUID]

    __table_args__ = (sa.CheckConstraint("percent BETWEEN 1 AND 100", name="percent"), {"info": PERSONAL})


class InterventionPause(Keyed, Versioned, TenantModel):
    """Days on which an insats rests: from `starts_on` until the day before `ends_on`, which is the day it goes on."""

    __tablename__ = "intervention_pause"

    period_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention_period.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]

    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="end_after_start"),
        ExcludeConstraint(
            ("period_id", "="),
            (sa.text("daterange(starts_on, ends_on, '[)')"), "&&"),
            name="ex_intervention_pause_overlap",
            ops={"period_id": "ext.gist_uuid_ops"},
        ),
        {"info": PERSONAL},
    )


class EmploymentStep(TenantModel):
    """One of supported employment's five steps, and the day it was reached."""

    __tablename__ = "employment_step"

    period_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("intervention_period.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    reached_on: Mapped[dt.date]
    noted_by: Mapped[uuid.UUID]

    __table_args__ = (one_of("stage", "stage", EmploymentStage), {"info": PERSONAL})
