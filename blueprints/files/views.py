"""A paper is saved, added to a referral, or hidden because it belongs elsewhere."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.files.forms import FileForm, HideForm
from core.auth.permissions import Permission, requires
from core.errors import NotAllowed
from core.files import list_subjects, open_file
from core.i18n import _
from core.referrals.attachments import attach, get_attachment, hide_attachment, may_attach
from core.referrals.queries import get_referral
from core.web import drafts
from core.web.drafts import Drafted
from core.web.uploads import download

blueprint = Blueprint("files", __name__, template_folder="templates")
drafts.register(Drafted("hide-file", page="files.hide_new", sends="files.hide_create", subjects=list_subjects))


@blueprint.get("/files/<uuid:file_id>")
@requires(Permission.OPEN_FILES)
def show(file_id: uuid.UUID) -> Response:
    """The file, to save. Who may read it follows from the row it belongs to (core/files.py)."""
    return download(open_file(file_id))


@blueprint.get("/referrals/<uuid:referral_id>/files/new")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_REFERRAL)
def new(referral_id: uuid.UUID) -> str:
    """The form for a paper to a referral."""
    return _page(referral_id, FileForm())


@blueprint.post("/referrals/<uuid:referral_id>/files/new")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_REFERRAL)
def create(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep it, or say why it cannot be kept."""
    form = FileForm()
    if not form.validate_on_submit() or form.file.examined is None:
        return _page(referral_id, form), 422
    attach(referral_id=referral_id, file=form.file.examined, form_token=form.token)
    flash(_("The file is saved."), "success")
    return redirect(url_for("referrals.show", referral_id=referral_id), 303)


@blueprint.get("/files/<uuid:file_id>/hide")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_REFERRAL)
def hide_new(file_id: uuid.UUID) -> str:
    """Why a paper stands in the wrong place."""
    return _hide_page(file_id, HideForm())


@blueprint.post("/files/<uuid:file_id>/hide")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_REFERRAL)
def hide_create(file_id: uuid.UUID) -> Response | tuple[str, int]:
    """From now on nobody sees it."""
    form = HideForm()
    if not form.validate_on_submit():
        return _hide_page(file_id, form), 422
    referral_id = hide_attachment(file_id=file_id, reason=form.reason.data)
    flash(_("The file is hidden."), "success")
    return redirect(url_for("referrals.show", referral_id=referral_id), 303)


def _page(referral_id: uuid.UUID, form: FileForm) -> str:
    referral = get_referral(referral_id)
    if not may_attach(referral.owner_id):
        raise NotAllowed
    return render_template("files/new.html", referral=referral, form=form)


def _hide_page(file_id: uuid.UUID, form: HideForm) -> str:
    paper, referral_id = get_attachment(file_id)
    return render_template("files/hide.html", paper=paper, referral_id=referral_id, form=form)
