"""Hand-overs: the version that was given, sealed as it was, and who has opened it. Only appended."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, one_of
from core.handovers.terms import ItemKind
from core.participants.models import PERSONAL


class Handover(Keyed, TenantModel):
    """One item in one version, given by one authority to another on a consent. The copy stays with the receiver."""

    __tablename__ = "handover"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    kind: Mapped[str]
    item_id: Mapped[uuid.UUID] = mapped_column(index=True)
    item_version: Mapped[int] = mapped_column(sa.Integer)
    from_authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    to_authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"))
    consent_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("consent.id"))
    sealed: Mapped[bytes]
    """The item as it was, with the person's name and the sender's message: JSON, sealed for this row."""
    handed_on: Mapped[dt.date]
    handed_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    by_account: Mapped[uuid.UUID]
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)

    __table_args__ = (
        one_of("kind", "kind", ItemKind),
        sa.CheckConstraint("from_authority_id <> to_authority_id", name="to_another"),
        sa.UniqueConstraint("item_id", "item_version", "to_authority_id"),
        sa.Index("ix_handover_received", "to_authority_id", "handed_at"),
        {"info": PERSONAL},
    )


class HandoverOpening(Keyed, TenantModel):
    """That somebody at the receiving authority has opened what was handed over."""

    __tablename__ = "handover_opening"

    handover_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("handover.id"), index=True)
    account_id: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (sa.UniqueConstraint("handover_id", "account_id"), {"info": PERSONAL})
