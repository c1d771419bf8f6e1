"""The catalogue of insatser: list, add, change. Nothing of a person is shown."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.catalogue.forms import InterventionForm
from core.auth.permissions import Permission, requires
from core.clock import today
from core.constraints import SentTwice
from core.i18n import _
from core.ids import new_id, read_id
from core.interventions import catalogue, queries
from core.interventions.places import count_taking_part
from core.interventions.terms import KIND_NAMES
from core.participants.choices import get_current_subproject
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody

blueprint = Blueprint("catalogue", __name__, url_prefix="/catalogue", template_folder="templates")
drafts.register(
    Drafted("catalogue", page="catalogue.new", sends="catalogue.create"),
    Drafted("catalogue-change", page="catalogue.edit", sends="catalogue.update", subjects=nobody),
)

STORED = (
    "name_sv",
    "name_en",
    "kind",
    "text_sv",
    "text_en",
    "capacity",
    "valid_from",
    "valid_until",
    "is_complementary",
    "given_by",
)
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.MANAGE_SUBPROJECT)
def index() -> str:
    subproject = get_current_subproject(today())
    rows = [(one, queries.is_offered(one, today())) for one in queries.list_all(subproject.id)]
    taking_part = count_taking_part()
    return render_template("catalogue/index.html", subproject=subproject, rows=rows, kinds=KIND_NAMES, taking_part=taking_part)


@blueprint.get("/new")
@requires(Permission.MANAGE_SUBPROJECT)
def new() -> str:
    form = InterventionForm()
    form.token.data = str(new_id())
    return _page(form)


@blueprint.post("/new")
@requires(Permission.MANAGE_SUBPROJECT)
def create() -> Page:
    form, subproject = InterventionForm(), get_current_subproject(today())
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: catalogue.add_intervention(subproject=subproject, intervention_id=row_id, values=form.values),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _page(form), status
    flash(_("The intervention is in the catalogue."), "success")
    return redirect(url_for("catalogue.index"), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:intervention_id>")
@requires(Permission.MANAGE_SUBPROJECT)
def edit(intervention_id: uuid.UUID) -> str:
    return _page(InterventionForm(obj=queries.get_intervention(intervention_id)), is_new=False)


@blueprint.post("/<uuid:intervention_id>")
@requires(Permission.MANAGE_SUBPROJECT)
def update(intervention_id: uuid.UUID) -> Page:
    intervention, form = queries.get_intervention(intervention_id, lock=True), InterventionForm()
    status = carry_out(
        form,
        lambda: catalogue.change_intervention(intervention=intervention, version=form.version.data, values=form.values),
    )
    if status == HTTPStatus.CONFLICT:
        now = queries.get_intervention(intervention_id)
        stored = {name: getattr(now, name) for name in STORED}
        status = conflicts.show(form, stored, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, is_new=False), status
    flash(_("The intervention has been changed."), "success")
    return redirect(url_for("catalogue.index"), HTTPStatus.SEE_OTHER)


def _page(form: InterventionForm, *, is_new: bool = True) -> str:
    return render_template("catalogue/edit.html", form=form, is_new=is_new)
