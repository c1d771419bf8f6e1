"""Steps of a participant: the list, a new one, and one taken back."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.steps.forms import StepForm, WithdrawalForm
from core.audit import Action
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.participants.choices import list_codes
from core.participants.queries import get_for_change, may_read, read_participation
from core.participants.queries import list_subjects as list_subjects_of_participation
from core.participants.services import require_open
from core.participants.terms import OPEN_STATES, OUTCOME_KINDS, Grade
from core.steps import queries, services
from core.steps.terms import KINDS
from core.web import conflicts, drafts
from core.web.conflicts import Said
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("steps", __name__, template_folder="templates")
drafts.register(
    Drafted("step", page="steps.new", sends="steps.create", subjects=list_subjects_of_participation),
    Drafted("step-taken-back", page="steps.new_withdrawal", sends="steps.create_withdrawal", subjects=queries.list_subjects),
)


@blueprint.get("/participants/<uuid:participation_id>/steps")
@requires(Permission.READ_PARTICIPANTS)
def index(participation_id: uuid.UUID) -> str:
    participation = _readable(participation_id)
    me = current_person()
    return render_template(
        "steps/index.html",
        participation=participation,
        steps=queries.list_steps(participation),
        kinds=list_codes(KINDS)[KINDS],
        may_write=may(me, Permission.EDIT_PARTICIPATION),
        is_open=participation.state in OPEN_STATES and participation.grade == Grade.PERSONAL,
        own=me.authority_id,
    )


@blueprint.get("/participants/<uuid:participation_id>/steps/new")
@requires(Permission.EDIT_PARTICIPATION)
def new(participation_id: uuid.UUID) -> str:
    participation = _readable(participation_id)
    require_open(participation)
    return _page(StepForm(participation), participation)


@blueprint.post("/participants/<uuid:participation_id>/steps/new")
@requires(Permission.EDIT_PARTICIPATION)
def create(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = get_for_change(participation_id)
    form = StepForm(participation)
    status = carry_out(
        form,
        lambda: services.note_step(participation=participation, noted=form.noted(), agreed=form.agreed),
        twice=(SentTwice,),
    )
    if status == HTTPStatus.CONFLICT:
        now = _readable(participation_id)
        conflicts.show(form, {"next_contact_on": now.next_contact_on}, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, _readable(participation_id)), status
    flash(_("The step is noted."), "success")
    return redirect(url_for("steps.index", participation_id=participation_id), HTTPStatus.SEE_OTHER)


def _page(form: StepForm, participation: Any) -> str:
    return render_template("steps/new.html", form=form, participation=participation)


@blueprint.get("/steps/<uuid:step_id>/withdrawal")
@requires(Permission.EDIT_PARTICIPATION)
def new_withdrawal(step_id: uuid.UUID) -> str | Response:
    step = queries.read_step(step_id)
    if step.owner_id != current_person().authority_id:
        raise NotFound
    if step.withdrawn_at is not None:  # whoever goes back after sending
        return redirect(url_for("steps.index", participation_id=step.participation_id))
    return _withdrawal_page(WithdrawalForm(data={"version": step.version}), step)


@blueprint.post("/steps/<uuid:step_id>/withdrawal")
@requires(Permission.EDIT_PARTICIPATION)
def create_withdrawal(step_id: uuid.UUID) -> tuple[str, int] | Response:
    step = queries.read_step(step_id, action=Action.WRITE)
    form = WithdrawalForm()
    status = carry_out(form, lambda: services.take_back(step=step, version=form.version.data, reason=form.reason.data or ""))
    step = queries.read_step(step_id)
    if status == HTTPStatus.CONFLICT:
        stands = Said(step.withdrawn_reason, step.withdrawn_reason)
        status = conflicts.show(form, {"reason": stands}, version=step.version)
    if status != HTTPStatus.SEE_OTHER:
        return _withdrawal_page(form, step), status
    flash(_("The step is taken back. It stays to be read, with the reason."), "success")
    return redirect(url_for("steps.index", participation_id=step.participation_id), HTTPStatus.SEE_OTHER)


def _withdrawal_page(form: WithdrawalForm, step: Any) -> str:
    return render_template("steps/withdraw.html", form=form, step=step, kinds=list_codes(KINDS)[KINDS])


def _readable(participation_id: uuid.UUID) -> Any:
    """The participation, when its steps are the reader's to see."""
    participation = read_participation(participation_id, fields="participation step")
    if not may_read(participation, OUTCOME_KINDS):
        raise NotFound
    return participation
