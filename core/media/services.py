"""Taking in sound and film, preparing them after the answer, and writing what is said in them.

While readers see the article its sound or film stays as it is: what they would get must first be ready, with captions and
transcript. Those may be put right at any time, but not be taken away.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import clock
from core.context import Language, current_person, current_site
from core.db import new_id, session
from core.errors import Invalid
from core.i18n import _l
from core.jobs import enqueue
from core.media.captions import Cue, written
from core.media.containers import Container
from core.media.errors import CannotPrepare
from core.media.queries import find_media, shelf, texts_of
from core.media.remuxing import WrittenAnew, written_anew
from core.media.terms import MOST_BYTES, MOST_TRANSCRIPT, PIECE, MediaKind, MediaState, Trouble
from core.participants.errors import ChangedMeanwhile
from core.publishing.terms import ArticleState

PREPARE, PREPARE_COUNTY = "media.prepare", "media.prepare_county"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidValues:
    """What is entered of one language. Without `cues` the captions stay as they are."""

    transcript: str = ""
    cues: tuple[Cue, ...] | None = None


def put_media(*, article: Any, version: int | None, content: bytes, container: Container) -> uuid.UUID:
    """Keep what was sent until it has been written anew; what stood there before is gone.

    Raises Invalid while readers see the article, or ChangedMeanwhile.
    """
    _check_hidden(article, version)
    own, media_id, before = shelf(), new_id(), article.media_id
    session.add(own.media(id=media_id, form=container.form, created_by=current_person().account_id))
    session.flush()
    _add_pieces(own.upload, media_id, content)
    _set(article, media_id)
    _delete(before)
    enqueue(PREPARE if current_site().kind == "tenant" else PREPARE_COUNTY, media=media_id)
    return media_id


def remove_media(*, article: Any, version: int | None) -> None:
    """The file and everything said about it are gone. Raises Invalid while readers see the article, or ChangedMeanwhile."""
    _check_hidden(article, version)
    before = article.media_id
    _set(article, None)
    _delete(before)


def write_said(*, article: Any, version: int | None, values: Mapping[Language, SaidValues], needed: Sequence[Language]) -> None:
    """Captions and transcripts. `needed`: the languages of an article that readers see. Raises Invalid, or ChangedMeanwhile."""
    if version != article.version:
        raise ChangedMeanwhile
    media = find_media(article.media_id, lock=True)
    if media is None:
        raise Invalid({"": _l("Choose a file first.")})
    _check_said(media, values)
    own, stored = shelf().text, texts_of(media.id)
    for language, said in values.items():
        text = stored.get(language) or own(media_id=media.id, language=language, transcript="", captions="")
        text.transcript = said.transcript.strip()
        text.captions = written(said.cues) if said.cues else text.captions
        session.add(text)
    session.flush()
    check_complete(article, needed)
    _set(article, article.media_id)


def check_complete(article: Any, languages: Sequence[Language]) -> None:
    """What readers must get with it, in each language the article is written in. Raises Invalid, and says what is missing."""
    if article.media_id is None:
        return
    media, texts = find_media(article.media_id), texts_of(article.media_id)
    if media.state != MediaState.READY:
        raise Invalid({"": _l("The sound or film is not ready yet. Wait until it is, or take it away.")})
    for language in languages:
        own = texts.get(language)
        if own is None or not own.transcript:
            raise Invalid({f"transcript_{language}": _NO_TRANSCRIPT[language]})
        if media.kind == MediaKind.FILM and not own.captions:
            raise Invalid({f"captions_{language}": _NO_CAPTIONS[language]})


_NO_TRANSCRIPT = {
    "sv": _l("Write in Swedish what is heard and seen, before readers get it. Those who cannot hear or see it read that."),
    "en": _l("Write in English what is heard and seen, before readers get it. Those who cannot hear or see it read that."),
}
_NO_CAPTIONS = {
    "sv": _l("The film needs captions in Swedish (a WebVTT file) before readers get it."),
    "en": _l("The film needs captions in English (a WebVTT file) before readers get it."),
}


def prepare(media_id: uuid.UUID, *, county: bool = False) -> None:
    """Write what was sent anew. Doing it twice changes nothing; what has been removed meanwhile is left alone."""
    own = shelf(county=county)
    form = session.scalar(sa.select(own.media.form).where(own.media.id == media_id, own.media.state == MediaState.WAITING))
    if form is None:
        return
    pieces = session.scalars(sa.select(own.upload.content).where(own.upload.media_id == media_id).order_by(own.upload.number))
    content = b"".join(pieces)
    try:
        made = written_anew(content, form)
        if max(len(made.content), len(content)) > MOST_BYTES[made.kind]:
            raise CannotPrepare(Trouble.TOO_LARGE)
    except CannotPrepare as refused:
        _store(own, media_id, {"state": MediaState.REFUSED, "trouble": refused.trouble})
        return
    if _store(own, media_id, {"state": MediaState.READY, **_described(made)}):
        _add_pieces(own.piece, media_id, made.content)


def _described(made: WrittenAnew) -> dict[str, Any]:
    names = ("kind", "media_type", "milliseconds", "width", "height", "poster", "digest")
    return {name: getattr(made, name) for name in names} | {"size": len(made.content)}


def _store(own: Any, media_id: uuid.UUID, values: Mapping[str, Any]) -> bool:
    """Whether it was still there; what was sent is gone either way."""
    waiting = sa.and_(own.media.id == media_id, own.media.state == MediaState.WAITING)
    stored = session.execute(sa.update(own.media).where(waiting).values(**values).returning(own.media.id)).one_or_none()
    session.execute(sa.delete(own.upload).where(own.upload.media_id == media_id))
    return stored is not None


def _add_pieces(model: Any, media_id: uuid.UUID, content: bytes) -> None:
    view = memoryview(content)
    for number, at in enumerate(range(0, len(view), PIECE)):
        session.execute(sa.insert(model), {"media_id": media_id, "number": number, "content": bytes(view[at : at + PIECE])})


def _check_hidden(article: Any, version: int | None) -> None:
    if version != article.version:
        raise ChangedMeanwhile
    if article.state == ArticleState.PUBLISHED:
        raise Invalid({"": _l("Readers see the article now. Take it down before you change its sound or film.")})


def _check_said(media: Any, values: Mapping[Language, SaidValues]) -> None:
    faults: dict[str, object] = {}
    for language, said in values.items():
        if len(said.transcript) > MOST_TRANSCRIPT:
            faults[f"transcript_{language}"] = _l("Write at most 60,000 characters.")
        if said.cues and media.milliseconds and said.cues[-1].start > media.milliseconds:
            faults[f"captions_{language}"] = _l("The captions go on after the end. Are they those of another file?")
    if faults:
        raise Invalid(faults)


def _set(article: Any, media_id: uuid.UUID | None) -> None:
    article.media_id, article.changed_by, article.changed_at = media_id, current_person().account_id, clock.now()
    session.flush()


def _delete(media_id: uuid.UUID | None) -> None:
    """Pieces and texts go with their row."""
    own = shelf().media
    if media_id:
        session.execute(sa.delete(own).where(own.id == media_id))
