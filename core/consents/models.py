"""Consent to share information (secrecy between authorities: OSL 10 kap. 1 § and 12 kap.)."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import core.files  # noqa: F401 - the table `file` that consents refer to
from core.consents.terms import ConsentKind, DataKind, GivenBy
from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL


class Consent(Keyed, Versioned, TenantModel):
    """What a person has allowed, until when; a withdrawal stops sharing at the next request."""

    __tablename__ = "consent"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(default=ConsentKind.INFORMATION, server_default="information")
    purpose: Mapped[str] = mapped_column(default="", server_default="")
    given_by: Mapped[str]
    witness: Mapped[str] = mapped_column(default="", server_default="")
    given_on: Mapped[dt.date]
    until: Mapped[dt.date]
    holder_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"))
    """The authority that took it and keeps the paper."""
    scope: Mapped[str] = mapped_column(default="", server_default="")
    """Publicity only: what may be published and where."""
    file_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("file.id"))
    """The signed form."""
    reminded_on: Mapped[dt.date | None]
    withdrawn_on: Mapped[dt.date | None]
    withdrawn_how: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_by: Mapped[uuid.UUID | None]
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    """Names one sending of the form, so that a double click or a reloaded page makes one row."""
    registered_by: Mapped[uuid.UUID]
    registered_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("kind", "kind", ConsentKind),
        one_of("given_by", "given_by", GivenBy),
        sa.CheckConstraint("until >= given_on", name="until_after_given"),
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_after_given"),
        sa.CheckConstraint("given_by <> 'oral' OR witness <> ''", name="oral_has_witness"),
        {"info": PERSONAL},
    )


class ConsentForm(Keyed, Versioned, TenantModel):
    """A translation of the blank form that the tenant has uploaded: help for reading, beside the Swedish one."""

    __tablename__ = "consent_form"

    language_name: Mapped[str] = mapped_column(unique=True)
    file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("file.id"))
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())


class ConsentAuthority(TenantModel):
    """An authority a consent covers."""

    __tablename__ = "consent_authority"

    consent_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("consent.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), primary_key=True)


class ConsentDataKind(TenantModel):
    """A kind of data a consent covers."""

    __tablename__ = "consent_data_kind"

    consent_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("consent.id"), primary_key=True)
    data_kind: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (one_of("data_kind", "data_kind", DataKind),)
