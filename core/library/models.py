"""Publications with their files, dated facts, contacts and page texts: a delprojekt's in its schema, the county's in platform.

The same columns stand twice, as in core/publishing. Readers see the views `published_publication`, `published_document`,
`published_fact`, `published_contact` and `published_text`; what is still being written is in none of them.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, TenantModel, Versioned, one_of
from core.library.terms import (
    FIRST_YEAR,
    LANGUAGES,
    MOST_FACT,
    MOST_NAME,
    MOST_TEXT,
    MOST_TITLE,
    PublicationKind,
    Reading,
    SitePage,
)
from core.writing import MOST_CHARACTERS


class _Traced(Keyed, Versioned):
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    changed_by: Mapped[uuid.UUID]
    changed_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _PublicationColumns(_Traced):
    kind: Mapped[str]
    year: Mapped[int] = mapped_column(sa.Integer)
    title_sv: Mapped[str] = mapped_column(default="", server_default="")
    title_en: Mapped[str] = mapped_column(default="", server_default="")
    text_sv: Mapped[str] = mapped_column(default="", server_default="")
    text_en: Mapped[str] = mapped_column(default="", server_default="")
    link: Mapped[str] = mapped_column(default="", server_default="")
    """Where it stands on somebody else's website; "" for what has files here only."""
    shown_from: Mapped[dt.datetime | None]
    """Since when readers see it; None while it is a draft or has been taken down."""


class _FileColumns(Keyed):
    publication_id: Mapped[uuid.UUID] = mapped_column(index=True)
    language: Mapped[str]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(sa.Integer)
    """Bytes."""
    content: Mapped[bytes] = mapped_column(deferred=True)
    cover: Mapped[bytes | None] = mapped_column(deferred=True)
    """The first page as a small WebP; None where it could not be drawn."""
    cover_width: Mapped[int | None] = mapped_column(sa.Integer)
    cover_height: Mapped[int | None] = mapped_column(sa.Integer)
    reading: Mapped[str] = mapped_column(default=Reading.UNKNOWN, server_default="unknown")
    """Whether it can be read aloud (core/library/reading.py)."""
    lacking: Mapped[list[str]] = mapped_column(ARRAY(sa.Text()), default=list, server_default="{}")
    """What it lacks for that, by the names of terms.LACKING."""
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _FactColumns(_Traced):
    happened_on: Mapped[dt.date]
    """The day it was true."""
    text_sv: Mapped[str] = mapped_column(default="", server_default="")
    text_en: Mapped[str] = mapped_column(default="", server_default="")
    source_sv: Mapped[str] = mapped_column(default="", server_default="")
    source_en: Mapped[str] = mapped_column(default="", server_default="")
    link: Mapped[str] = mapped_column(default="", server_default="")
    shown: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default="true")


class _ContactColumns(_Traced):
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    role_sv: Mapped[str] = mapped_column(default="", server_default="")
    role_en: Mapped[str] = mapped_column(default="", server_default="")
    name: Mapped[str] = mapped_column(default="", server_default="")
    is_acting: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default="false")
    """Whether whoever has the role has it for the time being ("tf.")."""
    about_sv: Mapped[str] = mapped_column(default="", server_default="")
    about_en: Mapped[str] = mapped_column(default="", server_default="")
    """What one turns to this role with."""
    phone: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    shown: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default="true")


class _TextColumns(_Traced):
    page: Mapped[str]
    language: Mapped[str]
    body: Mapped[str] = mapped_column(default="", server_default="")
    """Markdown; "" gives the page our own text back."""


class _TextVersionColumns(Keyed):
    page: Mapped[str]
    language: Mapped[str]
    number: Mapped[int] = mapped_column(sa.Integer)
    """From 1, by page and language."""
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    by_account: Mapped[uuid.UUID]
    body: Mapped[str] = mapped_column(default="", server_default="")


def _publication_rules() -> tuple[sa.CheckConstraint, ...]:
    return (
        one_of("kind", "kind", PublicationKind),
        sa.CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND 2100", name="year"),
        sa.CheckConstraint(f"title_sv <> '' AND length(title_sv) <= {MOST_TITLE}", name="title_sv"),
        sa.CheckConstraint(f"length(title_en) <= {MOST_TITLE}", name="title_en"),
        sa.CheckConstraint(f"greatest(length(text_sv), length(text_en)) <= {MOST_TEXT}", name="text"),
        sa.CheckConstraint("link = '' OR link ~ '^https?://'", name="link"),
    )


def _file_rules(prefix: str) -> tuple[sa.Constraint, ...]:
    return (
        one_of("language", "language", LANGUAGES),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name="size"),
        one_of("reading", "reading", Reading),
        sa.UniqueConstraint("publication_id", "language"),
        sa.ForeignKeyConstraint(["publication_id"], [f"{prefix}publication.id"]),
    )


def _fact_rules() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(f"text_sv <> '' AND greatest(length(text_sv), length(text_en)) <= {MOST_FACT}", name="text"),
        sa.CheckConstraint(f"greatest(length(source_sv), length(source_en)) <= {MOST_FACT}", name="source"),
        sa.CheckConstraint("link = '' OR link ~ '^https?://'", name="link"),
    )


def _contact_rules() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(f"role_sv <> '' AND greatest(length(role_sv), length(role_en)) <= {MOST_NAME}", name="role"),
        sa.CheckConstraint(f"greatest(length(about_sv), length(about_en)) <= {MOST_FACT}", name="about"),
    )


def _text_rules() -> tuple[sa.Constraint, ...]:
    return (
        one_of("page", "page", SitePage),
        one_of("language", "language", ("sv", "en")),
        sa.CheckConstraint(f"length(body) <= {MOST_CHARACTERS}", name="body"),
        sa.UniqueConstraint("page", "language"),
    )


def _version_rules() -> tuple[sa.Constraint, ...]:
    return (
        one_of("page", "page", SitePage),
        one_of("language", "language", ("sv", "en")),
        sa.UniqueConstraint("page", "language", "number"),
    )


class Publication(_PublicationColumns, TenantModel):
    """A report, a fact sheet, a leaflet or a reading tip of the delprojekt."""

    __tablename__ = "publication"
    __table_args__ = _publication_rules()


class PublicationFile(_FileColumns, TenantModel):
    """The publication in one language, as a PDF."""

    __tablename__ = "publication_file"
    __table_args__ = _file_rules("")


class DatedFact(_FactColumns, TenantModel):
    """Something that was true on a day, with where it is said."""

    __tablename__ = "dated_fact"
    __table_args__ = _fact_rules()


class SiteContact(_ContactColumns, TenantModel):
    """A role the public may turn to, by name only where the one who has it wants that."""

    __tablename__ = "site_contact"
    __table_args__ = _contact_rules()


class SiteText(_TextColumns, TenantModel):
    """What the delprojekt has written for one of its pages, in one language."""

    __tablename__ = "site_text"
    __table_args__ = _text_rules()


class SiteTextVersion(_TextVersionColumns, TenantModel):
    """What has been written for a page, each time. Only appended."""

    __tablename__ = "site_text_version"
    __table_args__ = _version_rules()


class CountyPublication(_PublicationColumns, PlatformModel):
    """A publication of the county."""

    __tablename__ = "publication"
    __table_args__ = _publication_rules()


class CountyPublicationFile(_FileColumns, PlatformModel):
    """The county's publication in one language."""

    __tablename__ = "publication_file"
    __table_args__ = _file_rules("platform.")


class CountyDatedFact(_FactColumns, PlatformModel):
    """The county's fact of a day."""

    __tablename__ = "dated_fact"
    __table_args__ = _fact_rules()


class CountySiteContact(_ContactColumns, PlatformModel):
    """A role at the project owner that the public may turn to."""

    __tablename__ = "site_contact"
    __table_args__ = _contact_rules()


class CountySiteText(_TextColumns, PlatformModel):
    """What the county has written for one of its pages."""

    __tablename__ = "site_text"
    __table_args__ = _text_rules()


class CountySiteTextVersion(_TextVersionColumns, PlatformModel):
    """What the county has written for a page, each time."""

    __tablename__ = "site_text_version"
    __table_args__ = _version_rules()
