"""Writing and publishing: an article is saved with its version, read by a colleague, published at a time, taken down.

Whoever edits content reads no persons. A story names the reference of a consent to publish, which the participant's own
contact person passes on; here is only asked whether such a consent is in force.
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from core import clock
from core.audit import Action, record_access
from core.consents.models import Consent
from core.consents.terms import REFERENCE_SIGNS, ConsentKind, reference_of
from core.constraints import keep
from core.context import Language, current_person, current_site
from core.db import new_id, session
from core.errors import Invalid
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile
from core.pictures import Rendition
from core.publishing.errors import NotNow
from core.publishing.models import ArticleConsent
from core.publishing.queries import moment, shelf, tags_of, texts_of
from core.publishing.terms import LONGEST_TAG, MOST_TAGS, TRANSITIONS, ArticleKind, ArticleState, Deed
from core.writing import html_of, pictures_of, slug_of

_BETWEEN_TAGS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The article in one language. Without a title there is none in that language."""

    title: str = ""
    lead: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPicture:
    """A picture to be shown at the top, drawn anew in several widths (core/pictures.py)."""

    renditions: Sequence[Rendition]
    alt_sv: str
    alt_en: str
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleValues:
    """What is entered. `tags` as typed, with commas between; `consent` the reference of a consent to publish."""

    kind: ArticleKind | None
    sv: Words
    en: Words
    tags: str = ""
    happens_on: dt.date | None = None
    last_day: dt.date | None = None
    consent: str = ""

    def words(self) -> dict[Language, Words]:
        """Those that have been written."""
        both: dict[Language, Words] = {"sv": self.sv, "en": self.en}
        return {language: words for language, words in both.items() if words.title.strip()}


def add_article(*, article_id: uuid.UUID, values: ArticleValues, picture: NewPicture | None = None) -> Any:
    """A draft. Raises Invalid, or SentTwice when the id is there already."""
    consent_id = _check(values)
    own, by = shelf(), current_person().account_id
    article = own.article(id=article_id, kind=values.kind, created_by=by, changed_by=by)
    keep(article)
    _write(article, values, picture, consent_id)
    return article


def change_article(*, article: Any, version: int | None, values: ArticleValues, picture: NewPicture | None = None) -> None:
    """What is published changes for its readers at once. Raises Invalid, or ChangedMeanwhile."""
    if version != article.version:
        raise ChangedMeanwhile
    consent_id = _check(values)
    article.kind, article.changed_by, article.changed_at = values.kind, current_person().account_id, clock.now()
    _write(article, values, picture, consent_id)


def carry(*, article: Any, version: int | None, deed: Deed, at: dt.datetime | None = None) -> None:
    """Bring the article to its next state; `at` is when it is to be seen, at once without.

    Raises NotNow, ChangedMeanwhile, or Invalid for a story without a consent in force.
    """
    if version != article.version:
        raise ChangedMeanwhile
    state = TRANSITIONS.get((ArticleState(article.state), deed))
    if state is None:
        raise NotNow
    if deed == Deed.PUBLISH:
        _check_consent_of(article)
        article.publish_at = at or moment()
    article.state, article.changed_by, article.changed_at = state, current_person().account_id, clock.now()
    session.flush()
    _keep_version(article, read_values(article))


def read_values(article: Any) -> ArticleValues:
    """What stands in the article, as the form shows it."""
    texts = texts_of(article.id)
    words = {language: Words(title=text.title, lead=text.lead, body=text.body) for language, text in texts.items()}
    return ArticleValues(
        kind=ArticleKind(article.kind),
        sv=words.get("sv", Words()),
        en=words.get("en", Words()),
        tags=", ".join(tags_of(article.id)),
        happens_on=article.happens_on,
        last_day=article.last_day,
        consent=_reference(article.id),
    )


def split_tags(typed: str) -> list[str]:
    """Each once, in small letters, in the order typed. Raises Invalid for too many or too long."""
    cleaned = (" ".join(unicodedata.normalize("NFC", part).casefold().split()) for part in _BETWEEN_TAGS.split(typed))
    tags = list(dict.fromkeys(tag for tag in cleaned if tag))
    if len(tags) > MOST_TAGS:
        raise Invalid({"tags": _l("Write at most 10 tags.")})
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise Invalid({"tags": _l("A tag has at most 40 characters.")})
    if any(not tag.replace(" ", "").replace("-", "").isalnum() for tag in tags):
        raise Invalid({"tags": _l("A tag has letters, figures, spaces and hyphens only.")})
    return tags


def _check(values: ArticleValues) -> uuid.UUID | None:
    """Everything that can be wrong; the consent of a story, when its reference was given."""
    faults = _faults_of_words(values)
    if values.kind is None:
        faults["kind"] = _l("Choose what it is")
    elif values.kind == ArticleKind.STORY and current_site().kind == "county":
        faults["kind"] = _l("A story stands at the sub-project that keeps the consent")
    if values.happens_on and values.last_day and values.last_day < values.happens_on:
        faults["last_day"] = _l("The last day cannot be before the first")
    if faults:
        raise Invalid(faults)
    split_tags(values.tags)
    for words in values.words().values():
        html_of(words.body)
    return find_consent_by_reference(values.consent) if values.consent.strip() else None


def _faults_of_words(values: ArticleValues) -> dict[str, object]:
    faults: dict[str, object] = {}
    if not values.words():
        faults["title_sv"] = _l("Write a title in Swedish or in English")
    for language, words in (("sv", values.sv), ("en", values.en)):
        if not words.title.strip() and (words.lead.strip() or words.body.strip()):
            faults[f"title_{language}"] = _l("What is written in this language needs a title")
    return faults


def find_consent_by_reference(typed: str) -> uuid.UUID:
    """A consent to publish that is in force, found by the reference its keeper passed on. Raises Invalid."""
    wanted = "".join(sign for sign in typed.casefold() if sign.isalnum())
    record_access(Action.SEARCH, subject_ids=[], fields="consent")
    in_force = sa.and_(Consent.kind == ConsentKind.PUBLICITY, Consent.withdrawn_on.is_(None), Consent.until >= clock.today())
    has_it = sa.func.right(sa.cast(Consent.id, sa.Text), REFERENCE_SIGNS) == wanted
    found = session.scalars(sa.select(Consent.id).where(in_force, has_it)).first()
    if found:
        return found
    raise Invalid(
        {"consent": _l("No consent to publish in force has this reference. Ask the contact person of the participant.")}
    )


def _write(article: Any, values: ArticleValues, picture: NewPicture | None, consent_id: uuid.UUID | None) -> None:
    article.happens_on, article.last_day = values.happens_on, values.last_day
    if picture:
        article.picture_id = _add_picture(picture)
    _write_texts(article, values)
    _write_tags(article.id, split_tags(values.tags))
    _write_pictures(article, values)
    if current_site().kind == "tenant":
        _write_consent(article.id, consent_id)
    session.flush()
    _keep_version(article, values)


def _write_texts(article: Any, values: ArticleValues) -> None:
    own, stored = shelf(), texts_of(article.id)
    for language, words in values.words().items():
        text = stored.pop(language, None) or own.text(article_id=article.id, language=language, slug="")
        if not text.slug or article.publish_at is None:
            text.slug = _free_slug(slug_of(words.title), article.id)
        text.title, text.lead, text.body = words.title.strip(), words.lead.strip(), words.body
        session.add(text)
    for text in stored.values():
        session.delete(text)
    session.flush()


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
    content |= {name: day.isoformat() for name in ("happens_on", "last_day") if (day := content[name])}
    by = current_person().account_id
    session.add(own.version(article_id=article.id, number=number + 1, by_account=by, state=article.state, content=content))
    session.flush()
