"""Saved lists: one's own, a new one, changed, removed."""

import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from blueprints.saved_lists.forms import ChangeForm, SaveForm
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.errors import NotFound
from core.exports.contents import CONTENTS
from core.i18n import _, _l
from core.ids import new_id, read_id
from core.saved_lists import queries, services
from core.saved_lists.terms import ListKind
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted, nobody
from core.web.narrowing import NAMES, SORT, address_of, asked, said_once

blueprint = Blueprint("saved_lists", __name__, url_prefix="/saved-lists", template_folder="templates")
drafts.register(Drafted("saved-list-change", page="saved_lists.edit", sends="saved_lists.update", subjects=nobody))

KIND_NAMES = {ListKind.PARTICIPANTS: _l("Participants"), ListKind.REFERRALS: _l("Referrals")}
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    """One's own, which one may change; what colleagues share stands on the pages of the lists."""
    rows, defaults = queries.list_mine(), queries.list_defaults()
    return render_template("saved_lists/index.html", rows=rows, defaults=defaults, kinds=KIND_NAMES, address_of=address_of)


@blueprint.get("/new")
@requires(Permission.READ_PARTICIPANTS)
def new() -> str:
    kind = _kind(request.args.get("kind", ""))
    form = SaveForm(data={"token": str(new_id()), "kind": kind.value, "choices": urlencode(asked(kind, sort=True))})
    return _new_page(form, kind)


@blueprint.post("/new")
@requires(Permission.READ_PARTICIPANTS)
def create() -> Page:
    form = SaveForm()
    kind, list_id = _kind(form.kind.data or ""), read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.keep_list(
            list_id=list_id,
            kind=kind,
            name=form.name.data or "",
            choices=_choices(form, kind),
            shared=form.shared.data,
            opens=form.opens.data,
        ),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _new_page(form, kind), status
    flash(_("The list has been saved."), "success")
    return redirect(address_of(kind, _choices(form, kind)), HTTPStatus.SEE_OTHER)


def _kind(name: str) -> ListKind:
    if name not in frozenset(ListKind):
        raise NotFound
    return ListKind(name)


def _choices(form: SaveForm, kind: ListKind) -> dict[str, str]:
    """Read anew, as the address of a list is: whoever tampers with them gets no more than an address gives."""
    return said_once(MultiDict(parse_qsl(form.choices.data or "")), (*NAMES[kind], SORT))


def _new_page(form: SaveForm, kind: ListKind) -> str:
    choices = _choices(form, kind)
    return render_template(
        "saved_lists/new.html",
        form=form,
        said=CONTENTS[kind].described(choices),
        kind=KIND_NAMES[kind],
        back=address_of(kind, choices),
    )


@blueprint.get("/<uuid:saved_list_id>/edit")
@requires(Permission.READ_PARTICIPANTS)
def edit(saved_list_id: uuid.UUID) -> str:
    saved = queries.get_mine(saved_list_id)
    form = ChangeForm(obj=saved, data={"opens": saved_list_id in queries.list_defaults()})
    return _change_page(form, saved)


@blueprint.post("/<uuid:saved_list_id>/edit")
@requires(Permission.READ_PARTICIPANTS)
def update(saved_list_id: uuid.UUID) -> Page:
    queries.get_mine(saved_list_id, lock=True)
    form = ChangeForm()
    status = carry_out(
        form,
        lambda: services.change_list(
            list_id=saved_list_id,
            version=form.version.data,
            name=form.name.data or "",
            shared=form.shared.data,
            opens=form.opens.data,
        ),
    )
    if status == HTTPStatus.CONFLICT:
        now = queries.get_mine(saved_list_id)
        stored = {"name": now.name, "shared": now.shared, "opens": now.id in queries.list_defaults()}
        status = conflicts.show(form, stored, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return _change_page(form, queries.get_mine(saved_list_id)), status
    flash(_("The list has been changed."), "success")
    return redirect(url_for("saved_lists.index"), HTTPStatus.SEE_OTHER)


def _change_page(form: ChangeForm, saved: Any) -> str:
    said = CONTENTS[ListKind(saved.kind)].described(saved.choices)
    return render_template("saved_lists/edit.html", form=form, saved=saved, said=said)


@blueprint.post("/<uuid:saved_list_id>/removal")
@requires(Permission.READ_PARTICIPANTS)
def delete(saved_list_id: uuid.UUID) -> Response:
    services.remove_list(list_id=saved_list_id)
    flash(_("The list has been removed."), "success")
    return redirect(url_for("saved_lists.index"), HTTPStatus.SEE_OTHER)
