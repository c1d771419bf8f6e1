"""What a delprojekt has published, as its public role reads it: views without persons (35_published.sql)."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import PublicModel

VIEW = {"view": True}


class PublishedSubproject(PublicModel):
    """The delprojekt's own facts for one project. Amounts of time are days; ages are years, both ends included."""

    __tablename__ = "published_subproject"
    __table_args__ = ({"info": VIEW},)

    subproject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_key: Mapped[str]
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    esf_ends_on: Mapped[dt.date | None]
    target: Mapped[int | None] = mapped_column(sa.Integer)
    target_is_example: Mapped[bool] = mapped_column(sa.Boolean)
    age_min: Mapped[int] = mapped_column(sa.Integer)
    age_max: Mapped[int] = mapped_column(sa.Integer)
    mapping_counts: Mapped[bool] = mapped_column(sa.Boolean)
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    intake_authority: Mapped[str | None]
    """Who receives expressions of interest, and the days of its processing agreement."""
    intake_from: Mapped[dt.date | None]
    intake_until: Mapped[dt.date | None]

    def takes_applications(self, day: dt.date) -> bool:
        """Whether an authority with a processing agreement in force receives what the public form sends that day."""
        if self.intake_authority is None or self.intake_from is None or self.ends_on < day:
            return False
        return self.intake_from <= day and (self.intake_until is None or self.intake_until >= day)


class PublishedMunicipality(PublicModel):
    """Whose inhabitants the delprojekt admits. SCB codes."""

    __tablename__ = "published_municipality"
    __table_args__ = ({"info": VIEW},)

    subproject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    joined_on: Mapped[dt.date | None]


class PublishedIntervention(PublicModel):
    """An insats the delprojekt offers."""

    __tablename__ = "published_intervention"
    __table_args__ = ({"info": VIEW},)

    intervention_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subproject_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    name_sv: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int] = mapped_column(sa.Integer)
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    text_sv: Mapped[str]
    text_en: Mapped[str]
    """What it is, in Markdown; "" where nobody has written it yet."""
    is_complementary: Mapped[bool] = mapped_column(sa.Boolean)
    given_by: Mapped[str]
