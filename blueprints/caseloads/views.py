"""Other workers and deputies of a participant, and the page from which a caseload changes hands."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.caseloads.forms import CHANGE, CONFIRM, CaseloadForm, WorkerEndForm, WorkerForm
from core.auth.permissions import Permission, requires
from core.caseloads import queries, services
from core.caseloads.terms import CaseloadDeed
from core.constraints import SentTwice
from core.i18n import _, ngettext
from core.ids import new_id, read_id
from core.participants.choices import list_colleagues
from core.participants.queries import get_for_change, list_allowed_authorities, list_subjects, read_participation
from core.participants.services import require_open
from core.participants.settings import get_settings
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("caseloads", __name__, template_folder="templates")
drafts.register(
    Drafted("other-worker", page="caseloads.new", sends="caseloads.create", subjects=list_subjects),
    Drafted("other-worker-end", page="caseloads.edit", sends="caseloads.update", subjects=queries.list_subjects),
    Drafted("caseload", page="caseloads.show", sends="caseloads.hand_over", subjects=queries.list_subjects_of_caseload),
)

Page = str | tuple[str, int] | Response


@blueprint.get("/participants/<uuid:participation_id>/workers/new")
@requires(Permission.EDIT_PARTICIPATION)
def new(participation_id: uuid.UUID) -> str:
    participation = read_participation(participation_id)
    require_open(participation)
    return render_template("caseloads/new.html", form=_worker_form(participation), participation=participation)


@blueprint.post("/participants/<uuid:participation_id>/workers")
@requires(Permission.EDIT_PARTICIPATION)
def create(participation_id: uuid.UUID) -> Page:
    participation = get_for_change(participation_id)
    form = _worker_form(participation)
    row_id = read_id(form.token.data) or new_id()
    status = carry_out(
        form,
        lambda: services.add_worker(participation=participation, worker_id=row_id, beside=form.beside()),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return render_template("caseloads/new.html", form=form, participation=read_participation(participation_id)), status
    flash(_("The colleague works with the participant from the first day on."), "success")
    return _to_participant(participation_id)


def _worker_form(participation: Any) -> WorkerForm:
    return WorkerForm(list_allowed_authorities(participation.person_id, participation.controller_id))


def _to_participant(participation_id: uuid.UUID) -> Response:
    return redirect(url_for("participants.show", participation_id=participation_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/workers/<uuid:other_worker_id>/end")
@requires(Permission.EDIT_PARTICIPATION)
def edit(other_worker_id: uuid.UUID) -> str:
    row, participation, name = queries.read_worker(other_worker_id)
    stored = {"version": row.version} | ({"ends_on": row.ends_on} if row.ends_on else {})
    form = WorkerEndForm(data=stored)
    return render_template("caseloads/edit.html", form=form, row=row, participation=participation, name=name)


@blueprint.post("/workers/<uuid:other_worker_id>/end")
@requires(Permission.EDIT_PARTICIPATION)
def update(other_worker_id: uuid.UUID) -> Page:
    row, participation, name = queries.get_worker_for_change(other_worker_id)
    form = WorkerEndForm()
    status = carry_out(form, lambda: services.end_worker(row=row, version=form.version.data, ends_on=form.ends_on.data))
    if status == HTTPStatus.CONFLICT:
        row, participation, name = queries.read_worker(other_worker_id)
        status = conflicts.show(form, {"ends_on": row.ends_on}, version=row.version)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The last day has been saved."), "success")
        return _to_participant(participation.id)
    row, participation, name = queries.read_worker(other_worker_id)
    return render_template("caseloads/edit.html", form=form, row=row, participation=participation, name=name), status


@blueprint.post("/workers/<uuid:other_worker_id>/take-away")
@requires(Permission.EDIT_PARTICIPATION)
def delete(other_worker_id: uuid.UUID) -> Response:
    row, participation, _name = queries.get_worker_for_change(other_worker_id)
    services.take_away_worker(row=row)
    flash(_("The colleague reads nothing about the participant any longer."), "success")
    return _to_participant(participation.id)


# Caseloads --------------------------------------------------------------------------------------------------------------


@blueprint.get("/caseloads")
@requires(Permission.MANAGE_SUBPROJECT, Permission.EDIT_PARTICIPATION)
def index() -> str:
    return render_template("caseloads/index.html", rows=queries.list_caseloads(), limit=get_settings().caseload_limit)


@blueprint.get("/caseloads/<uuid:account_id>")
@requires(Permission.MANAGE_SUBPROJECT, Permission.EDIT_PARTICIPATION)
def show(account_id: uuid.UUID) -> str:
    return _caseload_page(_caseload_form(account_id), account_id)


@blueprint.post("/caseloads/<uuid:account_id>")
@requires(Permission.MANAGE_SUBPROJECT, Permission.EDIT_PARTICIPATION)
def hand_over(account_id: uuid.UUID) -> Page:
    form = _caseload_form(account_id)
    move = form.move(account_id)
    if form.step.data == CHANGE:
        return _caseload_page(form, account_id)
    if form.step.data != CONFIRM:
        status = carry_out(form, lambda: services.check_move(move))
        if status != HTTPStatus.SEE_OTHER:
            return _caseload_page(form, account_id), status
        return _preview(form, account_id, move)
    status = carry_out(form, lambda: services.move_caseload(move))
    if status != HTTPStatus.SEE_OTHER:
        return _caseload_page(form, account_id), status
    count = len(move.chosen_ids)
    flash(ngettext("%(num)s participant has changed hands.", "%(num)s participants have changed hands.", count), "success")
    return redirect(url_for("caseloads.index"), HTTPStatus.SEE_OTHER)


def _caseload_form(account_id: uuid.UUID) -> CaseloadForm:
    """All of the caseload is chosen to begin with."""
    queries.get_colleague(account_id)
    caseload = [(str(one.id), one.label) for one in queries.list_caseload(account_id)]
    others = [(key, name) for key, name in list_colleagues() if key != str(account_id)]
    form = CaseloadForm(caseload, others)
    if not form.is_submitted() and not form.participation_ids.data:
        form.participation_ids.data = [key for key, _label in caseload]
    return form


def _caseload_page(form: CaseloadForm, account_id: uuid.UUID) -> str:
    form.step.data = ""
    return render_template("caseloads/show.html", form=form, colleague=queries.get_colleague(account_id))


def _preview(form: CaseloadForm, account_id: uuid.UUID, move: services.CaseloadMove) -> str:
    """What would happen, in numbers, and the button that does it."""
    counts = {str(row.account_id): row for row in queries.list_caseloads()}
    giver, taker, moved = counts[str(account_id)], counts[str(move.to_id)], len(set(move.chosen_ids))
    gone = moved if move.deed is CaseloadDeed.HAND_OVER else 0
    after = [(giver.name, giver.open_count, -gone), (taker.name, taker.open_count, gone)]
    return render_template(
        "caseloads/confirm.html",
        form=form,
        move=move,
        moved=moved,
        for_good=bool(gone),
        changes=[(name, now, now + more) for name, now, more in after],
        taker=taker,
        limit=get_settings().caseload_limit,
        after=taker.open_count + moved,
    )
