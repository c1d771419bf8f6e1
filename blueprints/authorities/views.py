"""The tenant's list of authorities. An ended agreement closes what its staff could read; nothing is removed."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.authorities.forms import AuthorityForm
from core.auth.permissions import Permission, requires
from core.authorities import queries, services
from core.i18n import _, _l
from core.web import conflicts, drafts, navigation
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.navigation import Entry

blueprint = Blueprint("authorities", __name__, url_prefix="/authorities", template_folder="templates")

navigation.add(Entry("authorities.index", _l("Authorities"), Permission.MANAGE_STAFF, site="tenant", order=61))
drafts.register(
    Drafted("authority", page="authorities.new", sends="authorities.create"),
    Drafted("authority-change", page="authorities.edit", sends="authorities.update", subjects=nobody),
)

Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.MANAGE_STAFF)
def index() -> str:
    return render_template("authorities/index.html", authorities=queries.list_authorities())


@blueprint.get("/new")
@requires(Permission.MANAGE_STAFF)
def new() -> str:
    return _page(AuthorityForm())


@blueprint.post("/new")
@requires(Permission.MANAGE_STAFF)
def create() -> Page:
    form = AuthorityForm()
    status = carry_out(form, lambda: services.add_authority(form.values))
    if status != HTTPStatus.SEE_OTHER:
        return _page(form), status
    flash(_("The authority is in the list"), "success")
    return redirect(url_for("authorities.index"), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:authority_id>")
@requires(Permission.MANAGE_STAFF)
def edit(authority_id: uuid.UUID) -> str:
    return _page(AuthorityForm(obj=queries.get_authority(authority_id)), authority_id)


@blueprint.post("/<uuid:authority_id>")
@requires(Permission.MANAGE_STAFF)
def update(authority_id: uuid.UUID) -> Page:
    authority, form = queries.get_authority(authority_id), AuthorityForm()
    status = carry_out(
        form, lambda: services.change_authority(authority=authority, version=form.version.data, values=form.values)
    )
    if status == HTTPStatus.CONFLICT:
        theirs = queries.get_authority(authority_id)
        stored = {name: getattr(theirs, name) for name in ("party_key", "name", "agreement_from", "agreement_until")}
        status = conflicts.show(form, stored, version=theirs.version)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The authority is changed"), "success")
        return redirect(url_for("authorities.index"), HTTPStatus.SEE_OTHER)
    return _page(form, authority_id, lost_race=status == HTTPStatus.CONFLICT), status


def _page(form: AuthorityForm, authority_id: uuid.UUID | None = None, *, lost_race: bool = False) -> str:
    return render_template(
        "authorities/edit.html",
        form=form,
        is_new=authority_id is None,
        staff=queries.count_staff(authority_id) if authority_id else 0,
        lost_race=lost_race,
    )
