"""The list of what has come in, one expression of interest, and what leads to no referral."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.inbox.forms import SetAsideForm
from core.auth.permissions import Permission, requires
from core.errors import NotFound
from core.i18n import _
from core.inbox.queries import find_content, get_arrived, list_arrived
from core.inbox.services import put_back, set_aside, wanted_contact
from core.inbox.terms import CONTACT_WAY_NAMES
from core.participants.choices import list_municipalities
from core.referrals.terms import SET_ASIDE_NAMES, SetAside
from core.web.applicants import ProtectionQuestion
from core.web.forms import MiaForm
from core.web.paging import Pager, wanted_page
from core.web.uploads import download

blueprint = Blueprint("inbox", __name__, template_folder="templates")


@blueprint.get("/inbox")
@requires(Permission.TAKE_IN)
def index() -> str:
    """What waits, oldest first; or what was set aside."""
    aside, page = request.args.get("set_aside") == "yes", wanted_page()
    found = list_arrived(set_aside=aside, page=page)
    if page > 1 and not found.total:
        raise NotFound
    return render_template(
        "inbox/index.html",
        found=found,
        pager=Pager(page, found.total),
        aside=aside,
        places=dict(list_municipalities()),
        way_names=CONTACT_WAY_NAMES,
        reasons=SET_ASIDE_NAMES,
    )


@blueprint.get("/inbox/<uuid:inbox_id>")
@requires(Permission.TAKE_IN)
def show(inbox_id: uuid.UUID) -> str:
    """One, as it was sent."""
    return arrived_page(inbox_id)


@blueprint.get("/inbox/<uuid:inbox_id>/file")
@requires(Permission.TAKE_IN)
def file(inbox_id: uuid.UUID) -> Response:
    """The file that came with it, to save."""
    get_arrived(inbox_id)
    found = find_content(inbox_id)
    if found is None:
        raise NotFound
    return download(found)


@blueprint.post("/inbox/<uuid:inbox_id>/set-aside")
@requires(Permission.TAKE_IN)
def set_aside_create(inbox_id: uuid.UUID) -> Response | tuple[str, int]:
    """No referral comes of it."""
    form = SetAsideForm()
    if not form.validate_on_submit():
        return arrived_page(inbox_id, form), 422
    set_aside(inbox_id=inbox_id, reason=SetAside(form.reason.data))
    flash(_("It is set aside. You can put it back."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/inbox/<uuid:inbox_id>/return")
@requires(Permission.TAKE_IN)
def set_aside_delete(inbox_id: uuid.UUID) -> Response:
    """It was set aside by mistake."""
    put_back(inbox_id=inbox_id)
    flash(_("It waits to be taken care of again."), "success")
    return redirect(url_for(".show", inbox_id=inbox_id), 303)


def arrived_page(inbox_id: uuid.UUID, form: MiaForm | None = None) -> str:
    """The page of one, with the form that was refused, if one was."""
    arrived = get_arrived(inbox_id)
    return render_template(
        "inbox/show.html",
        arrived=arrived,
        contact=wanted_contact(arrived.contact_way, arrived.contact_when),
        place=dict(list_municipalities()).get(arrived.municipality_code or ""),
        reason=SET_ASIDE_NAMES[arrived.set_aside] if arrived.set_aside else None,
        form=form or MiaForm(formdata=None),
        question=form if isinstance(form, ProtectionQuestion) else ProtectionQuestion(formdata=None),
        aside=form if isinstance(form, SetAsideForm) else SetAsideForm(formdata=None),
    )
