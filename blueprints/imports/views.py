"""An import: the list, a new file, its columns, what it leads to, and the buttons that write it or take it back."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.imports.forms import ButtonForm, Columns, ImportForm, WriteForm
from blueprints.imports.page import columns_of, page_of, row_of, rows_of
from core.auth.permissions import Permission, requires
from core.errors import Invalid
from core.i18n import _, _l
from core.imports.errors import ImportMoved
from core.imports.queries import get_run, list_runs, list_subjects, waiting_runs
from core.imports.services import begin_import, begin_undo, begin_writing, cancel, set_mapping
from core.imports.terms import RunState
from core.web import drafts, waiting
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.paging import wanted_page
from core.web.waiting import Waiting

blueprint = Blueprint("imports", __name__, url_prefix="/imports", template_folder="templates")
drafts.register(Drafted("import-columns", page="imports.edit", sends="imports.update", subjects=list_subjects))
waiting.add(
    Waiting("imports", _l("Imports that wait for you"), "imports.index", Permission.IMPORT_PARTICIPANTS, waiting_runs, order=60)
)
Page = str | tuple[str, int] | Response


@blueprint.get("")
@requires(Permission.IMPORT_PARTICIPANTS)
def index() -> str:
    return render_template("imports/index.html", rows=rows_of(list_runs()))


@blueprint.get("/new")
@requires(Permission.IMPORT_PARTICIPANTS)
def new() -> str:
    return render_template("imports/new.html", form=ImportForm())


@blueprint.post("/new")
@requires(Permission.IMPORT_PARTICIPANTS)
def create() -> Page:
    form = ImportForm()
    if not form.validate_on_submit() or form.file.examined is None:
        return render_template("imports/new.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    begin_import(run_id=form.run_id, file=form.file.examined)
    return redirect(url_for("imports.show", run_id=form.run_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:run_id>")
@requires(Permission.IMPORT_PARTICIPANTS)
def show(run_id: uuid.UUID) -> Page:
    run = get_run(run_id)
    if run.state == RunState.MAPPING:
        return redirect(url_for("imports.edit", run_id=run_id), HTTPStatus.SEE_OTHER)
    return render_template("imports/show.html", page=page_of(run, wanted_page()))


@blueprint.get("/<uuid:run_id>/progress")
@requires(Permission.IMPORT_PARTICIPANTS)
def progress(run_id: uuid.UUID) -> Response:
    """How far the worker has come, for the page that waits."""
    run = get_run(run_id)
    return jsonify(state=run.state, done=run.done_rows, total=run.total_rows)


@blueprint.get("/<uuid:run_id>/columns")
@requires(Permission.IMPORT_PARTICIPANTS)
def edit(run_id: uuid.UUID) -> Page:
    columns = columns_of(get_run(run_id))
    if columns is None:
        return redirect(url_for("imports.show", run_id=run_id), HTTPStatus.SEE_OTHER)
    return _columns_page(run_id, columns)


@blueprint.post("/<uuid:run_id>/columns")
@requires(Permission.IMPORT_PARTICIPANTS)
def update(run_id: uuid.UUID) -> Page:
    run = get_run(run_id, lock=True)
    columns = columns_of(run)
    if columns is None:
        raise ImportMoved
    form = columns.form
    status = carry_out(
        form, lambda: set_mapping(run=run, version=form["version"].data, mapping=columns.mapping, opened=columns.opened)
    )
    if status != HTTPStatus.SEE_OTHER:
        return _columns_page(run_id, columns), status
    return redirect(url_for("imports.show", run_id=run_id), HTTPStatus.SEE_OTHER)


def _columns_page(run_id: uuid.UUID, columns: Columns) -> str:
    return render_template("imports/columns.html", form=columns.form, columns=columns, run_id=run_id)


@blueprint.post("/<uuid:run_id>/write")
@requires(Permission.IMPORT_PARTICIPANTS)
def write(run_id: uuid.UUID) -> Page:
    run, form = get_run(run_id, lock=True), WriteForm()
    try:
        begin_writing(run=run, version=form.version.data or 0, whole=form.whole.data != "good")
    except Invalid as error:
        flash(str(error.faults[""]), "warning")
    return redirect(url_for("imports.show", run_id=run_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:run_id>/cancel")
@requires(Permission.IMPORT_PARTICIPANTS)
def stop(run_id: uuid.UUID) -> Response:
    cancel(run=get_run(run_id, lock=True))
    flash(_("The import is cancelled. Nothing of the file becomes participants."), "success")
    return redirect(url_for("imports.show", run_id=run_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<uuid:run_id>/undo")
@requires(Permission.IMPORT_PARTICIPANTS)
def undo_new(run_id: uuid.UUID) -> str:
    run = get_run(run_id)
    if run.state != RunState.DONE:
        raise ImportMoved
    return render_template("imports/undo.html", row=row_of(run), form=ButtonForm(data={"version": run.version}))


@blueprint.post("/<uuid:run_id>/undo")
@requires(Permission.IMPORT_PARTICIPANTS)
def undo_create(run_id: uuid.UUID) -> Response:
    begin_undo(run=get_run(run_id, lock=True), version=ButtonForm().version.data or 0)
    return redirect(url_for("imports.show", run_id=run_id), HTTPStatus.SEE_OTHER)
