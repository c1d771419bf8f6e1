"""Who comes to an event: a delprojekt's in its schema, the county's in platform. What they have written is sealed.

Readers sign up and cancel by inserting. That there is room, the database says (tenants/migrations/…/30_signups.sql): two
who take the last place wait for each other there, and a sign-up that is gone does not come back by being sent again.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.audit import Action
from core.db import Keyed, PlatformModel, PublicModel, TenantModel, one_of
from core.publishing import models as publishing  # noqa: F401 - the table `article` that these refer to

_PERSONAL = {"personal": True}
_VIEW = {"view": True}


class _SignupColumns:
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    """Follows from one opening of the form: sent twice it is one."""
    article_id: Mapped[uuid.UUID] = mapped_column(index=True)
    signed_up_on: Mapped[dt.date]
    received_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    sealed: Mapped[bytes]
    """Name, ways to reach them, what they ask, their language and the reference they were given."""


class _GoneColumns:
    signup_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    article_id: Mapped[uuid.UUID] = mapped_column(index=True)


class _ClosingColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    closed_by: Mapped[uuid.UUID]
    closed_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _StandingColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    places_left: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Never below 0; None where as many may come as like to."""
    is_closed: Mapped[bool]


class _CountColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(sa.BigInteger)


def _of(schema: str = "") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["article_id"], [f"{schema}article.id"])


def _sealed_size() -> sa.CheckConstraint:
    return sa.CheckConstraint("octet_length(sealed) BETWEEN 1 AND 10000", name="sealed_size")


class Signup(_SignupColumns, TenantModel):
    """Somebody comes to an event of the delprojekt."""

    __tablename__ = "signup"
    __table_args__ = (_of(), _sealed_size(), {"info": _PERSONAL})


class SignupGone(_GoneColumns, TenantModel):
    """It was cancelled or removed; the id alone is left, and takes the sign-up with it when it is written."""

    __tablename__ = "signup_gone"
    __table_args__ = (_of(),)


class SignupClosing(_ClosingColumns, TenantModel):
    """An editor takes no more sign-ups to this event for now."""

    __tablename__ = "signup_closing"
    __table_args__ = (_of(),)


class SignupCount(_CountColumns, TenantModel):
    """How many come, for editors: a number that needs nobody's name."""

    __tablename__ = "signup_count"
    __table_args__ = ({"info": _VIEW},)


class CountySignup(_SignupColumns, PlatformModel):
    """Somebody comes to an event of the county."""

    __tablename__ = "signup"
    __table_args__ = (_of("platform."), _sealed_size(), {"info": _PERSONAL})


class CountySignupGone(_GoneColumns, PlatformModel):
    """The same at the county."""

    __tablename__ = "signup_gone"
    __table_args__ = (_of("platform."),)


class CountySignupClosing(_ClosingColumns, PlatformModel):
    """The same at the county."""

    __tablename__ = "signup_closing"
    __table_args__ = (_of("platform."),)


class CountySignupCount(_CountColumns, PlatformModel):
    """The same at the county."""

    __tablename__ = "signup_count"
    __table_args__ = ({"info": _VIEW},)


class SignupReading(Keyed, PlatformModel):
    """Who at the county has read, saved or removed sign-ups: the county has no access log of a tenant's. Only appended."""

    __tablename__ = "signup_reading"

    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    account_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.account.id"))
    action: Mapped[str]
    article_id: Mapped[uuid.UUID] = mapped_column(index=True)
    signups: Mapped[int] = mapped_column(sa.Integer)
    reason: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (_of("platform."), one_of("action", "action", Action))


class PublishedSignup(_StandingColumns, PublicModel):
    """Whether there is room, as the public role reads it: of published events that one signs up for."""

    __tablename__ = "published_signup"
    __table_args__ = ({"info": _VIEW},)


class PublishedSignupGone(PublicModel):
    """Ids of what was cancelled or removed, so that a receipt can say so."""

    __tablename__ = "published_signup_gone"
    __table_args__ = ({"info": _VIEW},)

    signup_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class CountyPublishedSignup(_StandingColumns, PlatformModel):
    """The same at the county."""

    __tablename__ = "published_signup"
    __table_args__ = ({"info": _VIEW},)


class CountyPublishedSignupGone(PlatformModel):
    """The same at the county."""

    __tablename__ = "published_signup_gone"
    __table_args__ = ({"info": _VIEW},)

    signup_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


def _public_signup() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("signed_up_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    ]


public_signup = sa.Table("signup", PublicModel.metadata, *_public_signup())
"""The table as the public role knows it: it may insert and nothing else."""
public_signup_gone = sa.Table(
    "signup_gone",
    PublicModel.metadata,
    sa.Column("signup_id", sa.Uuid(), primary_key=True),
    sa.Column("article_id", sa.Uuid(), nullable=False),
)
