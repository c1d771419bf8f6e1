"""Articles, their texts in two languages, their pictures, every version: a delprojekt's in its schema, the county's in platform.

The same columns stand twice, for the wall between tenants and county goes through here as everywhere. What readers see are
the views `published_article` and `published_picture`: an article whose consent to publish has been withdrawn is in neither.
"""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.consents.models import Consent  # noqa: F401 - the table `consent` that articles refer to
from core.db import Keyed, PlatformModel, PublicModel, TenantModel, Versioned, one_of
from core.media.models import Media  # noqa: F401 - the table `media` that articles refer to
from core.publishing.terms import LONGEST_TAG, MOST_LEAD, MOST_QUOTE, MOST_QUOTED_AS, MOST_TITLE, ArticleKind, ArticleState
from core.writing import MOST_CHARACTERS

VIEW = {"view": True}


class _ArticleColumns(Keyed, Versioned):
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=ArticleState.DRAFT, server_default="draft")
    publish_at: Mapped[dt.datetime | None]
    """From when readers see it; set when it is published, and may lie ahead."""
    happens_on: Mapped[dt.date | None]
    """An event's first day."""
    last_day: Mapped[dt.date | None]
    """An event's last day; the last day to apply for a job."""
    picture_id: Mapped[uuid.UUID | None]
    signup_until: Mapped[dt.date | None]
    """Of an event that one signs up for: the last day to do so."""
    places: Mapped[int | None] = mapped_column(sa.Integer)
    """How many may sign up; None for as many as like to."""
    media_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """Sound or film at the top."""
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    changed_by: Mapped[uuid.UUID]
    changed_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _TextColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str]
    """Last part of the address; stays as it was when the title changes after publishing."""
    title: Mapped[str]
    lead: Mapped[str] = mapped_column(default="", server_default="")
    body: Mapped[str] = mapped_column(default="", server_default="")
    """Markdown (core/writing.py)."""
    quote: Mapped[str] = mapped_column(default="", server_default="")
    """What somebody said, shown large and among the voices; "" when there is none."""
    quoted_as: Mapped[str] = mapped_column(default="", server_default="")
    """Whose voice it is, in words that name nobody who does not wish it: "deltagare, 34 år"."""


class _TagColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)


class _VersionColumns(Keyed):
    article_id: Mapped[uuid.UUID] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(sa.Integer)
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    by_account: Mapped[uuid.UUID]
    state: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What stood in the form (ArticleValues), by field."""


class _PictureColumns(Keyed):
    alt_sv: Mapped[str]
    alt_en: Mapped[str]
    credit: Mapped[str] = mapped_column(default="", server_default="")
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _RenditionColumns:
    picture_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    width: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    height: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[bytes] = mapped_column(deferred=True)


class _UseColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    picture_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


def _article_rules() -> tuple[sa.CheckConstraint, ...]:
    return (
        one_of("kind", "kind", ArticleKind),
        one_of("state", "state", ArticleState),
        sa.CheckConstraint("state <> 'published' OR publish_at IS NOT NULL", name="published_has_day"),
        sa.CheckConstraint("last_day >= happens_on", name="last_day_after_first"),
        sa.CheckConstraint("signup_until IS NULL OR (kind = 'event' AND happens_on IS NOT NULL)", name="signup_of_event"),
        sa.CheckConstraint("places BETWEEN 1 AND 1000", name="places"),
    )


def _text_rules() -> tuple[sa.Constraint, ...]:
    return (
        one_of("language", "language", ("sv", "en")),
        sa.CheckConstraint(f"length(title) BETWEEN 1 AND {MOST_TITLE}", name="title"),
        sa.CheckConstraint(f"length(lead) <= {MOST_LEAD}", name="lead"),
        sa.CheckConstraint(f"length(body) <= {MOST_CHARACTERS}", name="body"),
        sa.CheckConstraint(f"length(quote) <= {MOST_QUOTE}", name="quote"),
        sa.CheckConstraint(f"length(quoted_as) <= {MOST_QUOTED_AS}", name="quoted_as"),
        sa.UniqueConstraint("language", "slug"),
    )


def _tag_rule() -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length(tag) BETWEEN 1 AND {LONGEST_TAG}", name="tag")


def _belongs(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"])


class Article(_ArticleColumns, TenantModel):
    """News, a story, an event or a job of the delprojekt."""

    __tablename__ = "article"
    __table_args__ = (*_article_rules(), _belongs("picture_id", "picture"), _belongs("media_id", "media"))


class ArticleText(_TextColumns, TenantModel):
    """The article in one language."""

    __tablename__ = "article_text"
    __table_args__ = (*_text_rules(), _belongs("article_id", "article"))


class ArticleTag(_TagColumns, TenantModel):
    """A word the article is found under."""

    __tablename__ = "article_tag"
    __table_args__ = (_tag_rule(), _belongs("article_id", "article"))


class ArticleVersion(_VersionColumns, TenantModel):
    """What stood in the article at each saving. Only appended."""

    __tablename__ = "article_version"
    __table_args__ = (sa.UniqueConstraint("article_id", "number"), _belongs("article_id", "article"))


class ArticleConsent(TenantModel):
    """On whose consent to publish a story stands. Whoever writes the story knows the consent's reference, not the person."""

    __tablename__ = "article_consent"

    article_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("article.id"), primary_key=True)
    consent_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("consent.id"), primary_key=True, index=True)


class Picture(_PictureColumns, TenantModel):
    """A picture of the library, with what it shows in words of both languages."""

    __tablename__ = "picture"


class PictureRendition(_RenditionColumns, TenantModel):
    """The picture in one width (core/pictures.py)."""

    __tablename__ = "picture_rendition"
    __table_args__ = (_belongs("picture_id", "picture"),)


class ArticlePicture(_UseColumns, TenantModel):
    """That an article shows a picture: it is published with the article and goes with it."""

    __tablename__ = "article_picture"
    __table_args__ = (_belongs("article_id", "article"), _belongs("picture_id", "picture"))


class CountyArticle(_ArticleColumns, PlatformModel):
    """News, an event or a job of the county. Stories stand at the delprojekt, where the consent is."""

    __tablename__ = "article"
    __table_args__ = (
        *_article_rules(),
        sa.CheckConstraint("kind <> 'story'", name="no_story"),
        _belongs("picture_id", "platform.picture"),
        _belongs("media_id", "platform.media"),
    )


class CountyArticleText(_TextColumns, PlatformModel):
    """The county's article in one language."""

    __tablename__ = "article_text"
    __table_args__ = (*_text_rules(), _belongs("article_id", "platform.article"))


class CountyArticleTag(_TagColumns, PlatformModel):
    """A word the county's article is found under."""

    __tablename__ = "article_tag"
    __table_args__ = (_tag_rule(), _belongs("article_id", "platform.article"))


class CountyArticleVersion(_VersionColumns, PlatformModel):
    """What stood in the county's article at each saving."""

    __tablename__ = "article_version"
    __table_args__ = (sa.UniqueConstraint("article_id", "number"), _belongs("article_id", "platform.article"))


class CountyPicture(_PictureColumns, PlatformModel):
    """A picture of the county's library."""

    __tablename__ = "picture"


class CountyPictureRendition(_RenditionColumns, PlatformModel):
    """The county's picture in one width."""

    __tablename__ = "picture_rendition"
    __table_args__ = (_belongs("picture_id", "platform.picture"),)


class CountyArticlePicture(_UseColumns, PlatformModel):
    """That an article of the county shows a picture."""

    __tablename__ = "article_picture"
    __table_args__ = (_belongs("article_id", "platform.article"), _belongs("picture_id", "platform.picture"))


class _PublishedColumns:
    article_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    publish_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    happens_on: Mapped[dt.date | None]
    last_day: Mapped[dt.date | None]
    picture_id: Mapped[uuid.UUID | None]
    slug: Mapped[str]
    title: Mapped[str]
    lead: Mapped[str]
    body: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(ARRAY(sa.Text()))
    consent_until: Mapped[dt.date | None]
    """The last day of the consent it stands on; None when nobody's consent is needed."""
    signup_until: Mapped[dt.date | None]
    places: Mapped[int | None] = mapped_column(sa.Integer)
    media_id: Mapped[uuid.UUID | None]
    quote: Mapped[str]
    quoted_as: Mapped[str]


class _PublishedPictureColumns:
    picture_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    width: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    height: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[bytes] = mapped_column(deferred=True)
    alt_sv: Mapped[str]
    alt_en: Mapped[str]
    credit: Mapped[str]
    seen_from: Mapped[dt.datetime]
    consent_until: Mapped[dt.date | None]


class PublishedArticle(_PublishedColumns, PublicModel):
    """A delprojekt's article as its public role reads it."""

    __tablename__ = "published_article"
    __table_args__ = ({"info": VIEW},)


class PublishedPicture(_PublishedPictureColumns, PublicModel):
    """A picture of a published article, as the public role reads it."""

    __tablename__ = "published_picture"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedArticle(_PublishedColumns, PlatformModel):
    """The county's published article."""

    __tablename__ = "published_article"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedPicture(_PublishedPictureColumns, PlatformModel):
    """A picture of the county's published article."""

    __tablename__ = "published_picture"
    __table_args__ = ({"info": VIEW},)
