"""Staff accounts, their memberships with employer, sessions and one-time links. No participant is ever here."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, Versioned, one_of


class Account(Keyed, Versioned, PlatformModel):
    """A member of staff, one password wherever they work. `email` is kept in lower case."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[bytes | None]
    """Sealed with a key derived from MIA_SECRET_KEY; None until enrolled."""
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    """A code is used once: the last time step that was accepted."""
    language: Mapped[str] = mapped_column(default="sv", server_default="sv")
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        one_of("language", "language", ["sv", "en"]),
    )


class RecoveryCode(Keyed, PlatformModel):
    """Lets a person in once when the authenticator is gone. Only a hash is kept."""

    __tablename__ = "recovery_code"

    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.account.id"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[dt.datetime | None]


class Membership(Keyed, Versioned, PlatformModel):
    """A role at a tenant or (tenant_id None) at the county. Rights follow the employer.

    employer_kind: `association` (the förbund: never reads persons), `authority` (authority_id names it in the tenant's
    own list, without a foreign key), `county` (the project owner).
    """

    __tablename__ = "membership"

    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.account.id"), index=True)
    tenant_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.tenant.id"), index=True)
    role: Mapped[str]
    employer_kind: Mapped[str]
    employer_name: Mapped[str]
    authority_id: Mapped[uuid.UUID | None]
    work_phone: Mapped[str] = mapped_column(default="", server_default="")
    """Which colleagues and other authorities may call; empty when none is told. Never a private number."""
    starts_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]

    __table_args__ = (
        one_of("employer_kind", "employer_kind", ["association", "authority", "county"]),
        sa.CheckConstraint("(employer_kind = 'authority') = (authority_id IS NOT NULL)", name="authority_named"),
        sa.CheckConstraint("(tenant_id IS NULL) = (employer_kind = 'county')", name="county_has_no_tenant"),
        sa.Index(
            "uq_membership_in_force",
            "account_id",
            "tenant_id",
            "role",
            unique=True,
            postgresql_where=sa.text("ended_on IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    def is_of(self, role: str, employer_kind: str, authority_id: uuid.UUID | None) -> bool:
        """Whether it is this role with this employer."""
        return (self.role, self.employer_kind, self.authority_id) == (role, employer_kind, authority_id)


class SessionRow(PlatformModel):
    """A session on one host. The id in the cookie is 256 random bits; only its hash is here."""

    __tablename__ = "session"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    host: Mapped[str]
    tenant_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.tenant.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.account.id"), index=True)
    values: Mapped[str] = mapped_column(default="{}", server_default="{}")
    """JSON: CSRF secret, language, flash messages. Nothing of a participant."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    seen_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    idle_until: Mapped[dt.datetime]
    absolute_until: Mapped[dt.datetime]


class SignInTry(PlatformModel):
    """Failed sign-ins per key (account or address, hashed) so that guessing slows down. Survives a restart."""

    __tablename__ = "sign_in_try"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(sa.Integer)
    last_at: Mapped[dt.datetime]


class OneTimeLink(Keyed, PlatformModel):
    """An invitation or a reset. Only the hash of its 128-bit token is kept."""

    __tablename__ = "one_time_link"

    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.account.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    purpose: Mapped[str]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    __table_args__ = (one_of("purpose", "purpose", ["invite", "reset_password", "reset_totp"]),)


class SecurityEvent(Keyed, PlatformModel):
    """What security watches: sign-ins, refusals, foreign cookies. Ids and kinds, never personal data."""

    __tablename__ = "security_event"

    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    kind: Mapped[str]
    host: Mapped[str] = mapped_column(default="", server_default="")
    account_id: Mapped[uuid.UUID | None]
    """Who did it, or whose session it was."""
    subject_id: Mapped[uuid.UUID | None]
    """The account it was done to, when somebody else's."""
    tenant_id: Mapped[uuid.UUID | None]
    request_id: Mapped[str] = mapped_column(default="", server_default="")
