"""Writing and publishing: an article is saved with its version, read by a colleague, published at a time, taken down.

Whoever edits content reads no persons. A story names the reference of a consent to publish, which the participant's own
contact person passes on; here is only asked whether such a consent is in force.
"""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core import clock
from core.consents.terms import reference_of
from core.constraints import constraint_name, keep
from core.context import current_person, current_site
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.i18n import _l
from core.media.services import check_complete
from core.participants.errors import ChangedMeanwhile
from core.publishing.checks import check, find_consent_by_reference, split_tags
from core.publishing.entered import DAYS, WORDS, ArticleValues, NewPicture, Words, values_of_version
from core.publishing.errors import NotNow
from core.publishing.models import ArticleConsent
from core.publishing.queries import moment, shelf, tags_of, texts_of, versions_of
from core.publishing.terms import TRANSITIONS, ArticleKind, ArticleState, Deed
from core.writing import pictures_of, slug_of

_MOST_AT_ONCE = 5
"""Texts with the same title that may be saved at the same moment."""


def add_article(*, article_id: uuid.UUID, values: ArticleValues, picture: NewPicture | None = None) -> Any:
    """A draft. Raises Invalid, or SentTwice when the id is there already."""
    consent_id = check(values)
    own, by = shelf(), current_person().account_id
    article = own.article(id=article_id, kind=values.kind, created_by=by, changed_by=by)
    keep(article)
    _write(article, values, picture, consent_id)
    return article


def change_article(*, article: Any, version: int | None, values: ArticleValues, picture: NewPicture | None = None) -> None:
    """What is published changes for its readers at once. Raises Invalid, or ChangedMeanwhile."""
    if version != article.version:
        raise ChangedMeanwhile
    consent_id = check(values)
    if article.state == ArticleState.PUBLISHED:
        check_complete(article, list(values.words()))
    article.kind, article.changed_by, article.changed_at = values.kind, current_person().account_id, clock.now()
    _write(article, values, picture, consent_id)


def carry(*, article: Any, version: int | None, deed: Deed, at: dt.datetime | None = None) -> None:
    """Bring the article to its next state; `at` is when it is to be seen, at once without.

    Raises NotNow, ChangedMeanwhile, or Invalid for a story without a consent in force, or sound or film
    that lacks captions or transcript.
    """
    if version != article.version:
        raise ChangedMeanwhile
    state = TRANSITIONS.get((ArticleState(article.state), deed))
    if state is None:
        raise NotNow
    if deed == Deed.PUBLISH:
        _check_consent_of(article)
        check_complete(article, list(texts_of(article.id)))
        article.publish_at = at or moment()
    article.state, article.changed_by, article.changed_at = state, current_person().account_id, clock.now()
    session.flush()
    _keep_version(article, read_values(article))


def read_values(article: Any) -> ArticleValues:
    """What stands in the article, as the form shows it."""
    texts = texts_of(article.id)
    words = {language: Words(**{name: getattr(text, name) for name in WORDS}) for language, text in texts.items()}
    return ArticleValues(
        kind=ArticleKind(article.kind),
        sv=words.get("sv", Words()),
        en=words.get("en", Words()),
        tags=", ".join(tags_of(article.id)),
        happens_on=article.happens_on,
        last_day=article.last_day,
        signup_until=article.signup_until,
        places=article.places,
        consent=_reference(article.id),
    )


def _write(article: Any, values: ArticleValues, picture: NewPicture | None, consent_id: uuid.UUID | None) -> None:
    article.happens_on, article.last_day = values.happens_on, values.last_day
    article.signup_until, article.places = values.signup_until, values.places
    if picture:
        article.picture_id = _add_picture(picture)
    _write_texts(article, values)
    _write_tags(article.id, split_tags(values.tags))
    _write_pictures(article, values)
    if current_site().kind == "tenant":
        _write_consent(article.id, consent_id)
    session.flush()
    _keep_version(article, values)


def read_version(article: Any, number: int) -> ArticleValues:
    """What stood in the article at an earlier saving, to be saved anew; the consent is today's. Raises NotFound."""
    kept = next((one for one in versions_of(article.id) if one.number == number), None)
    if kept is None:
        raise NotFound
    return values_of_version(kept.content, consent=read_values(article).consent)


def _write_texts(article: Any, values: ArticleValues) -> None:
    own, stored = shelf(), texts_of(article.id)
    session.flush()
    for language, words in values.words().items():
        text = stored.pop(language, None) or own.text(article_id=article.id, language=language, slug="")
        _write_text(text, words, is_new_address=not text.slug or article.publish_at is None)
    for text in stored.values():
        session.delete(text)
    session.flush()


def _write_text(text: Any, words: Words, *, is_new_address: bool) -> None:
    """With the next address that is free, when somebody else takes the one that was at the same moment."""
    for _attempt in range(_MOST_AT_ONCE):
        try:
            with session.begin_nested():
                if is_new_address:
                    text.slug = _free_slug(slug_of(words.title), text.article_id)
                text.title, text.lead, text.body = words.title.strip(), words.lead.strip(), words.body
                text.quote, text.quoted_as = words.quote.strip(), words.quoted_as.strip()
                session.add(text)
            return
        except IntegrityError as error:
            if not (constraint_name(error) or "").endswith("_language_slug"):
                raise
    raise Conflict(_l("Somebody else changed this while you had it open"))


def _free_slug(slug: str, article_id: uuid.UUID) -> str:
    """The address, with a number behind it when another article has it."""
    own = shelf()
    same = sa.or_(own.text.slug == slug, own.text.slug.regexp_match(f"^{re.escape(slug)}-[0-9]+$"))
    taken = set(session.scalars(sa.select(own.text.slug).where(same, own.text.article_id != article_id)))
    return next(one for one in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if one not in taken)


def _write_tags(article_id: uuid.UUID, tags: Sequence[str]) -> None:
    own = shelf()
    session.execute(sa.delete(own.tag).where(own.tag.article_id == article_id))
    session.add_all(own.tag(article_id=article_id, tag=tag) for tag in tags)


def _write_pictures(article: Any, values: ArticleValues) -> None:
    """Those of the library that the texts name, and the one at the top. What is in no library is shown nowhere."""
    own = shelf()
    named = {uuid.UUID(one) for words in values.words().values() for one in pictures_of(words.body)}
    wanted = {*named, article.picture_id} - {None}
    known = set(session.scalars(sa.select(own.picture.id).where(own.picture.id.in_(wanted)))) if wanted else set()
    session.execute(sa.delete(own.use).where(own.use.article_id == article.id))
    session.add_all(own.use(article_id=article.id, picture_id=picture_id) for picture_id in known)


def _add_picture(picture: NewPicture) -> uuid.UUID:
    own, id_ = shelf(), new_id()
    described = {"alt_sv": picture.alt_sv, "alt_en": picture.alt_en, "credit": picture.credit}
    session.add(own.picture(id=id_, created_by=current_person().account_id, **described))
    session.flush()
    for one in picture.renditions:
        session.add(own.rendition(picture_id=id_, width=one.width, height=one.height, content=one.content))
    session.flush()
    return id_


def _write_consent(article_id: uuid.UUID, consent_id: uuid.UUID | None) -> None:
    session.execute(sa.delete(ArticleConsent).where(ArticleConsent.article_id == article_id))
    if consent_id:
        session.add(ArticleConsent(article_id=article_id, consent_id=consent_id))


def _check_consent_of(article: Any) -> None:
    if article.kind != ArticleKind.STORY:
        return
    reference = _reference(article.id)
    if not reference:
        raise Invalid({"consent": _l("A story is published on a consent to publish. Write its reference first.")})
    find_consent_by_reference(reference)


def _reference(article_id: uuid.UUID) -> str:
    if current_site().kind == "county":
        return ""
    consent_id = session.scalar(sa.select(ArticleConsent.consent_id).where(ArticleConsent.article_id == article_id))
    return reference_of(consent_id) if consent_id else ""


def _keep_version(article: Any, values: ArticleValues) -> None:
    own = shelf()
    number = session.scalar(sa.select(sa.func.count()).where(own.version.article_id == article.id)) or 0
    content = asdict(replace(values, consent=""))
    content |= {name: day.isoformat() for name in DAYS if (day := content[name])}
    by = current_person().account_id
    session.add(own.version(article_id=article.id, number=number + 1, by_account=by, state=article.state, content=content))
    session.flush()
