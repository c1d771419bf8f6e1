"""Sound and film with their captions and transcripts: a delprojekt's in its schema, the county's in platform.

The same columns stand twice, as in core/publishing. A file is kept in pieces, so that nobody holds it in memory as a whole.
What an editor sent lies in `media_upload_piece` until it has been written anew (core/media/jobs.py), and then no more.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, PublicModel, TenantModel, one_of
from core.media.terms import MOST_CAPTIONS, MOST_FILM, MOST_TRANSCRIPT, PIECE, MediaKind, MediaState, Trouble

VIEW = {"view": True}


class _MediaColumns(Keyed):
    state: Mapped[str] = mapped_column(default=MediaState.WAITING, server_default="waiting")
    form: Mapped[str]
    """What the file that was sent is read as (core/media/containers.py)."""
    trouble: Mapped[str | None]
    """Why it could not be taken."""
    kind: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(sa.Integer)
    """Bytes of the file that was written anew."""
    digest: Mapped[str | None]
    """Names that file for caches."""
    milliseconds: Mapped[int | None] = mapped_column(sa.Integer)
    width: Mapped[int | None] = mapped_column(sa.Integer)
    height: Mapped[int | None] = mapped_column(sa.Integer)
    poster: Mapped[bytes | None] = mapped_column(deferred=True)
    """A picture of the film, as WebP."""
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class _PieceColumns:
    media_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    """From 0; every piece but the last has PIECE bytes."""
    content: Mapped[bytes] = mapped_column(deferred=True)


class _TextColumns:
    media_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    transcript: Mapped[str] = mapped_column(default="", server_default="")
    """What is heard and seen, in plain words; an empty line between paragraphs."""
    captions: Mapped[str] = mapped_column(default="", server_default="")
    """WebVTT of our own making (core/media/captions.py)."""


def _media_rules() -> tuple[sa.CheckConstraint, ...]:
    return (
        one_of("state", "state", MediaState),
        one_of("kind", "kind", MediaKind),
        one_of("trouble", "trouble", Trouble),
        sa.CheckConstraint(
            "state <> 'ready' OR num_nulls(kind, media_type, size, digest, milliseconds) = 0", name="ready_is_described"
        ),
        sa.CheckConstraint("kind <> 'film' OR num_nulls(width, height, poster) = 0", name="film_has_size"),
        sa.CheckConstraint("state <> 'refused' OR trouble IS NOT NULL", name="refused_says_why"),
        sa.CheckConstraint(f"size BETWEEN 1 AND {MOST_FILM + PIECE}", name="size"),
    )


def _piece_rules(prefix: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(f"octet_length(content) BETWEEN 1 AND {PIECE}", name="content"),
        sa.CheckConstraint("number >= 0", name="number"),
        sa.ForeignKeyConstraint(["media_id"], [f"{prefix}media.id"], ondelete="CASCADE"),
    )


def _text_rules(prefix: str) -> tuple[sa.Constraint, ...]:
    return (
        one_of("language", "language", ("sv", "en")),
        sa.CheckConstraint(f"length(transcript) <= {MOST_TRANSCRIPT}", name="transcript"),
        sa.CheckConstraint(f"length(captions) <= {2 * MOST_CAPTIONS}", name="captions"),
        sa.ForeignKeyConstraint(["media_id"], [f"{prefix}media.id"], ondelete="CASCADE"),
    )


class Media(_MediaColumns, TenantModel):
    """Sound or film at the top of an article."""

    __tablename__ = "media"
    __table_args__ = _media_rules()


class MediaPiece(_PieceColumns, TenantModel):
    """A piece of what was written anew."""

    __tablename__ = "media_piece"
    __table_args__ = _piece_rules("")


class MediaUploadPiece(_PieceColumns, TenantModel):
    """A piece of what was sent, until it has been written anew."""

    __tablename__ = "media_upload_piece"
    __table_args__ = _piece_rules("")


class MediaText(_TextColumns, TenantModel):
    """What is said, in one language."""

    __tablename__ = "media_text"
    __table_args__ = _text_rules("")


class CountyMedia(_MediaColumns, PlatformModel):
    """Sound or film at the top of an article of the county."""

    __tablename__ = "media"
    __table_args__ = _media_rules()


class CountyMediaPiece(_PieceColumns, PlatformModel):
    """A piece of what was written anew, of the county."""

    __tablename__ = "media_piece"
    __table_args__ = _piece_rules("platform.")


class CountyMediaUploadPiece(_PieceColumns, PlatformModel):
    """A piece of what was sent to the county."""

    __tablename__ = "media_upload_piece"
    __table_args__ = _piece_rules("platform.")


class CountyMediaText(_TextColumns, PlatformModel):
    """What is said in the county's sound or film, in one language."""

    __tablename__ = "media_text"
    __table_args__ = _text_rules("platform.")


class _SeenColumns:
    seen_from: Mapped[dt.datetime]
    consent_until: Mapped[dt.date | None]
    """The last day of the consent it stands on; None when nobody's consent is needed."""


class _PublishedMediaColumns(_SeenColumns):
    media_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(sa.Integer)
    digest: Mapped[str]
    milliseconds: Mapped[int] = mapped_column(sa.Integer)
    width: Mapped[int | None] = mapped_column(sa.Integer)
    height: Mapped[int | None] = mapped_column(sa.Integer)
    poster: Mapped[bytes | None] = mapped_column(deferred=True)


class _PublishedPieceColumns(_PieceColumns, _SeenColumns):
    pass


class _PublishedTextColumns(_TextColumns, _SeenColumns):
    pass


class PublishedMedia(_PublishedMediaColumns, PublicModel):
    """Sound or film that readers may see, as the public role reads it."""

    __tablename__ = "published_media"
    __table_args__ = ({"info": VIEW},)


class PublishedMediaPiece(_PublishedPieceColumns, PublicModel):
    """A piece of it."""

    __tablename__ = "published_media_piece"
    __table_args__ = ({"info": VIEW},)


class PublishedMediaText(_PublishedTextColumns, PublicModel):
    """What is said in it."""

    __tablename__ = "published_media_text"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedMedia(_PublishedMediaColumns, PlatformModel):
    """The county's sound or film that readers may see."""

    __tablename__ = "published_media"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedMediaPiece(_PublishedPieceColumns, PlatformModel):
    """A piece of it."""

    __tablename__ = "published_media_piece"
    __table_args__ = ({"info": VIEW},)


class CountyPublishedMediaText(_PublishedTextColumns, PlatformModel):
    """What is said in it."""

    __tablename__ = "published_media_text"
    __table_args__ = ({"info": VIEW},)
