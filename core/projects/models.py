"""The projects the förbund run together, as in ESF's project bank, and which tenants take part in which."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import PlatformModel


class Project(PlatformModel):
    """A missing fact is NULL and left out of every page, never invented."""

    __tablename__ = "project"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    esf_diarienummer: Mapped[str | None]
    planned_participants: Mapped[int | None] = mapped_column(sa.Integer)
    total_budget_sek: Mapped[int | None] = mapped_column(sa.BigInteger)
    granted_esf_sek: Mapped[int | None] = mapped_column(sa.BigInteger)
    goal_work_or_studies_percent: Mapped[int] = mapped_column(sa.Integer)
    goal_regular_measures_percent: Mapped[int] = mapped_column(sa.Integer)
    record: Mapped[dict[str, object]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    """The rest of the record: programme area, objective, region, intervention type, co-financing rate."""


class ProjectTenant(PlatformModel):
    """A tenant's part in a project, in the order the county lists them."""

    __tablename__ = "project_tenant"

    project_key: Mapped[str] = mapped_column(sa.ForeignKey("platform.project.key"), primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.tenant.id"), primary_key=True)
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    subproject_name: Mapped[str | None]
    """What the delprojekt is called on the county's pages; without one it is called as its förbund."""
