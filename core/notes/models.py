"""Short notes: only appended, corrected in the open, and the writing authority's own."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel
from core.notes.terms import MOST_CHARACTERS
from core.participants.models import PERSONAL


class Note(Keyed, TenantModel):
    """What somebody wrote about a person. A correction is a new note that names the old one; both stay readable."""

    __tablename__ = "note"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    on_date: Mapped[dt.date]
    text: Mapped[str]
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("note.id"), unique=True)
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        sa.CheckConstraint(f"length(text) BETWEEN 1 AND {MOST_CHARACTERS}", name="text"),
        sa.CheckConstraint("corrects_id <> id", name="corrects_another"),
        {"info": PERSONAL},
    )
