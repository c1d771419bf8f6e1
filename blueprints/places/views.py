"""Places of work: list with search, one place with its free places and one's own participants there, new and changed."""

import uuid
from dataclasses import fields
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.places.forms import PlaceForm
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _
from core.ids import new_id, read_id
from core.interventions import places
from core.interventions.queries import name_of
from core.interventions.terms import PLACE_KIND_NAMES
from core.participants.choices import list_municipalities
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.fields import made_visible

blueprint = Blueprint("places", __name__, url_prefix="/places", template_folder="templates")
drafts.register(
    Drafted("place", page="places.new", sends="places.create"),
    Drafted("place-change", page="places.edit", sends="places.update", subjects=nobody),
)
STORED = tuple(field.name for field in fields(places.PlaceValues) if field.name != "active")

Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    """A place is no person: what is looked for may stand in the address."""
    text, closed = made_visible(request.args.get("q", "").strip()[:200]), request.args.get("show") == "closed"
    return render_template(
        "places/index.html",
        rows=places.list_places(text, closed=closed),
        text=text,
        closed=closed,
        kinds=PLACE_KIND_NAMES,
        towns=dict(list_municipalities()),
        may_edit=_may_edit(),
    )


def _may_edit() -> bool:
    return may(current_person(), Permission.EDIT_PARTICIPATION)


@blueprint.get("/new")
@requires(Permission.EDIT_PARTICIPATION)
def new() -> str:
    return render_template("places/edit.html", form=PlaceForm(list_municipalities()), place=None)


@blueprint.post("/new")
@requires(Permission.EDIT_PARTICIPATION)
def create() -> Page:
    form = PlaceForm(list_municipalities())
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(form, lambda: places.add_place(place_id=row_id, values=form.values), twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        return render_template("places/edit.html", form=form, place=None), status
    flash(_("The place is in the list."), "success")
    return redirect(url_for("places.show", place_id=row_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:place_id>")
@requires(Permission.READ_PARTICIPANTS)
def show(place_id: uuid.UUID) -> str:
    row = places.get_place_row(place_id)
    there = [(one, name_of(one.Intervention)) for one in places.list_there(place_id)]
    return render_template(
        "places/show.html", row=row, there=there, hidden=row.occupied - len(there), facts=_facts(row.place), may_edit=_may_edit()
    )


def _facts(place: Any) -> list[tuple[str, object]]:
    towns = dict(list_municipalities())
    return [
        (_("Kind"), PLACE_KIND_NAMES[place.kind]),
        (_("Municipality"), towns.get(place.municipality_code, place.municipality_code)),
        (_("What one does there"), place.tasks),
        (_("Contact at the place"), place.contact_name),
        (_("Telephone"), place.contact_phone),
        (_("E-mail"), place.contact_email),
    ]


@blueprint.get("/<uuid:place_id>/edit")
@requires(Permission.EDIT_PARTICIPATION)
def edit(place_id: uuid.UUID) -> str:
    place = places.get_place(place_id)
    return render_template("places/edit.html", form=PlaceForm(list_municipalities(), obj=place), place=place)


@blueprint.post("/<uuid:place_id>/edit")
@requires(Permission.EDIT_PARTICIPATION)
def update(place_id: uuid.UUID) -> Page:
    place, form = places.get_place(place_id, lock=True), PlaceForm(list_municipalities())
    status = carry_out(form, lambda: places.change_place(place=place, version=form.version.data, values=form.values))
    if status == HTTPStatus.CONFLICT:
        now = places.get_place(place_id)
        status = conflicts.show(form, {name: getattr(now, name) for name in STORED}, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("places/edit.html", form=form, place=places.get_place(place_id)), status
    flash(_("The place has been changed."), "success")
    return redirect(url_for("places.show", place_id=place_id), HTTPStatus.SEE_OTHER)
