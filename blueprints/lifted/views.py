"""The county's list of what was lifted, one of them, and the answer."""

import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.lifted.forms import AnswerForm
from core import facts
from core.auth.permissions import Permission, may, requires
from core.context import current_person, language
from core.deviations import county
from core.deviations.county import OPEN, Chosen
from core.deviations.terms import COUNTY_EMPTY, COUNTY_OPEN, COUNTY_STATE_NAMES, KIND_NAMES, LEVEL_NAMES, CountyState, Kind
from core.errors import NotFound
from core.i18n import _, _l
from core.ids import read_id
from core.projects.queries import short_names_of_tenants
from core.web import conflicts, navigation
from core.web.deeds import carry_out
from core.web.navigation import Entry
from core.web.paging import Pager, wanted_page

blueprint = Blueprint("lifted", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
navigation.add(Entry("lifted.index", _l("Lifted"), Permission.SEE_LIFTED, site="county", order=20))


@blueprint.app_template_filter("party_name")
def party_name(key: str) -> str:
    """A party in the reader's language."""
    return party_names().get(key, key)


def party_names() -> dict[str, str]:
    """The kinds of party in the reader's language: the same in every delprojekt."""
    return {kind.key: kind.name_en if language() == "en" else kind.name_sv for kind in facts.party_kinds()}


@blueprint.app_template_global("lifted_words")
def lifted_words() -> dict[str, Any]:
    """What the templates share."""
    return {
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
        "states": {state: name for state, name in COUNTY_STATE_NAMES.items() if state not in COUNTY_EMPTY},
        "parties": party_names(),
        "tenants": {str(key): name for key, name in short_names_of_tenants().items()},
    }


@blueprint.get("/lifted")
@requires(Permission.SEE_LIFTED)
def index() -> str:
    page, chosen = wanted_page(), _chosen()
    found = county.list_lifted(chosen, page=page)
    if page > 1 and not found.rows:
        raise NotFound
    categories = county.list_categories()
    counts = {"category": county.count_by_category(), "party": county.count_by_party(), "tenant": county.count_by_tenant()}
    return render_template(
        "lifted/index.html", rows=found.rows, pager=Pager(page, found.total), chosen=chosen, counts=counts, categories=categories
    )


def _chosen() -> Chosen:
    asked = {name: request.args.get(name) or None for name in ("kind", "category", "party")}
    state = request.args.get("state") or OPEN
    return Chosen(
        kind=asked["kind"] if asked["kind"] in set(Kind) else None,
        state=state if state in {OPEN, *set(CountyState) - COUNTY_EMPTY} else None,
        category=asked["category"],
        party=asked["party"] if asked["party"] in party_names() else None,
        tenant_id=read_id(request.args.get("tenant")),
    )


@blueprint.get("/lifted/<uuid:lifted_id>")
@requires(Permission.SEE_LIFTED)
def show(lifted_id: uuid.UUID) -> str:
    lifted = county.get_lifted(lifted_id)
    answers = may(current_person(), Permission.ANSWER_LIFTED) and lifted.state in COUNTY_OPEN
    category = lifted.category_en if language() == "en" else lifted.category_sv
    holder = county.name_of_holder(lifted)
    return render_template("lifted/show.html", lifted=lifted, holder=holder, category=category, answers=answers)


@blueprint.get("/lifted/<uuid:lifted_id>/answer")
@requires(Permission.ANSWER_LIFTED)
def edit(lifted_id: uuid.UUID) -> str | Response:
    lifted = county.get_lifted(lifted_id)
    if lifted.state not in COUNTY_OPEN:
        return redirect(url_for("lifted.show", lifted_id=lifted_id), HTTPStatus.SEE_OTHER)
    form = AnswerForm(lifted.state, county.list_holders(), data={**_stored(lifted), "version": lifted.version})
    return render_template("lifted/answer.html", form=form, lifted=lifted)


@blueprint.post("/lifted/<uuid:lifted_id>/answer")
@requires(Permission.ANSWER_LIFTED)
def update(lifted_id: uuid.UUID) -> Page:
    lifted = county.get_lifted(lifted_id, lock=True)
    form = AnswerForm(lifted.state, county.list_holders())
    status = carry_out(form, partial(county.answer_lifted, lifted=lifted, given=form.given()))
    if status == HTTPStatus.CONFLICT:
        lifted = county.get_lifted(lifted_id)
        status = conflicts.show(form, _stored(lifted), version=lifted.version, final=lifted.state not in COUNTY_OPEN)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("lifted/answer.html", form=form, lifted=lifted), status
    flash(_("It is saved. The sub-project is told."), "success")
    onward = url_for("lifted.index") if form.state.data in COUNTY_EMPTY else url_for("lifted.show", lifted_id=lifted_id)
    return redirect(onward, HTTPStatus.SEE_OTHER)


def _stored(lifted: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    return {
        "state": lifted.state,
        "holder_id": str(lifted.holder_id) if lifted.holder_id else None,
        "next_step": lifted.next_step,
        "next_step_on": lifted.next_step_on,
        "answer": lifted.answer,
    }
