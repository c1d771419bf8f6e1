"""Pictures of figures, drawn by a job: a delprojekt's own in its schema, the county's beside its releases."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import RollupBuilderModel, RollupModel, TenantModel, one_of
from core.reporting.terms import OWN_CHARTS, ChartName, Width


def _checks(charts: Iterable[str]) -> tuple[sa.CheckConstraint, ...]:
    return one_of("chart", "chart", charts), one_of("language", "language", ("sv", "en")), one_of("width", "width", Width)


class _ChartColumns:
    project_key: Mapped[str] = mapped_column(primary_key=True)
    chart: Mapped[str] = mapped_column(primary_key=True)
    """core/reporting/charts.py: ChartName."""
    language: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[str] = mapped_column(primary_key=True)
    """wide, or narrow for phones."""
    fingerprint: Mapped[str]
    """Of the figures drawn. A page shows a picture only when it was drawn from the figures the page itself holds."""
    svg: Mapped[str]
    drawn_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class OwnChart(_ChartColumns, TenantModel):
    """A picture of the delprojekt's own, exact figures."""

    __tablename__ = "chart"
    __table_args__ = _checks(OWN_CHARTS)


class _CountyChartColumns(_ChartColumns):
    subject: Mapped[str] = mapped_column(primary_key=True, default="", server_default="")
    """The slug of the delprojekt it is about; empty for the county."""
    png: Mapped[bytes | None]
    """The wide one as a picture to save, twice as large, with its question and its source written in it."""


class CountyChart(_CountyChartColumns, RollupModel):
    """A picture of what is released for the county."""

    __tablename__ = "chart"
    __table_args__ = _checks(ChartName)


class CountyChartMade(_CountyChartColumns, RollupBuilderModel):
    """The same table as the builder writes it."""

    __tablename__ = "chart"
    __table_args__ = _checks(ChartName)
