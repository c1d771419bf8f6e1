"""For whoever arranges the event: who comes, on page and as a file; somebody taken away; closed and opened again."""

import io
import uuid
from http import HTTPStatus
from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.signups.forms import ButtonForm, ListForm
from blueprints.signups.views import blueprint
from core.auth.permissions import Permission, requires
from core.errors import NotFound
from core.i18n import _
from core.publishing.queries import get_article, texts_of
from core.sheets import XLSX
from core.signups import queries, services
from core.writing import slug_of

LIST = "/content/<uuid:article_id>/sign-ups"
Page = str | tuple[str, int] | Answer


@blueprint.get(LIST)
@requires(Permission.SEE_SIGNUPS)
def index(article_id: uuid.UUID) -> str:
    """Who comes, in the order they signed up."""
    article, title = _named(article_id)
    return render_template(
        "signups/index.html",
        article=article,
        title=title,
        coming=queries.find_coming(article),
        rows=queries.list_entries(article_id),
        form=ButtonForm(),
    )


@blueprint.get(LIST + "/file")
@requires(Permission.SEE_SIGNUPS)
def new_file(article_id: uuid.UUID) -> str:
    """What the file is for comes first."""
    article, title = _named(article_id)
    return render_template("signups/file.html", form=ListForm(), article=article, title=title)


@blueprint.post(LIST + "/file")
@requires(Permission.SEE_SIGNUPS)
def create_file(article_id: uuid.UUID) -> Response | tuple[str, int]:
    """A workbook to take along; nothing of it stays in a cache."""
    form, (article, title) = ListForm(), _named(article_id)
    if not form.validate_on_submit():
        return render_template("signups/file.html", form=form, article=article, title=title), HTTPStatus.UNPROCESSABLE_ENTITY
    content = services.make_list(article_id=article_id, title=title, reason=form.reason.data or "")
    name = f"mia-{slug_of(_('Sign-up'))}-{article.happens_on or article_id}.xlsx"
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name, conditional=False, etag=False)


@blueprint.post(LIST + "/closing")
@requires(Permission.SEE_SIGNUPS)
def update_closing(article_id: uuid.UUID) -> Answer:
    """Take no more for now, or take them again."""
    _named(article_id)
    if request.form.get("closed") == "yes":
        services.close(article_id=article_id)
        flash(_("No more sign-ups are taken. Readers are told so."), "success")
    else:
        services.reopen(article_id=article_id)
        flash(_("Sign-ups are taken again."), "success")
    return redirect(url_for(".index", article_id=article_id), HTTPStatus.SEE_OTHER)


@blueprint.get(LIST + "/<uuid:signup_id>/remove")
@requires(Permission.SEE_SIGNUPS)
def confirm_remove(article_id: uuid.UUID, signup_id: uuid.UUID) -> str:
    """One question, with the name of whom it is about."""
    article, title = _named(article_id)
    entry = queries.get_entry(article_id, signup_id)
    return render_template("signups/remove.html", article=article, title=title, entry=entry, form=ButtonForm())


@blueprint.post(LIST + "/<uuid:signup_id>/remove")
@requires(Permission.SEE_SIGNUPS)
def remove(article_id: uuid.UUID, signup_id: uuid.UUID) -> Answer:
    """What they wrote is gone, and the place is free."""
    _named(article_id)
    services.remove(article_id=article_id, signup_id=signup_id)
    flash(_("The sign-up is removed, and what was written in it."), "success")
    return redirect(url_for(".index", article_id=article_id), HTTPStatus.SEE_OTHER)


def _named(article_id: uuid.UUID) -> tuple[Any, str]:
    """The article and its title. Raises NotFound, also where nobody signs up."""
    article, texts = get_article(article_id), texts_of(article_id)
    if queries.find_coming(article) is None:
        raise NotFound
    text = texts.get("sv") or next(iter(texts.values()))
    return article, text.title
