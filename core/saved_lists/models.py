"""Saved lists: choices, never rows. Nothing about a participant stands in them, so they are not marked as personal."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.saved_lists.terms import ListKind


class SavedList(Keyed, Versioned, TenantModel):
    """A named choice of rows, columns and order. `shared`: everybody at the tenant who may open the list is offered it, and
    it shows each of them only what they may read."""

    __tablename__ = "saved_list"

    account_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    name: Mapped[str]
    shared: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    choices: Mapped[dict[str, str]] = mapped_column(JSONB)
    """As the address of the list says it: keys and ids of lists, dates. A name or number that was searched for is never here."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("kind", "kind", ListKind),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name="name"),
        sa.CheckConstraint("jsonb_typeof(choices) = 'object' AND length(choices::text) <= 2000", name="choices"),
        sa.UniqueConstraint("account_id", "kind", "name"),
    )


class DefaultList(TenantModel):
    """Which saved list a page opens on for somebody."""

    __tablename__ = "default_list"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    saved_list_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("saved_list.id", ondelete="CASCADE"), index=True)

    __table_args__ = (one_of("kind", "kind", ListKind),)
