"""Choose the colour of the site."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.colours.forms import ColourForm
from core.auth.permissions import Permission, requires
from core.i18n import _
from core.projects.services import choose_accent
from core.projects.terms import ACCENT_NAMES, Accent
from core.web.appearance import accent
from core.web.deeds import carry_out

blueprint = Blueprint("colours", __name__, url_prefix="/content/colour", template_folder="templates")


@blueprint.get("")
@requires(Permission.EDIT_CONTENT)
def edit() -> str:
    return _page(ColourForm(data={"accent": accent()}))


@blueprint.post("")
@requires(Permission.EDIT_CONTENT)
def update() -> tuple[str, int] | Response:
    form = ColourForm()
    status = carry_out(form, lambda: choose_accent(Accent(form.accent.data)) if form.accent.data in ACCENT_NAMES else None)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form), status
    flash(_("The new colour is seen everywhere within a few seconds."), "success")
    return redirect(url_for("colours.edit"), HTTPStatus.SEE_OTHER)


def _page(form: ColourForm) -> str:
    return render_template("colours/edit.html", form=form, accents=ACCENT_NAMES)
