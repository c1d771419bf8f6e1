"""What the county may know: facts that only the builder handles, releases and headlines that the reader sees.

Facts are flows by month of event; stocks are cumulated on reading (architecture 6).
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, RollupBuilderModel, RollupModel, TenantModel
from core.rollup import stored as stored


class DirtyMark(TenantModel):
    """Appended by triggers when something of a month changed. No unique key: appending never waits for anyone."""

    __tablename__ = "dirty_mark"

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    subproject_id: Mapped[uuid.UUID]
    month: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class Fact(RollupBuilderModel):
    """A count of events in one tenant, project and month, by sex ("" when it is not split)."""

    __tablename__ = "fact"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_key: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(primary_key=True, default="")
    count: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (sa.CheckConstraint("count >= 0", name="count"),)


class FactState(RollupBuilderModel):
    """How fresh a tenant's facts are: the instant its marks were last read."""

    __tablename__ = "fact_state"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    as_of: Mapped[dt.datetime]


def _headline_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), primary_key=True),
        sa.Column("project_key", sa.Text(), primary_key=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Integer()),
        sa.Column("target_is_example", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Index("ix_headline_project_key", "project_key"),
    ]


headline = sa.Table("headline", RollupModel.metadata, *_headline_columns(), schema="rollup")
"""Months, target, started, active, ended: public and exact (architecture D8), at most a minute old."""

headline_built = sa.Table("headline", RollupBuilderModel.metadata, *_headline_columns(), schema="rollup")
"""The same table as the builder writes it."""


class _ReleaseColumns(Keyed):
    project_key: Mapped[str]
    number: Mapped[int] = mapped_column(sa.Integer)
    provisional: Mapped[bool] = mapped_column(sa.Boolean)
    made_at: Mapped[dt.datetime]
    as_of: Mapped[dt.date]


class _ReleaseCellColumns:
    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    """The zero UUID is the county's sum."""
    figure: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int | None] = mapped_column(sa.Integer)
    suppressed: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    counted_on: Mapped[dt.date]
    """The day the value was counted: an outcome stands until enough more people have ended."""


def _only_open_values() -> sa.CheckConstraint:
    return sa.CheckConstraint("suppressed = (value IS NULL)", name="suppressed_has_no_value")


class Release(_ReleaseColumns, RollupModel):
    """A numbered, immutable set of figures that passed disclosure control."""

    __tablename__ = "release"
    __table_args__ = (sa.UniqueConstraint("project_key", "number"),)


class ReleaseCell(_ReleaseCellColumns, RollupModel):
    """One figure of a release. A suppressed one carries no value: not in the database, not in a page."""

    __tablename__ = "release_cell"
    __table_args__ = (_only_open_values(),)


class ReleaseMade(_ReleaseColumns, RollupBuilderModel):
    """The release as the builder writes it."""

    __tablename__ = "release"
    __table_args__ = (sa.UniqueConstraint("project_key", "number"),)


class ReleaseCellMade(_ReleaseCellColumns, RollupBuilderModel):
    """The cell as the builder writes it."""

    __tablename__ = "release_cell"
    __table_args__ = (_only_open_values(),)


class ReleaseBasis(RollupBuilderModel):
    """The exact counts a release was made from, hidden ones too: what the next release compares with. Never for a reader."""

    __tablename__ = "release_basis"

    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(sa.Integer)
    counted_on: Mapped[dt.date]


class CubeFact(RollupBuilderModel):
    """A count crossed with one thing asked of it, as the tenant's aggregate views give it (core/rollup/cubes.py)."""

    __tablename__ = "cube_fact"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    project_key: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    cube: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(primary_key=True)
    apart: Mapped[bool] = mapped_column(sa.Boolean, primary_key=True)
    """Anonymous registrations: told in the county's sums only."""
    count: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (sa.CheckConstraint("count > 0", name="count"),)


def _headline_month_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), primary_key=True),
        sa.Column("project_key", sa.Text(), primary_key=True),
        sa.Column("month", sa.Date(), primary_key=True),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("ended_not_started", sa.Integer(), nullable=False),
        sa.Index("ix_headline_month_project_key", "project_key"),
    ]


headline_month = sa.Table("headline_month", RollupModel.metadata, *_headline_month_columns(), schema="rollup")
"""The headlines' flows by month, exact as they are: whoever writes the headline down every month knows them."""

headline_month_built = sa.Table("headline_month", RollupBuilderModel.metadata, *_headline_month_columns(), schema="rollup")
"""The same table as the builder writes it."""


def _month_status_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), primary_key=True),
        sa.Column("project_key", sa.Text(), primary_key=True),
        sa.Column("month", sa.Date(), primary_key=True),
        sa.Column("locked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Index("ix_month_status_project_key", "project_key"),
    ]


month_status = sa.Table("month_status", RollupModel.metadata, *_month_status_columns(), schema="rollup")
"""The locked months, with the comment as it was written when locking. A month that was opened again is not here."""

month_status_built = sa.Table("month_status", RollupBuilderModel.metadata, *_month_status_columns(), schema="rollup")
"""The same table as the builder writes it."""


def _count_state_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("tenant_id", sa.Uuid(), primary_key=True),
        sa.Column("as_of", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("behind", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


count_state = sa.Table("count_state", RollupModel.metadata, *_count_state_columns(), schema="rollup")
"""Per tenant: until when changes have been counted. `behind`: its schema is a revision behind, so that it has stood since."""

count_state_built = sa.Table("count_state", RollupBuilderModel.metadata, *_count_state_columns(), schema="rollup")
"""The same table as the builder writes it."""


COUNTY = uuid.UUID(int=0)
"""Stands for the sum of all tenants in a release."""
