"""Follow-ups: the list of those to ask, one of them, its answer, its tries, and giving up."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.follow_ups.forms import AnswerForm, CorrectionForm, StateForm, TryForm
from blueprints.follow_ups.page import get_page, stored_answer
from core.audit import Action
from core.auth.permissions import Permission, may, requires
from core.constraints import SentTwice
from core.context import current_person
from core.errors import NotFound
from core.followups import services
from core.followups.queries import Followed, Which, list_follow_ups, list_subjects, read_follow_up
from core.followups.terms import FOLLOW_UP_MOVES, STATE_NAMES, FollowUpState
from core.i18n import _
from core.participants.choices import list_codes
from core.participants.errors import MoveNotPossible
from core.web import conflicts, drafts
from core.web.conflicts import Said
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.paging import Pager, wanted_page

blueprint = Blueprint("follow_ups", __name__, template_folder="templates")
drafts.register(
    Drafted("follow-up", page="follow_ups.new_answer", sends="follow_ups.create_answer", subjects=list_subjects),
    Drafted("follow-up-correction", page="follow_ups.edit_answer", sends="follow_ups.update_answer", subjects=list_subjects),
    Drafted("follow-up-try", page="follow_ups.new_try", sends="follow_ups.create_try", subjects=list_subjects),
    Drafted("follow-up-state", page="follow_ups.edit_state", sends="follow_ups.update_state", subjects=list_subjects),
)


@blueprint.get("/follow-ups")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    asked, page = request.args.get("show", ""), wanted_page()
    which = Which(asked) if asked in set(Which) else Which.DUE
    found = list_follow_ups(which, page=page)
    if page > 1 and not found.rows:
        raise NotFound
    names = {str(state): str(name) for state, name in STATE_NAMES.items()}
    return render_template("follow_ups/index.html", found=found, pager=Pager(page, found.total), which=which, names=names)


@blueprint.get("/follow-ups/<uuid:follow_up_id>")
@requires(Permission.READ_PARTICIPANTS)
def show(follow_up_id: uuid.UUID) -> str:
    may_write = may(current_person(), Permission.EDIT_PARTICIPATION)
    return render_template("follow_ups/show.html", page=get_page(read_follow_up(follow_up_id)), may_write=may_write)


@blueprint.get("/follow-ups/<uuid:follow_up_id>/answer")
@requires(Permission.EDIT_PARTICIPATION)
def new_answer(follow_up_id: uuid.UUID) -> str | Response:
    followed = read_follow_up(follow_up_id)
    if followed.follow_up.state == FollowUpState.ANSWERED:  # whoever goes back after sending
        return _home(follow_up_id)
    if FollowUpState.ANSWERED not in FOLLOW_UP_MOVES[FollowUpState(followed.follow_up.state)]:
        raise MoveNotPossible
    return _page(AnswerForm(list_codes(*services.LISTS), data={"version": followed.follow_up.version}), followed, "answer")


@blueprint.post("/follow-ups/<uuid:follow_up_id>/answer")
@requires(Permission.EDIT_PARTICIPATION)
def create_answer(follow_up_id: uuid.UUID) -> tuple[str, int] | Response:
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    form = AnswerForm(list_codes(*services.LISTS))
    status = carry_out(form, lambda: services.answer_follow_up(followed=followed, version=form.version.data, answer=form.answer))
    if status == HTTPStatus.CONFLICT:
        now = read_follow_up(follow_up_id)
        answered = now.follow_up.state == FollowUpState.ANSWERED
        stored = stored_answer(now, form.main_source.data) if answered else {}
        status = conflicts.show(form, stored, version=now.follow_up.version, final=answered)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, read_follow_up(follow_up_id), "answer"), status
    flash(_("The answer is saved."), "success")
    return _home(follow_up_id)


@blueprint.get("/follow-ups/<uuid:follow_up_id>/correction")
@requires(Permission.EDIT_PARTICIPATION)
def edit_answer(follow_up_id: uuid.UUID) -> str:
    followed = read_follow_up(follow_up_id)
    if followed.follow_up.state != FollowUpState.ANSWERED:
        raise MoveNotPossible
    data = {**stored_answer(followed, followed.main_source), "version": followed.follow_up.version}
    return _page(CorrectionForm(list_codes(*services.LISTS), data=data), followed, "answer")


@blueprint.post("/follow-ups/<uuid:follow_up_id>/correction")
@requires(Permission.EDIT_PARTICIPATION)
def update_answer(follow_up_id: uuid.UUID) -> tuple[str, int] | Response:
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    form = CorrectionForm(list_codes(*services.LISTS))
    status = carry_out(form, lambda: services.correct_answer(followed=followed, version=form.version.data, answer=form.answer))
    if status == HTTPStatus.CONFLICT:
        now = read_follow_up(follow_up_id)
        status = conflicts.show(form, stored_answer(now, form.main_source.data), version=now.follow_up.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, read_follow_up(follow_up_id), "answer"), status
    flash(_("The answer has been put right."), "success")
    return _home(follow_up_id)


@blueprint.get("/follow-ups/<uuid:follow_up_id>/tries/new")
@requires(Permission.EDIT_PARTICIPATION)
def new_try(follow_up_id: uuid.UUID) -> str:
    followed = read_follow_up(follow_up_id)
    if followed.follow_up.state not in services.TRIED:
        raise MoveNotPossible
    return _page(TryForm(), followed, "try")


@blueprint.post("/follow-ups/<uuid:follow_up_id>/tries/new")
@requires(Permission.EDIT_PARTICIPATION)
def create_try(follow_up_id: uuid.UUID) -> tuple[str, int] | Response:
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    form = TryForm()
    status = carry_out(form, lambda: services.note_try(followed=followed, **form.typed()), twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, read_follow_up(follow_up_id), "try"), status
    flash(_("The try is noted."), "success")
    return _home(follow_up_id)


@blueprint.get("/follow-ups/<uuid:follow_up_id>/state")
@requires(Permission.EDIT_PARTICIPATION)
def edit_state(follow_up_id: uuid.UUID) -> str:
    followed = read_follow_up(follow_up_id)
    if not FOLLOW_UP_MOVES[FollowUpState(followed.follow_up.state)]:
        raise MoveNotPossible
    return _page(_state_form(followed, data={"version": followed.follow_up.version}), followed, "state")


@blueprint.post("/follow-ups/<uuid:follow_up_id>/state")
@requires(Permission.EDIT_PARTICIPATION)
def update_state(follow_up_id: uuid.UUID) -> tuple[str, int] | Response:
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    form = _state_form(followed)
    status = carry_out(form, lambda: services.set_state(followed=followed, version=form.version.data, to=form.to))
    if status == HTTPStatus.CONFLICT:
        now = read_follow_up(follow_up_id).follow_up
        stands = Said(str(STATE_NAMES[FollowUpState(now.state)]), now.state)
        status = conflicts.show(form, {"state": stands}, version=now.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, read_follow_up(follow_up_id), "state"), status
    flash(_("The follow-up has been changed."), "success")
    return _home(follow_up_id)


def _state_form(followed: Followed, **options: Any) -> StateForm:
    return StateForm(FollowUpState(followed.follow_up.state), **options)


def _page(form: Any, followed: Followed, name: str) -> str:
    return render_template(f"follow_ups/{name}.html", form=form, followed=followed, follow_up=followed.follow_up)


def _home(follow_up_id: uuid.UUID) -> Response:
    return redirect(url_for("follow_ups.show", follow_up_id=follow_up_id), HTTPStatus.SEE_OTHER)
