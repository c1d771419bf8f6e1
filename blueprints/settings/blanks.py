"""Translations of the blank consent form: uploaded, offered, taken out of use."""

import uuid
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.settings.forms import BlankForm
from blueprints.settings.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.consents.blanks import list_blanks, put_blank, set_blank_active
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _
from core.web.deeds import carry_out


@blueprint.get("/consent-forms")
@requires(Permission.MANAGE_SUBPROJECT)
def blank_index() -> str:
    """Those there are, and the form for another."""
    return _page(BlankForm())


@blueprint.post("/consent-forms")
@requires(Permission.MANAGE_SUBPROJECT)
def blank_create() -> Response | tuple[str, int]:
    """Offer it, or say why it cannot be kept."""
    form = BlankForm()
    status = carry_out(
        form,
        lambda: put_blank(language_name=form.language_name.data or "", file=form.file.examined),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _page(form), status
    flash(_("The translation is saved."), "success")
    return redirect(url_for(".blank_index"), HTTPStatus.SEE_OTHER)


@blueprint.post("/consent-forms/<uuid:blank_id>/use")
@requires(Permission.MANAGE_SUBPROJECT)
def blank_use(blank_id: uuid.UUID) -> Response:
    """Offer it again."""
    set_blank_active(blank_id=blank_id, active=True)
    return redirect(url_for(".blank_index"), HTTPStatus.SEE_OTHER)


@blueprint.post("/consent-forms/<uuid:blank_id>/disuse")
@requires(Permission.MANAGE_SUBPROJECT)
def blank_disuse(blank_id: uuid.UUID) -> Response:
    """Offer it no longer."""
    set_blank_active(blank_id=blank_id, active=False)
    return redirect(url_for(".blank_index"), HTTPStatus.SEE_OTHER)


def _page(form: BlankForm) -> str:
    opens = may(current_person(), Permission.REGISTER_CONSENT)
    return render_template("settings/blanks.html", form=form, blanks=list_blanks(), opens=opens)
