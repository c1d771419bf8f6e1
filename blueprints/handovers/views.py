"""Handing over an item of one's own authority, and reading what was handed to it."""

import uuid
from collections.abc import Callable
from functools import partial, update_wrapper
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.handovers.forms import CHANGE, CONFIRM, HandOverForm
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.errors import NotFound
from core.handovers import queries, services
from core.handovers.items import Item, kinds, read
from core.handovers.terms import ITEM_NAMES, ItemKind
from core.i18n import _
from core.persons.queries import find_latest_participation, open_person
from core.referrals.queries import list_latest_referrals
from core.web import drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.paging import Pager, wanted_page

blueprint = Blueprint("handovers", __name__, template_folder="templates")


@blueprint.get("/handed-over")
@requires(Permission.SEE_HANDED_OVER)
def index() -> str:
    page = wanted_page()
    found = queries.list_received(page=page)
    if page > 1 and not found.rows:
        raise NotFound
    return render_template("handovers/index.html", rows=found.rows, pager=Pager(page, found.total))


@blueprint.get("/handed-over/<uuid:handover_id>")
@requires(Permission.SEE_HANDED_OVER)
def show(handover_id: uuid.UUID) -> str:
    return render_template("handovers/show.html", received=services.open_received(handover_id))


@blueprint.get("/persons/<uuid:person_id>/handed-over")
@requires(Permission.HAND_OVER)
def given(person_id: uuid.UUID) -> str:
    person = open_person(person_id, fields="identity handover")
    return render_template(
        "handovers/given.html",
        subject=person,
        rows=queries.list_given(person_id),
        participation_id=find_latest_participation(person_id),
    )


# Each kind of item has addresses of its own, so that a draft and the access log know whom it is about.


@requires(Permission.HAND_OVER)
def new(kind: ItemKind, **ids: uuid.UUID) -> str:
    (item_id,) = ids.values()
    item = services.get_own_item(kind, item_id)
    return _page(_form(item), item)


@requires(Permission.HAND_OVER)
def create(kind: ItemKind, **ids: uuid.UUID) -> tuple[str, int] | str | Response:
    (item_id,) = ids.values()
    item = services.get_own_item(kind, item_id)
    form = _form(item)
    if form.step.data == CHANGE:
        return _page(form, item)
    if form.step.data != CONFIRM:
        return _look_through(form, item)
    deed = partial(services.hand_over, kind=kind, item_id=item_id, giving=form.giving())
    status = carry_out(form, deed, twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        return _again(form, services.get_own_item(kind, item_id), status)
    flash(_("It has been handed over. They read this version and nothing else."), "success")
    return redirect(url_for("handovers.given", person_id=item.person_id), HTTPStatus.SEE_OTHER)


def _form(item: Item) -> HandOverForm:
    """With one receiver to choose it is chosen; what is missing for others is said by the page."""
    choices = services.find_receivers(item).choices
    form = HandOverForm(choices)
    if form.version.data is None:
        form.version.data = item.version
    if len(choices) == 1 and not form.is_submitted():
        form.to_authority_id.data = form.to_authority_id.data or choices[0][0]
    return form


def _look_through(form: HandOverForm, item: Item) -> tuple[str, int] | str:
    """Exactly what would be given, and the button that gives it."""
    shown: list[queries.Copy] = []
    giving = form.giving()

    def look() -> None:
        shown.append(queries.as_copy(services.look_through(kind=item.kind, item_id=item.id, giving=giving)))

    status = carry_out(form, look)
    if status != HTTPStatus.SEE_OTHER:
        return _again(form, services.get_own_item(item.kind, item.id), status)
    to = form.receiver_name()
    return render_template("handovers/confirm.html", form=form, copy=shown[0], to=to, action=_address(item), **_places(item))


def _again(form: HandOverForm, item: Item, status: HTTPStatus) -> tuple[str, int]:
    """The form with what is wrong, and the item as it stands now."""
    form.version.raw_data, form.version.data = None, item.version
    if not form.to_authority_id.choices:  # nobody to choose among, so nothing for the summary to lead to
        form.form_errors += form.to_authority_id.errors
        form.to_authority_id.errors = ()
    return _page(form, item), status


def _page(form: HandOverForm, item: Item) -> str:
    form.step.data = ""
    return render_template(
        "handovers/new.html",
        form=form,
        item=item,
        title=read(item.title),
        sections=[(read(one.heading), read(one.text)) for one in item.sections],
        receivers=services.find_receivers(item),
        consent_address=_consent_address(item),
        action=_address(item),
        **_places(item),
    )


def _address(item: Item) -> str:
    about: dict[str, Any] = {f"{item.kind}_id": item.id}
    return url_for(f"handovers.create_{item.kind}", **about)


def _consent_address(item: Item) -> str:
    """Where a consent is registered: from the person's latest referral, for who may read it."""
    referral_id = list_latest_referrals([item.person_id]).get(item.person_id)
    allowed = may(current_person(), Permission.READ_REFERRALS, Permission.REGISTER_CONSENT)
    return url_for("referrals.consent_new", referral_id=referral_id) if referral_id and allowed else ""


def _places(item: Item) -> dict[str, Any]:
    return {"person_id": item.person_id, "kind_name": ITEM_NAMES[item.kind]}


def _of(kind: ItemKind, view: Callable[..., Any]) -> Callable[..., Any]:
    return update_wrapper(partial(view, kind), view)


for _kind in kinds():
    _rule = f"/hand-over/{_kind}/<uuid:{_kind}_id>"
    blueprint.add_url_rule(_rule, f"new_{_kind}", _of(_kind, new), methods=["GET"])
    blueprint.add_url_rule(_rule, f"create_{_kind}", _of(_kind, create), methods=["POST"])
    drafts.register(
        Drafted(
            f"hand-over-{_kind}",
            page=f"handovers.new_{_kind}",
            sends=f"handovers.create_{_kind}",
            subjects=partial(services.list_subjects, _kind),
        )
    )
