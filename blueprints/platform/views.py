"""One page: how every tenant stands, and what was given up, to be tried again."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.validators import UUID

from core import oversight
from core.auth.permissions import Permission, requires
from core.errors import NotFound
from core.i18n import _, _l
from core.web import navigation
from core.web.fields import HiddenField, Required
from core.web.forms import MiaForm
from core.web.navigation import Entry
from tenants import overview

blueprint = Blueprint("platform", __name__, url_prefix="/platform", template_folder="templates")

navigation.add(Entry("platform.index", _l("Platform"), Permission.MANAGE_PLATFORM, site="county", order=50))

STATUS_NAMES = {"active": _l("In use"), "suspended": _l("Suspended"), "preparing": _l("Being prepared")}


class RetryForm(MiaForm):
    """Which work, where."""

    place = HiddenField(validators=[Required(), UUID()])
    kind = HiddenField(validators=[Required()])


@blueprint.get("")
@requires(Permission.MANAGE_PLATFORM)
def index() -> str:
    return render_template("platform/index.html", places=overview.list_places(), statuses=STATUS_NAMES)


@blueprint.post("/retries")
@requires(Permission.MANAGE_PLATFORM)
def create_retry() -> Response:
    """Have given-up work of one kind in one place tried again."""
    form = RetryForm()
    if not form.validate() or not any(place.id == uuid.UUID(form.place.data) for place in overview.list_places()):
        raise NotFound
    try:
        oversight.ask_for_retry(place=uuid.UUID(form.place.data), kind=form.kind.data)
    except LookupError:
        raise NotFound from None
    flash(_("It will be tried again within a minute"), "success")
    return redirect(url_for("platform.index"), HTTPStatus.SEE_OTHER)
