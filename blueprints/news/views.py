"""The list, one article, its pictures, the feed. What stands on somebody's consent is asked for anew each time."""

import datetime as dt
import re
import uuid

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.news.events import coming_first, event_shown
from blueprints.news.pictures import figure_of, picture_address, pictures_shown
from core.auth.permissions import public
from core.clock import day_of
from core.context import Language, language
from core.errors import NotFound
from core.i18n import _l
from core.media.queries import find_player
from core.pictures import MEDIA_TYPE
from core.publishing import queries
from core.publishing.queries import PAGE_SIZE, Wanted
from core.publishing.terms import KIND_HEADINGS, KIND_NAMES, ArticleKind
from core.signups.queries import is_over
from core.web import navigation, players
from core.web.caching import fresh, kept
from core.web.fields import made_visible
from core.web.languages import use_addresses
from core.web.navigation import Entry
from core.writing import html_of

blueprint = Blueprint("news", __name__, url_prefix="/news", template_folder="templates")
navigation.add(
    Entry("news.index", _l("News"), None, site="county", order=30),
    Entry("news.index", _l("News"), None, site="tenant", order=35),
)
AN_HOUR = 3600
_MONTH = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?")


@blueprint.get("")
@public
def index() -> Response:
    """All of it, or what was asked for. What a reader looks for is no secret and may stand in the address."""
    wanted, number = _wanted(), _page_number()
    page = queries.list_published(wanted, language=language(), page=number)
    pages = -(-page.total // PAGE_SIZE)
    if number > max(pages, 1):
        raise NotFound
    months, kinds_there = queries.count_published()
    figures = pictures_shown([row.picture_id for row in page.rows if row.picture_id])
    return fresh(
        render_template(
            "news/index.html",
            page=page,
            wanted=wanted,
            number=number,
            pages=pages,
            months=months,
            coming=coming_first(wanted, number),
            is_over=is_over,
            kinds=KIND_NAMES,
            listed=[(kind, name) for kind, name in KIND_HEADINGS.items() if kind in kinds_there],
            asked={name: value for name in ("q", "tag", "kind", "month") if (value := request.args.get(name))},
            figures=figures,
            day_of=day_of,
            first_of=lambda year, month: dt.date(year, month, 1),
        )
    )


@blueprint.get("/<string(maxlength=100):article>")
@public
def show(article: str) -> Answer:
    """In the language of the page when it is written in it; else in the other, and the page says so."""
    texts = queries.find_published(article)
    own: Language = language()
    text = texts.get(own) or next(iter(texts.values()))
    if text.slug != article:
        return redirect(url_for(".show", article=text.slug), 302)
    use_addresses({one: f"/news/{texts[one].slug if one in texts else text.slug}" for one in ("sv", "en")})
    return fresh(
        render_template(
            "news/show.html",
            article=text,
            is_own=text.language == own,
            written=html_of(text.body, picture=picture_address),
            figure=figure_of(text.picture_id),
            shown=players.shown(find_player(text.media_id), "news"),
            related=queries.list_related(text, language=own),
            **event_shown(text),
            kinds=KIND_NAMES,
            day_of=day_of,
        )
    )


@blueprint.get("/pictures/<uuid:picture_id>/<int:width>.webp")
@public
def picture(picture_id: uuid.UUID, width: int) -> Response:
    """As long as an article that readers may see shows it."""
    found = queries.find_published_picture(picture_id, width)
    if found is None:
        raise NotFound
    content, on_consent = found
    answer = Response(content, mimetype=MEDIA_TYPE)
    return fresh(answer) if on_consent else kept(answer, seconds=AN_HOUR)


@blueprint.get("/media/<uuid:media_id>")
@public
def play(media_id: uuid.UUID) -> Response:
    """Sound or film, as long as an article that readers may see has it at the top."""
    return players.play(media_id, seen=True)


@blueprint.get("/media/<uuid:media_id>/poster.webp")
@public
def poster(media_id: uuid.UUID) -> Response:
    return players.poster(media_id, seen=True)


@blueprint.get("/media/<uuid:media_id>/<any(sv,en):spoken>.vtt")
@public
def track(media_id: uuid.UUID, spoken: Language) -> Response:
    return players.track(media_id, spoken, seen=True)


@blueprint.get("/feed.xml")
@public
def feed() -> Response:
    """Atom (RFC 4287), the twenty latest in the language of the address."""
    page = queries.list_published(Wanted(), language=language(), size=20)
    updated = max((row.publish_at for row in page.rows), default=dt.datetime.fromtimestamp(0, dt.UTC))
    return fresh(Response(render_template("news/feed.xml", rows=page.rows, updated=updated), mimetype="application/atom+xml"))


def _wanted() -> Wanted:
    month = _MONTH.fullmatch(request.args.get("month", ""))
    kind = request.args.get("kind", "")
    return Wanted(
        text=made_visible(request.args.get("q", "").strip()[:100]),
        tag=made_visible(request.args.get("tag", "").strip()[:40]),
        kind=kind if kind in set(ArticleKind) else "",
        year=int(month[1]) if month else None,
        month=int(month[2]) if month and month[2] else None,
    )


def _page_number() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 10_000 else 1
