"""Referrals and expressions of interest, with every change of state kept."""

import datetime as dt
import secrets
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Keyed, PublicModel, TenantModel, Versioned, new_id, one_of
from core.participants.models import PERSONAL, Authority, Person
from core.referrals.terms import AnswerWay, ArrivalWay, ReferralKind, ReferralState, SetAside


def new_reference() -> str:
    """R-XXXX-XXXX of letters and digits that are not mistaken for each other, at random: 39 bits."""
    drawn = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"R-{drawn[:4]}-{drawn[4:]}"


_DRAWN = "'R-' || upper(substr(gen_random_uuid()::text, 1, 4)) || '-' || upper(substr(gen_random_uuid()::text, 1, 4))"
"""For rows that the product does not write one by one: migrations, imports by the thousand."""

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Referral(Keyed, Versioned, TenantModel):
    """Somebody's way in. What the owning authority received is its own until it is handed over."""

    __tablename__ = "referral"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    """The authority that received it: without consent nobody else sees it."""
    kind: Mapped[str]
    arrival_way: Mapped[str]
    received_on: Mapped[dt.date]
    referring_party: Mapped[str]
    """Key of the code list `referring_party`."""
    referrer_name: Mapped[str] = mapped_column(default="", server_default="")
    referrer_contact: Mapped[str] = mapped_column(default="", server_default="")
    municipality_code: Mapped[str | None]
    exception_reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why a person outside the rule of admission (age, municipality) was taken in all the same."""
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference, server_default=sa.text(_DRAWN))
    """What the sender quotes; tells nothing."""
    referrer_account: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The case officer who wrote it here, signed in."""
    author_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    """The authority that wrote it here for another to receive: it follows the state and gets the answer."""
    as_written: Mapped[bytes | None]
    """What was written about the person here, sealed: all that the sender ever sees of them, and of a person who was
    registered before, what came with this referral."""
    inbox_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    """The sending of the public form that it was taken over from."""
    wanted_contact: Mapped[str] = mapped_column(default="", server_default="")
    priority: Mapped[str] = mapped_column(default="ordinary", server_default="ordinary")
    """Key of the code list `waiting_priority`: the order of the waiting list."""
    priority_list: Mapped[str | None] = mapped_column(sa.Computed("'waiting_priority'", persisted=True))
    first_contact_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(default=ReferralState.RECEIVED, server_default="received")
    referred_to: Mapped[str] = mapped_column(default="", server_default="")
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    """Names one sending of the form, so that a double click or a reloaded page makes one row."""
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    person: Mapped[Person] = relationship(lazy="raise")
    owner: Mapped[Authority] = relationship(lazy="raise", foreign_keys=[owner_id])

    __table_args__ = (
        one_of("kind", "kind", ReferralKind),
        one_of("arrival_way", "arrival_way", ArrivalWay),
        one_of("state", "state", ReferralState),
        sa.ForeignKeyConstraint(["priority_list", "priority"], ["code.list", "code.key"]),
        sa.CheckConstraint("first_contact_on IS NULL OR first_contact_on >= received_on", name="contact_after_arrival"),
        sa.Index("ix_referral_state_received", "state", "received_on"),
        {"info": PERSONAL},
    )


class ReferralEvent(Keyed, TenantModel):
    """Who moved a referral from one state to another, when and why. Only appended."""

    __tablename__ = "referral_event"

    referral_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    on_date: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    by_account: Mapped[uuid.UUID | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (
        one_of("from_state", "from_state", ReferralState),
        one_of("to_state", "to_state", ReferralState),
        {"info": PERSONAL},
    )


class ReferralAnswer(Keyed, TenantModel):
    """What the referring officer was told, when and how; and on which consent, where it said more than that it arrived."""

    __tablename__ = "referral_answer"

    referral_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    on_date: Mapped[dt.date]
    way: Mapped[str]
    to_whom: Mapped[str]
    says: Mapped[str]
    consent_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("consent.id"))
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)

    __table_args__ = (one_of("way", "way", AnswerWay), {"info": PERSONAL})


def _inbox_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), primary_key=True, default=new_id),
        sa.Column("received_at", sa.TIMESTAMP(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    ]


inbox = sa.Table(
    "referral_inbox",
    TenantModel.metadata,
    *_inbox_columns(),
    sa.Column("set_aside", sa.Text()),
    sa.Column("set_aside_by", sa.Uuid()),
    sa.Column("set_aside_at", sa.TIMESTAMP(timezone=True)),
    one_of("set_aside", "set_aside", SetAside),
    info=PERSONAL,
)
"""What the public form leaves, sealed with the tenant's key; intake staff take it over into a referral or set it aside."""

public_inbox = sa.Table("referral_inbox", PublicModel.metadata, *_inbox_columns())
"""The same table as the public role knows it: it may insert and nothing else."""
