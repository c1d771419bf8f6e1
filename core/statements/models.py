"""The accessibility statement of a site: one row at most; without it the page says what we know of the product."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, PublicModel, TenantModel, Versioned, one_of
from core.statements.terms import MOST_LINES, Conformity, Method

VIEW = {"view": True}


class _Said:
    conformity: Mapped[str]
    method: Mapped[str]
    assessed_on: Mapped[dt.date]
    """The day the pages were last tried."""
    faults_sv: Mapped[str] = mapped_column(default="", server_default="")
    """What is not accessible and why, a line each."""
    faults_en: Mapped[str] = mapped_column(default="", server_default="")
    burden_sv: Mapped[str] = mapped_column(default="", server_default="")
    """What is left out as an unreasonable burden, with the reason (12 §)."""
    burden_en: Mapped[str] = mapped_column(default="", server_default="")
    outside_sv: Mapped[str] = mapped_column(default="", server_default="")
    """What the act does not cover (9 §)."""
    outside_en: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    """Where faults are told."""
    phone: Mapped[str] = mapped_column(default="", server_default="")
    changed_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _Columns(_Said, Keyed, Versioned):
    is_only: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default="true", unique=True)
    changed_by: Mapped[uuid.UUID]


def _rules() -> tuple[sa.CheckConstraint, ...]:
    longest = ", ".join(f"length({name}_{language})" for name in ("faults", "burden", "outside") for language in ("sv", "en"))
    return (
        one_of("conformity", "conformity", Conformity),
        one_of("method", "method", Method),
        sa.CheckConstraint("is_only", name="is_only"),
        sa.CheckConstraint(f"greatest({longest}) <= {MOST_LINES}", name="length"),
        sa.CheckConstraint("conformity = 'full' OR faults_sv <> ''", name="faults_are_told"),
    )


class Statement(_Columns, TenantModel):
    """What a delprojekt says of its site."""

    __tablename__ = "accessibility_statement"
    __table_args__ = _rules()


class CountyStatement(_Columns, PlatformModel):
    """What the project owner says of the county's site."""

    __tablename__ = "accessibility_statement"
    __table_args__ = _rules()


class _Published(_Said):
    statement_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class PublishedStatement(_Published, PublicModel):
    """The same, for readers."""

    __tablename__ = "published_statement"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedStatement(_Published, PlatformModel):
    """The same, for readers of the county's site."""

    __tablename__ = "published_statement"
    __table_args__ = ({"info": VIEW},)
