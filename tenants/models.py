"""The registry of tenants: the only table that maps a slug to a schema."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, Versioned, one_of

DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
"""A host name in small letters (RFC 1123); one with å ä ö in its form for machines (xn--…)."""


class Tenant(Keyed, Versioned, PlatformModel):
    """A förbund. Its keys lie wrapped under a key derived from MIA_SECRET_KEY; rotation wraps them anew, exit destroys them."""

    __tablename__ = "tenant"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    schema_name: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default="active", server_default="active")
    accent: Mapped[str] = mapped_column(default="lansvatten", server_default="lansvatten")
    is_owner: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    domain: Mapped[str | None] = mapped_column(unique=True)
    """Its own host name, such as mia.example.se; None for those that are under the county's only."""
    data_key: Mapped[bytes]
    index_key: Mapped[bytes]
    key_version: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("status", "status", ["preparing", "active", "suspended"]),
        sa.CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,40}$'", name="slug"),
        sa.CheckConstraint(f"domain ~ '{DOMAIN}' AND length(domain) <= 253", name="domain"),
        sa.CheckConstraint("schema_name ~ '^t_[0-9a-f]{16}$'", name="schema_name"),
    )


class TenantMunicipality(PlatformModel):
    """Where a tenant works, for the county's pages. SCB codes."""

    __tablename__ = "tenant_municipality"

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.tenant.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
