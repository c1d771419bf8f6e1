"""Reads sound and film: for their editors, and for readers what is ready and published. Which tables, follows from the site."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.context import Language, current_site
from core.db import session
from core.errors import NotFound
from core.media import models
from core.media.terms import MediaKind
from core.publishing.queries import is_seen


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one side of the wall: a delprojekt's or the county's."""

    media: Any
    piece: Any
    upload: Any
    text: Any
    seen: Any
    seen_piece: Any
    seen_text: Any


_TENANT = Shelf(
    models.Media,
    models.MediaPiece,
    models.MediaUploadPiece,
    models.MediaText,
    models.PublishedMedia,
    models.PublishedMediaPiece,
    models.PublishedMediaText,
)
_COUNTY = Shelf(
    models.CountyMedia,
    models.CountyMediaPiece,
    models.CountyMediaUploadPiece,
    models.CountyMediaText,
    models.CountyPublishedMedia,
    models.CountyPublishedMediaPiece,
    models.CountyPublishedMediaText,
)


def shelf(*, county: bool | None = None) -> Shelf:
    """Of the site in force; a job, which has no site of the county's, says so."""
    return _COUNTY if (current_site().kind == "county" if county is None else county) else _TENANT


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, in one language."""

    transcript: str
    captions: str

    @property
    def paragraphs(self) -> list[str]:
        """Of the transcript."""
        return [part.strip() for part in re.split(r"\n[ \t]*\n", self.transcript) if part.strip()]


@dataclass(frozen=True, slots=True)
class Player:
    """What a page needs to play it, with what is said in each language."""

    media_id: uuid.UUID
    kind: MediaKind
    media_type: str
    size: int
    milliseconds: int
    width: int | None
    height: int | None
    said: dict[Language, Said]

    @property
    def length(self) -> str:
        """1:05 is a minute and five seconds."""
        seconds = max(1, round(self.milliseconds / 1000))
        return f"{seconds // 60}:{seconds % 60:02}"

    def said_in(self, language: Language) -> tuple[Language, Said] | None:
        """In the reader's language where it is written in it, else in the other."""
        other: Language = "en" if language == "sv" else "sv"
        return next(((one, self.said[one]) for one in (language, other) if one in self.said), None)


@dataclass(frozen=True, slots=True)
class Head:
    """A file as it is served: in pieces."""

    media_type: str
    size: int
    digest: str
    on_consent: bool


def find_media(media_id: uuid.UUID | None, *, lock: bool = False) -> Any:
    """The stored one, or None."""
    return session.get(shelf().media, media_id, with_for_update=lock, populate_existing=True) if media_id else None


def texts_of(media_id: uuid.UUID) -> dict[Language, Any]:
    """What is said, by language, for editors."""
    own = shelf().text
    return {row.language: row for row in session.scalars(sa.select(own).where(own.media_id == media_id))}


def find_player(media_id: uuid.UUID | None) -> Player | None:
    """For readers: None where there is nothing that they may see now. One statement."""
    own, text = shelf().seen, shelf().seen_text
    columns = (own.kind, own.media_type, own.size, own.milliseconds, own.width, own.height)
    chosen = sa.select(*columns, text.language, text.transcript, text.captions).outerjoin(text, text.media_id == own.media_id)
    rows = session.execute(chosen.where(own.media_id == media_id, is_seen(own))).all() if media_id else []
    said = {row.language: Said(row.transcript, row.captions) for row in rows if row.language}
    return Player(media_id, MediaKind(rows[0].kind), *rows[0][1:6], said) if media_id and rows else None


def own_player(media: Any) -> Player:
    """The same for an editor's preview."""
    said: dict[Language, Said] = {one: Said(row.transcript, row.captions) for one, row in texts_of(media.id).items()}
    kind = MediaKind(media.kind)
    return Player(media.id, kind, media.media_type, media.size, media.milliseconds, media.width, media.height, said)


def get_head(media_id: uuid.UUID, *, seen: bool) -> Head:
    """Of what readers may see now, or of any that is ready. Raises NotFound."""
    own = shelf().seen if seen else shelf().media
    key = own.media_id if seen else own.id
    until = own.consent_until if seen else sa.null()
    allowed = is_seen(own) if seen else own.digest.is_not(None)
    row = session.execute(sa.select(own.media_type, own.size, own.digest, until).where(key == media_id, allowed)).one_or_none()
    if row is None:
        raise NotFound
    return Head(row[0], row[1], row[2], row[3] is not None)


def read_pieces(media_id: uuid.UUID, first: int, last: int, *, seen: bool) -> list[bytes]:
    """Their content, in order; fewer when it is no longer to be seen."""
    own = shelf().seen_piece if seen else shelf().piece
    within = sa.and_(own.media_id == media_id, own.number.between(first, last))
    chosen = sa.select(own.content).where(within, *([is_seen(own)] if seen else []))
    return list(session.scalars(chosen.order_by(own.number)))


def find_poster(media_id: uuid.UUID, *, seen: bool) -> tuple[bytes, bool] | None:
    """The picture of a film, and whether it stands on somebody's consent."""
    own = shelf().seen if seen else shelf().media
    key, until = (own.media_id, own.consent_until) if seen else (own.id, sa.null())
    chosen = sa.select(own.poster, until).where(key == media_id, own.poster.is_not(None), *([is_seen(own)] if seen else []))
    row = session.execute(chosen).one_or_none()
    return (row[0], row[1] is not None) if row else None


def find_captions(media_id: uuid.UUID, language: str, *, seen: bool) -> str | None:
    """WebVTT; None where there are none."""
    own = shelf().seen_text if seen else shelf().text
    chosen = sa.select(own.captions).where(own.media_id == media_id, own.language == language, own.captions != "")
    captions: str | None = session.scalar(chosen.where(is_seen(own)) if seen else chosen)
    return captions
