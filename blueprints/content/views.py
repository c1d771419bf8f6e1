"""The editors' list, the article's form, its page with preview, deeds and versions. Nothing of a person is shown."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.content.forms import ArticleForm, DeedForm
from blueprints.content.openings import opening_words
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.errors import NotFound
from core.i18n import _, _l
from core.ids import new_id, read_id
from core.pictures import MEDIA_TYPE
from core.publishing import queries, services
from core.publishing.terms import DEED_NAMES, KIND_NAMES, STATE_NAMES, ArticleKind, ArticleState, Deed, deeds_of
from core.signups.queries import find_coming
from core.web import conflicts, drafts, navigation
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.navigation import Entry
from core.writing import html_of

blueprint = Blueprint("content", __name__, url_prefix="/content", template_folder="templates")
navigation.add(
    Entry(
        "content.index",
        _l("News and stories"),
        Permission.EDIT_CONTENT,
        site="county",
        order=60,
        covers=("media", "publications", "site_pages", "signups"),
    ),
    Entry(
        "content.index",
        _l("News and stories"),
        Permission.EDIT_CONTENT,
        site="tenant",
        order=60,
        unless=Permission.MANAGE_SUBPROJECT,
        covers=("media", "publications", "site_pages", "signups"),
    ),
)
drafts.register(
    Drafted("article", page="content.new", sends="content.create"),
    Drafted("article-change", page="content.edit", sends="content.update", subjects=nobody),
)
DONE = {
    Deed.ASK: _l("A colleague can read it now."),
    Deed.RETURN: _l("It is a draft again."),
    Deed.PUBLISH: _l("It is published."),
    Deed.TAKE_DOWN: _l("It has been taken down, everywhere."),
    Deed.REOPEN: _l("It is a draft again."),
}
Page = str | tuple[str, int] | Answer


@blueprint.get("")
@requires(Permission.EDIT_CONTENT)
def index() -> str:
    wanted = request.args.get("state")
    state = ArticleState(wanted) if wanted in set(ArticleState) else None
    rows = queries.list_articles(state=state)
    return render_template("content/index.html", rows=rows, state=state, states=STATE_NAMES, kinds=KIND_NAMES)


@blueprint.get("/new")
@requires(Permission.EDIT_CONTENT)
def new() -> str:
    begun = opening_words() if request.args.get("kind") == ArticleKind.OPENING else None
    return _edit_page(ArticleForm(data=begun))


@blueprint.post("/new")
@requires(Permission.EDIT_CONTENT)
def create() -> Page:
    form = ArticleForm()
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.add_article(article_id=row_id, values=form.values, picture=form.new_picture()),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _edit_page(form), status
    flash(_("The draft is saved. Nobody but you and your colleagues sees it."), "success")
    return redirect(url_for("content.show", article_id=row_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:article_id>")
@requires(Permission.EDIT_CONTENT)
def show(article_id: uuid.UUID) -> str:
    return _shown(article_id, DeedForm(formdata=None))


@blueprint.get("/<uuid:article_id>/edit")
@requires(Permission.EDIT_CONTENT)
def edit(article_id: uuid.UUID) -> str:
    """`from`: the number of an earlier version to begin with; nothing is changed until it is saved."""
    article, number = queries.get_article(article_id), request.args.get("from", "")
    earlier = number.isascii() and number.isdigit() and len(number) < 7
    values = services.read_version(article, int(number)) if earlier else services.read_values(article)
    return _edit_page(ArticleForm(data=ArticleForm.shown(values, article.version)), article, is_earlier=earlier)


@blueprint.post("/<uuid:article_id>/edit")
@requires(Permission.EDIT_CONTENT)
def update(article_id: uuid.UUID) -> Page:
    article, form = queries.get_article(article_id, lock=True), ArticleForm()
    status = carry_out(
        form,
        lambda: services.change_article(
            article=article, version=form.version.data, values=form.values, picture=form.new_picture()
        ),
    )
    if status == HTTPStatus.CONFLICT:
        stored = ArticleForm.shown(services.read_values(article), article.version)
        status = conflicts.show(form, {name: stored[name] for name in stored if name != "version"}, version=article.version)
    if status != HTTPStatus.SEE_OTHER:
        return _edit_page(form, article), status
    flash(_("The article has been changed."), "success")
    return redirect(url_for("content.show", article_id=article_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:article_id>/deed")
@requires(Permission.EDIT_CONTENT)
def carry(article_id: uuid.UUID) -> Page:
    article, form = queries.get_article(article_id, lock=True), DeedForm()
    status = carry_out(
        form, lambda: services.carry(article=article, version=form.version.data, deed=form.chosen(), at=form.moment())
    )
    if status != HTTPStatus.SEE_OTHER:
        return _shown(article_id, form), status
    flash(str(DONE[form.chosen()]), "success")
    return redirect(url_for("content.show", article_id=article_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/pictures/<uuid:picture_id>/<int:width>")
@requires(Permission.EDIT_CONTENT)
def picture(picture_id: uuid.UUID, width: int) -> Response:
    """For a preview: published or not."""
    content = queries.find_rendition(picture_id, width)
    if content is None:
        raise NotFound
    return Response(content, mimetype=MEDIA_TYPE)


def _edit_page(form: ArticleForm, article: Any = None, *, is_earlier: bool = False) -> str:
    pictures = queries.pictures_of_article(article.id) if article else []
    return render_template("content/edit.html", form=form, article=article, pictures=pictures, is_earlier=is_earlier)


def _shown(article_id: uuid.UUID, form: DeedForm) -> str:
    article, texts = queries.get_article(article_id), queries.texts_of(article_id)
    pictures = queries.pictures_of_article(article_id)
    return render_template(
        "content/show.html",
        article=article,
        texts=[
            (language, texts[language], html_of(texts[language].body, picture=_preview))
            for language in ("sv", "en")
            if language in texts
        ],
        tags=queries.tags_of(article_id),
        pictures={one.id: one for one in pictures},
        versions=queries.versions_of(article_id),
        deeds=[(deed, DEED_NAMES[deed]) for deed in deeds_of(ArticleState(article.state))],
        form=form,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        preview=_preview,
        coming=find_coming(article),
    )


def _preview(picture_id: str) -> str:
    return url_for("content.picture", picture_id=uuid.UUID(picture_id), width=queries.smallest_width(uuid.UUID(picture_id)))
