"""A version of a page's text: what stood there, who wrote it and when; and bringing it back."""

import uuid
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.site_pages.forms import BringBackForm
from blueprints.site_pages.views import blueprint
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.library import queries, texts
from core.library.terms import PAGE_NAMES, SitePage
from core.web.deeds import carry_out
from core.writing import html_of


@blueprint.get("/versions/<uuid:site_text_version_id>")
@requires(Permission.EDIT_CONTENT)
def show_version(site_text_version_id: uuid.UUID) -> str:
    return _page(queries.get_text_version(site_text_version_id), BringBackForm(formdata=None))


@blueprint.post("/versions/<uuid:site_text_version_id>")
@requires(Permission.EDIT_CONTENT)
def bring_back(site_text_version_id: uuid.UUID) -> tuple[str, int] | Response:
    kept, form = queries.get_text_version(site_text_version_id), BringBackForm()
    status = carry_out(form, lambda: texts.bring_back(text_version=kept.row, version=form.version.data))
    if status != HTTPStatus.SEE_OTHER:
        return _page(queries.get_text_version(site_text_version_id), form), status
    flash(_("The earlier text stands there again."), "success")
    return redirect(url_for(".edit_text", site_page=kept.row.page), HTTPStatus.SEE_OTHER)


def _page(kept: queries.KeptText, form: BringBackForm) -> str:
    page = SitePage(kept.row.page)
    now = queries.texts_of(page).get(kept.row.language)
    return render_template(
        "site_pages/version.html",
        kept=kept,
        form=form,
        name=PAGE_NAMES[page],
        written=html_of(kept.row.body),
        now=now.version if now else 0,
        stands=now is not None and now.body == kept.row.body,
    )
