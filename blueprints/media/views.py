"""The page of an article's sound or film, its upload, what is said in it, and previews for editors."""

import datetime as dt
import uuid
from http import HTTPStatus

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.media.forms import FileForm, RemoveForm, SaidForm
from core.auth.permissions import Permission, requires
from core.clock import now
from core.context import Language
from core.i18n import _
from core.media import queries, services
from core.media.terms import KIND_NAMES, MOST_FILM, PIECE, TROUBLES, MediaState, Trouble
from core.publishing.queries import get_article, texts_of
from core.publishing.terms import ArticleState
from core.web import conflicts, drafts, players
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.forms import MiaForm
from core.web.uploads import let_in

blueprint = Blueprint("media", __name__, url_prefix="/content", template_folder="templates")
drafts.register(Drafted("media-said", page="media.edit", sends="media.update", subjects=nobody))
let_in("media.create", MOST_FILM + PIECE)
GIVEN_UP = dt.timedelta(minutes=30)
"""A job that fails is tried for twenty minutes (core/jobs.py)."""
Page = str | tuple[str, int] | Answer


@blueprint.get("/<uuid:article_id>/media")
@requires(Permission.EDIT_CONTENT)
def index(article_id: uuid.UUID) -> str:
    return _shown(article_id, FileForm(formdata=None))


@blueprint.post("/<uuid:article_id>/media")
@requires(Permission.EDIT_CONTENT)
def create(article_id: uuid.UUID) -> Page:
    """Everything but taking the file in happens after the answer (core/media/jobs.py)."""
    article, form = get_article(article_id, lock=True), FileForm()

    def put() -> None:
        content, container = form.sent()
        services.put_media(article=article, version=form.version.data, content=content, container=container)

    status = carry_out(form, put)
    if status != HTTPStatus.SEE_OTHER:
        return _shown(article_id, form), status
    flash(_("The file has come. It is being prepared."), "success")
    return _to(article_id)


@blueprint.post("/<uuid:article_id>/media/delete")
@requires(Permission.EDIT_CONTENT)
def delete(article_id: uuid.UUID) -> Page:
    article, form = get_article(article_id, lock=True), RemoveForm()
    status = carry_out(form, lambda: services.remove_media(article=article, version=form.version.data))
    if status != HTTPStatus.SEE_OTHER:
        return _shown(article_id, form), status
    flash(_("The sound or film has been removed."), "success")
    return _to(article_id)


@blueprint.get("/<uuid:article_id>/media/said")
@requires(Permission.EDIT_CONTENT)
def edit(article_id: uuid.UUID) -> str:
    article = get_article(article_id)
    stored = queries.texts_of(article.media_id) if article.media_id else {}
    typed = {f"transcript_{language}": said.transcript for language, said in stored.items()}
    return _said_page(article_id, SaidForm(data=typed | {"version": article.version}))


@blueprint.post("/<uuid:article_id>/media/said")
@requires(Permission.EDIT_CONTENT)
def update(article_id: uuid.UUID) -> Page:
    article, form = get_article(article_id, lock=True), SaidForm()
    needed = list(texts_of(article_id)) if article.state == ArticleState.PUBLISHED else []
    status = carry_out(
        form, lambda: services.write_said(article=article, version=form.version.data, values=form.values, needed=needed)
    )
    if status == HTTPStatus.CONFLICT:
        stored = queries.texts_of(article.media_id) if article.media_id else {}
        typed = {f"transcript_{language}": said.transcript for language, said in stored.items()}
        status = conflicts.show(form, typed, version=article.version)
    if status != HTTPStatus.SEE_OTHER:
        return _said_page(article_id, form), status
    flash(_("Captions and transcript are saved."), "success")
    return _to(article_id)


@blueprint.get("/<uuid:article_id>/media/progress")
@requires(Permission.EDIT_CONTENT)
def progress(article_id: uuid.UUID) -> Response:
    """Whether it is ready, for the page that waits."""
    media = queries.find_media(get_article(article_id).media_id)
    return jsonify(state=media.state if media else "", done=0, total=0)


@blueprint.get("/media/<uuid:media_id>")
@requires(Permission.EDIT_CONTENT)
def play(media_id: uuid.UUID) -> Response:
    """For a preview: published or not."""
    return players.play(media_id, seen=False)


@blueprint.get("/media/<uuid:media_id>/poster")
@requires(Permission.EDIT_CONTENT)
def poster(media_id: uuid.UUID) -> Response:
    return players.poster(media_id, seen=False)


@blueprint.get("/media/<uuid:media_id>/<any(sv,en):spoken>.vtt")
@requires(Permission.EDIT_CONTENT)
def track(media_id: uuid.UUID, spoken: Language) -> Response:
    return players.track(media_id, spoken, seen=False)


def _shown(article_id: uuid.UUID, form: MiaForm) -> str:
    article, texts = get_article(article_id), texts_of(article_id)
    media = queries.find_media(article.media_id)
    ready = media is not None and media.state == MediaState.READY
    return render_template(
        "media/index.html",
        article=article,
        title=(texts.get("sv") or texts["en"]).title,
        media=media,
        shown=players.shown(queries.own_player(media), "media") if ready else None,
        languages=[language for language in ("sv", "en") if language in texts],
        trouble=TROUBLES[Trouble(media.trouble)] if media and media.trouble else None,
        is_late=media is not None and now() - media.created_at > GIVEN_UP,
        is_seen=article.state == ArticleState.PUBLISHED,
        form=form,
        file_form=form if isinstance(form, FileForm) else FileForm(formdata=None),
        kinds=KIND_NAMES,
    )


def _said_page(article_id: uuid.UUID, form: SaidForm) -> str:
    article, texts = get_article(article_id), texts_of(article_id)
    return render_template(
        "media/edit.html",
        article=article,
        title=(texts.get("sv") or texts["en"]).title,
        media=queries.find_media(article.media_id),
        said=queries.texts_of(article.media_id) if article.media_id else {},
        form=form,
    )


def _to(article_id: uuid.UUID) -> Answer:
    return redirect(url_for("media.index", article_id=article_id), HTTPStatus.SEE_OTHER)
