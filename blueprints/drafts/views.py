"""What static/js/unsent.js saves, or without it a button. Nothing is read here: a draft is shown only in its own form."""

from flask import Blueprint, flash, jsonify, redirect, request
from werkzeug.wrappers import Response

from core.auth.permissions import Permission, requires
from core.i18n import _
from core.web import drafts

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


@blueprint.post("")
@requires(Permission.SEE_OWN_ACCOUNT)
def create() -> Response:
    """Keep what stands in the form now. Which form it is decides who may (core/web/drafts.py)."""
    kept = drafts.keep_typed(request.form)
    address = drafts.address_after_button(request.form)
    if address is not None:
        flash(_("The draft is saved. Go on writing, or come back to it later."), "success")
        return redirect(address, 303)
    return jsonify(version=kept.version, when=drafts.said(kept.updated_at))


@blueprint.post("/discard")
@requires(Permission.SEE_OWN_ACCOUNT)
def delete() -> Response:
    """Throw it away; pressing twice is no fault."""
    address = drafts.throw_away(request.form.get("draft_form", ""))
    flash(_("The draft is thrown away."), "success")
    return redirect(address, 303)
