"""Reads articles: all of them for editors, the published ones for readers. Which tables, follows from the site."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from core import clock
from core.clock import STOCKHOLM
from core.context import Language, current_site
from core.db import session
from core.errors import NotFound
from core.lists import Page, containing, words_of
from core.publishing import models
from core.publishing.terms import ArticleState

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one side of the wall: a delprojekt's or the county's."""

    article: Any
    text: Any
    tag: Any
    version: Any
    picture: Any
    rendition: Any
    use: Any
    published: Any
    published_picture: Any


_TENANT = Shelf(
    models.Article,
    models.ArticleText,
    models.ArticleTag,
    models.ArticleVersion,
    models.Picture,
    models.PictureRendition,
    models.ArticlePicture,
    models.PublishedArticle,
    models.PublishedPicture,
)
_COUNTY = Shelf(
    models.CountyArticle,
    models.CountyArticleText,
    models.CountyArticleTag,
    models.CountyArticleVersion,
    models.CountyPicture,
    models.CountyPictureRendition,
    models.CountyArticlePicture,
    models.CountyPublishedArticle,
    models.CountyPublishedPicture,
)


def shelf() -> Shelf:
    """Of the site in force."""
    return _COUNTY if current_site().kind == "county" else _TENANT


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as the editors' list shows it."""

    id: uuid.UUID
    kind: str
    state: str
    title: str
    languages: tuple[str, ...]
    publish_at: dt.datetime | None
    changed_at: dt.datetime


def list_articles(*, state: ArticleState | None = None) -> list[Listed]:
    """Latest change first."""
    own = shelf()
    chosen = sa.select(own.article, own.text.language, own.text.title).join(own.text, own.text.article_id == own.article.id)
    if state:
        chosen = chosen.where(own.article.state == state)
    found: dict[uuid.UUID, tuple[Any, dict[str, str]]] = {}
    for article, language, title in session.execute(chosen.order_by(own.article.changed_at.desc(), own.article.id)):
        found.setdefault(article.id, (article, {}))[1][language] = title
    return [_listed(article, titles) for article, titles in found.values()]


def _listed(article: Any, titles: Mapping[str, str]) -> Listed:
    title = titles.get("sv") or next(iter(titles.values()))
    languages = tuple(sorted(titles, reverse=True))
    return Listed(article.id, article.kind, article.state, title, languages, article.publish_at, article.changed_at)


def get_article(article_id: uuid.UUID, *, lock: bool = False) -> Any:
    """The article itself. Raises NotFound."""
    own = shelf()
    article = session.get(own.article, article_id, with_for_update=lock, populate_existing=True)
    if article is None:
        raise NotFound
    return article


def texts_of(article_id: uuid.UUID) -> dict[Language, Any]:
    """By language; one at least."""
    own = shelf()
    return {text.language: text for text in session.scalars(sa.select(own.text).where(own.text.article_id == article_id))}


def tags_of(article_id: uuid.UUID) -> list[str]:
    """In order of the alphabet."""
    own = shelf()
    return list(session.scalars(sa.select(own.tag.tag).where(own.tag.article_id == article_id).order_by(own.tag.tag)))


def pictures_of_article(article_id: uuid.UUID) -> list[Any]:
    """The pictures an article shows, oldest first."""
    own = shelf()
    chosen = sa.select(own.picture).join(own.use, own.use.picture_id == own.picture.id).where(own.use.article_id == article_id)
    return list(session.scalars(chosen.order_by(own.picture.created_at)))


def versions_of(article_id: uuid.UUID) -> list[Any]:
    """What stood in it, latest first."""
    own = shelf()
    chosen = sa.select(own.version).where(own.version.article_id == article_id)
    return list(session.scalars(chosen.order_by(own.version.number.desc())))


def find_rendition(picture_id: uuid.UUID, width: int) -> bytes | None:
    """For an editor's preview: of any picture of the library."""
    own = shelf()
    chosen = sa.select(own.rendition.content).where(own.rendition.picture_id == picture_id, own.rendition.width == width)
    content: bytes | None = session.scalar(chosen)
    return content


def smallest_width(picture_id: uuid.UUID) -> int:
    """Of a picture of the library, for a preview; 0 when there is none."""
    own = shelf()
    return session.scalar(sa.select(sa.func.min(own.rendition.width)).where(own.rendition.picture_id == picture_id)) or 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that readers may see: its (width, height), narrowest first, and its words."""

    sizes: tuple[tuple[int, int], ...]
    alt_sv: str
    alt_en: str
    credit: str


def pictures_seen(picture_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Seen]:
    """Those of them that readers may see now."""
    own = shelf().published_picture
    columns = (own.picture_id, own.width, own.height, own.alt_sv, own.alt_en, own.credit)
    chosen = sa.select(*columns).where(own.picture_id.in_(picture_ids), is_seen(own)).order_by(own.width)
    found: dict[uuid.UUID, Seen] = {}
    for row in session.execute(chosen) if picture_ids else ():
        before = found[row.picture_id].sizes if row.picture_id in found else ()
        found[row.picture_id] = Seen((*before, (row.width, row.height)), row.alt_sv, row.alt_en, row.credit)
    return found


def find_published_picture(picture_id: uuid.UUID, width: int) -> tuple[bytes, bool] | None:
    """The picture as readers may see it now, and whether it stands on somebody's consent; else None."""
    own = shelf().published_picture
    chosen = sa.select(own.content, own.consent_until).where(own.picture_id == picture_id, own.width == width, is_seen(own))
    row = session.execute(chosen).one_or_none()
    return (row.content, row.consent_until is not None) if row else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for among the articles; empty is everything."""

    text: str = ""
    tag: str = ""
    kind: str = ""
    year: int | None = None
    month: int | None = None
    is_quoted: bool = False
    """Only what says somebody's words as a voice."""
    on_no_consent: bool = False
    """Only what stands on nobody's consent, for pages that may be a few seconds old."""


def list_published(wanted: Wanted, *, language: Language, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """What readers may see now, latest first; an article that is not in their language comes in the other."""
    own = shelf().published
    best = in_best_language(own, language, *_conditions(own, wanted))
    rows = sa.select(best, sa.func.count().over().label("total")).order_by(best.c.publish_at.desc(), best.c.article_id)
    found = session.execute(rows.limit(size).offset((page - 1) * size), bind_arguments=bind_of_site()).all()
    return Page(found, found[0].total if found else 0)


def list_related(text: Any, *, language: Language) -> list[Any]:
    """Three others at most that readers may see now and that share a tag with this one, the latest first."""
    own = shelf().published
    best = in_best_language(own, language, own.article_id != text.article_id, own.tags.overlap(text.tags))
    latest = sa.select(best).order_by(best.c.publish_at.desc(), best.c.article_id).limit(3)
    return list(session.execute(latest, bind_arguments=bind_of_site())) if text.tags else []


def in_best_language(own: Any, language: Language, *conditions: sa.ColumnElement[bool]) -> sa.Subquery:
    """Each article once: in the reader's language where it is written in it."""
    chosen = sa.select(own).where(is_published(own), *conditions).ext(distinct_on(own.article_id))
    return chosen.order_by(own.article_id, (own.language != language)).subquery()


def count_published() -> tuple[list[tuple[int, int, int]], set[str]]:
    """(year, month, how many), latest first, and which kinds there are; months are Stockholm's."""
    own = shelf().published
    here = sa.func.timezone(STOCKHOLM.key, own.publish_at)
    year, month = (sa.cast(sa.extract(part, here), sa.Integer) for part in ("year", "month"))
    how_many = sa.func.count(sa.distinct(own.article_id))
    rows = session.execute(
        sa.select(year, month, own.kind, how_many).where(is_published(own)).group_by(year, month, own.kind)
    ).all()
    months: Counter[tuple[int, int]] = Counter()
    for row in rows:
        months[row[0], row[1]] += row[3]
    return [(*key, months[key]) for key in sorted(months, reverse=True)], {row.kind for row in rows}


def find_published(slug: str) -> dict[Language, Any]:
    """The article with this address, in every language it is written in. Raises NotFound when readers may not see it now."""
    own = shelf().published
    chosen = sa.select(own.article_id).where(own.slug == slug, is_published(own)).limit(1)
    article_id = session.scalar(chosen)
    if article_id is None:
        raise NotFound
    rows = session.scalars(sa.select(own).where(own.article_id == article_id, is_published(own)))
    return {row.language: row for row in rows}


def list_addresses() -> list[dict[Language, str]]:
    """The last part of each article's address in both languages; what is written in one has the same in the other."""
    own = shelf().published
    columns = (own.article_id, own.language, own.slug)
    chosen = sa.select(*columns).where(is_published(own)).order_by(own.publish_at.desc(), own.article_id)
    found: dict[uuid.UUID, dict[Language, str]] = {}
    for article_id, language, slug in session.execute(chosen, bind_arguments=bind_of_site()):
        found.setdefault(article_id, {})[language] = slug
    return [{"sv": slugs.get("sv") or slugs["en"], "en": slugs.get("en") or slugs["sv"]} for slugs in found.values()]


def moment() -> dt.datetime:
    """Now, on the business day: what is published in a demo of another day belongs to that day (architecture D9)."""
    return dt.datetime.combine(clock.today(), clock.now().astimezone(STOCKHOLM).timetz())


def bind_of_site() -> dict[str, str]:
    """For a statement over a subquery, which names no table of its own."""
    return {"bind_name": shelf().published.bind_name}


def is_published(own: Any) -> sa.ColumnElement[bool]:
    """From its day on; a job until its last day; a story as long as the consent holds."""
    holds = sa.or_(own.consent_until.is_(None), own.consent_until >= clock.today())
    open_still = sa.or_(own.kind != "job", own.last_day.is_(None), own.last_day >= clock.today())
    return sa.and_(own.publish_at <= moment(), holds, open_still)


def is_seen(own: Any) -> sa.ColumnElement[bool]:
    """Of a picture, sound or film: from its day on, as long as the consent holds."""
    holds = sa.or_(own.consent_until.is_(None), own.consent_until >= clock.today())
    return sa.and_(own.seen_from <= moment(), holds)


def _conditions(own: Any, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found = [
        sa.or_(*(column.ilike(containing(word), escape="\\") for column in (own.title, own.lead, own.body, own.quote)))
        for word in words_of(wanted.text)
    ]
    if wanted.tag:
        found.append(sa.literal(wanted.tag) == sa.any_(own.tags))
    if wanted.kind:
        found.append(own.kind == wanted.kind)
    if wanted.year:
        first, after = _span(wanted.year, wanted.month)
        found += [own.publish_at >= first, own.publish_at < after]
    if wanted.is_quoted:
        found.append(own.quote != "")
    if wanted.on_no_consent:
        found.append(own.consent_until.is_(None))
    return found


def _span(year: int, month: int | None) -> tuple[dt.datetime, dt.datetime]:
    first = dt.datetime(year, month or 1, 1, tzinfo=STOCKHOLM)
    months = 1 if month else 12
    after = dt.datetime(year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1, tzinfo=STOCKHOLM)
    return first, after
