"""Unsent forms. One row for each account and form; what was typed is sealed, since it may be anything about anyone."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned


class Draft(Keyed, Versioned, TenantModel):
    """What an account has typed in one form. The account's own: no query of anybody else's leads here.

    The table is not marked as personal: what may be read without a row in the access log is only that there is a draft,
    and from when. Its content is sealed, and core.drafts.queries.read_typed, which alone unseals it, writes the row first.
    """

    __tablename__ = "draft"

    account_id: Mapped[uuid.UUID]
    form: Mapped[str]
    """"referral/new", "exit/<participation id>": the kind of form and what it is about, never a word of a person's."""
    sealed: Mapped[bytes]
    """JSON: the form's field names, each with the values that were sent."""
    updated_at: Mapped[dt.datetime] = mapped_column(index=True)

    __table_args__ = (sa.UniqueConstraint("account_id", "form"),)
