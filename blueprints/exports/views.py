"""Exports: order one from a list, see one's own and how far they have come, download, cancel, remove."""

import io
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from blueprints.exports.forms import FORMAT_NAMES, ExportForm
from core.auth.permissions import Permission, requires
from core.clock import now
from core.constraints import SentTwice
from core.errors import NotFound
from core.exports import queries, services
from core.exports.contents import CONTENTS, label_of
from core.exports.errors import ExportGone
from core.exports.making import said_reason
from core.exports.terms import (
    FAULT_NAMES,
    MOST_DOWNLOADS,
    REMOVAL_NAMES,
    STATE_NAMES,
    ExportState,
    Fault,
    Format,
    Removal,
)
from core.i18n import _, _l, format_instant, format_number
from core.ids import new_id, read_id
from core.saved_lists.terms import ListKind
from core.web import waiting
from core.web.deeds import carry_out
from core.web.narrowing import NAMES, SORT, address_of, asked, said_once
from core.web.waiting import Waiting

blueprint = Blueprint("exports", __name__, url_prefix="/exports", template_folder="templates")
waiting.add(
    Waiting(
        "exports_to_fetch",
        _l("Exports ready to download"),
        "exports.index",
        Permission.EXPORT_PERSONS,
        queries.waiting_to_fetch,
        order=90,
    )
)

LOOKS = {"waiting": "accent", "ready": "ok", "failed": "bad", "cancelled": "plain", "removed": "plain"}
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.EXPORT_PERSONS)
def index() -> str:
    return render_template(
        "exports/index.html",
        rows=queries.list_exports(),
        kinds=CONTENTS,
        names=STATE_NAMES,
        looks=LOOKS,
        formats=FORMAT_NAMES,
        said_reason=said_reason,
    )


@blueprint.get("/new")
@requires(Permission.EXPORT_PERSONS)
def new() -> str:
    kind = _kind(request.args.get("kind", ""))
    choices = asked(kind, sort=True)
    proposed = [*CONTENTS[kind].proposed, *CONTENTS[kind].further(choices)]
    data = {"token": str(new_id()), "kind": kind.value, "choices": urlencode(choices), "columns": proposed}
    return _new_page(ExportForm(kind, data=data), kind)


@blueprint.post("/new")
@requires(Permission.EXPORT_PERSONS)
def create() -> Page:
    kind = _kind(request.form.get("kind", ""))
    form = ExportForm(kind)
    export_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.order_export(export_id=export_id, order=form.order(kind, _choices(form, kind))),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _new_page(form, kind), status
    return redirect(url_for("exports.show", export_id=export_id), HTTPStatus.SEE_OTHER)


def _kind(name: str) -> ListKind:
    if name not in frozenset(ListKind):
        raise NotFound
    return ListKind(name)


def _choices(form: ExportForm, kind: ListKind) -> dict[str, str]:
    """Read anew, as the address of a list is: whoever tampers with them gets no more than an address gives."""
    return said_once(MultiDict(parse_qsl(form.choices.data or "")), (*NAMES[kind], SORT))


def _new_page(form: ExportForm, kind: ListKind) -> str:
    choices, content = _choices(form, kind), CONTENTS[kind]
    return render_template(
        "exports/new.html", form=form, said=content.described(choices), kind=content.title, back=address_of(kind, choices)
    )


@blueprint.get("/<uuid:export_id>")
@requires(Permission.EXPORT_PERSONS)
def show(export_id: uuid.UUID) -> str:
    """While it is made the page asks how far it has come; without JavaScript a link does."""
    export = queries.get_export(export_id)
    state = ExportState(export.state)
    if state is ExportState.READY and export.expires_at and export.expires_at <= now():
        state = ExportState.REMOVED
    return render_template(
        "exports/show.html",
        export=export,
        state=state.value,
        name=STATE_NAMES[state],
        look=LOOKS[state.value],
        facts=_facts(export),
        ended=_ended(export),
        left=MOST_DOWNLOADS - export.downloads,
    )


@blueprint.get("/<uuid:export_id>/progress")
@requires(Permission.EXPORT_PERSONS)
def progress(export_id: uuid.UUID) -> Response:
    """How far it has come, for the page that waits."""
    export = queries.get_export(export_id)
    return jsonify(state=export.state, done=export.done, total=export.total)


def _facts(export: Any) -> list[tuple[str, object]]:
    kind = ListKind(export.kind)
    return [
        (_("List"), CONTENTS[kind].title),
        *CONTENTS[kind].described(export.choices),
        (_("Columns"), ", ".join(label_of(name, kind) for name in export.columns)),
        (_("Kind of file"), FORMAT_NAMES[Format(export.format)]),
        (_("What the file is for"), said_reason(export)),
        (_("Asked for"), format_instant(export.created_at)),
        (_("Rows"), format_number(export.total)),
    ]


def _ended(export: Any) -> object:
    """Why there is no file."""
    if export.fault:
        return FAULT_NAMES[Fault(export.fault)]
    return REMOVAL_NAMES[Removal(export.removed)] if export.removed else REMOVAL_NAMES[Removal.EXPIRED]


@blueprint.post("/<uuid:export_id>/download")
@requires(Permission.EXPORT_PERSONS)
def download(export_id: uuid.UUID) -> Response:
    """A POST, for each download is counted."""
    try:
        file = services.fetch_export(export_id=export_id)
    except ExportGone as error:
        flash(str(error.message), "warning")
        services.close_unreadable(export_id=export_id)
        return redirect(url_for("exports.show", export_id=export_id), HTTPStatus.SEE_OTHER)
    content = io.BytesIO(file.content)
    return send_file(
        content, mimetype=file.media_type, as_attachment=True, download_name=file.name, conditional=False, etag=False
    )


@blueprint.post("/<uuid:export_id>/cancel")
@requires(Permission.EXPORT_PERSONS)
def cancel(export_id: uuid.UUID) -> Response:
    return _after(export_id, lambda: services.cancel_export(export_id=export_id), _("The export has been cancelled."))


@blueprint.post("/<uuid:export_id>/removal")
@requires(Permission.EXPORT_PERSONS)
def delete(export_id: uuid.UUID) -> Response:
    return _after(export_id, lambda: services.remove_export(export_id=export_id), _("The file has been removed."))


def _after(export_id: uuid.UUID, deed: Any, done: str) -> Response:
    try:
        deed()
        flash(done, "success")
    except ExportGone as error:
        flash(str(error.message), "warning")
    return redirect(url_for("exports.show", export_id=export_id), HTTPStatus.SEE_OTHER)
