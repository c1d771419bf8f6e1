"""Goals and actions one at a time, how far an action has come, and those that should have been done."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.plans.forms import ActionForm, GoalForm, StateForm
from blueprints.plans.views import blueprint
from core.audit import Action, record_access
from core.auth.permissions import Permission, requires
from core.clock import today
from core.constraints import SentTwice
from core.errors import Invalid
from core.i18n import _
from core.ids import new_id, read_id
from core.plans import queries, services
from core.plans.choices import list_doers
from core.plans.queries import WholePlan, get_action_for_change, get_for_change, list_subjects, list_subjects_of_action, read_plan
from core.plans.terms import ActionState
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(
    Drafted("plan-goal", page="plans.new_goal", sends="plans.create_goal", subjects=list_subjects),
    Drafted("plan-action", page="plans.new_action", sends="plans.create_action", subjects=list_subjects),
    Drafted("action-state", page="plans.edit_state", sends="plans.update_state", subjects=list_subjects_of_action),
)


@blueprint.get("/plans/<uuid:plan_id>/goals/new")
@requires(Permission.WRITE_SUPPORT)
def new_goal(plan_id: uuid.UUID) -> str:
    whole = read_plan(plan_id)
    services.require_draft(whole.plan)
    form = GoalForm(list_doers())
    form.token.data = str(new_id())
    return _row_page(form, whole, _("One more goal"))


@blueprint.post("/plans/<uuid:plan_id>/goals")
@requires(Permission.WRITE_SUPPORT)
def create_goal(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    plan = get_for_change(plan_id)
    form = GoalForm(list_doers())
    status = carry_out(form, lambda: _add_goal(plan, form), twice=(SentTwice,))
    return _added(status, form, plan_id, _("One more goal"), _("The goal has been added."))


def _add_goal(plan: Any, form: GoalForm) -> None:
    token = read_id(form.token.data) or new_id()
    faults: dict[str, object] = {}
    try:
        services.add_goal(plan=plan, goal_id=token, text=form.goal.data or "")
    except Invalid as error:
        faults["goal"] = error.faults["text"]
    if form.has_action:
        try:
            _add_action(plan, form, services.copy_id(plan.id, token), None if faults else token)
        except Invalid as error:
            faults |= error.faults
    if faults:
        raise Invalid(faults)


@blueprint.get("/plans/<uuid:plan_id>/actions/new")
@requires(Permission.WRITE_SUPPORT)
def new_action(plan_id: uuid.UUID) -> str:
    whole = read_plan(plan_id)
    services.require_draft(whole.plan)
    form = ActionForm(_goals(whole), list_doers())
    form.token.data = str(new_id())
    return _row_page(form, whole, _("One more action"))


@blueprint.post("/plans/<uuid:plan_id>/actions")
@requires(Permission.WRITE_SUPPORT)
def create_action(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    plan = get_for_change(plan_id)
    form = ActionForm(_goals(read_plan(plan_id)), list_doers())
    token, goal_id = read_id(form.token.data) or new_id(), read_id(form.goal_id.data)
    status = carry_out(form, lambda: _add_action(plan, form, token, goal_id), twice=(SentTwice,))
    return _added(status, form, plan_id, _("One more action"), _("The action has been added."))


def _add_action(plan: Any, form: GoalForm | ActionForm, action_id: uuid.UUID, goal_id: uuid.UUID | None) -> None:
    services.add_action(
        plan=plan,
        action_id=action_id,
        goal_id=goal_id,
        text=form.text.data or "",
        who=form.who.data,
        due_on=form.due_on.data,
    )


def _goals(whole: WholePlan) -> list[tuple[str, str]]:
    return [(str(one.goal.id), one.goal.text[:100]) for one in whole.goals if one.goal]


def _added(status: HTTPStatus, form: Any, plan_id: uuid.UUID, heading: str, done: str) -> tuple[str, int] | Response:
    if status != HTTPStatus.SEE_OTHER:
        return _row_page(form, read_plan(plan_id), heading), status
    flash(done, "success")
    return redirect(url_for("plans.show", plan_id=plan_id), HTTPStatus.SEE_OTHER)


def _row_page(form: Any, whole: WholePlan, heading: str) -> str:
    sends = "plans.create_goal" if isinstance(form, GoalForm) else "plans.create_action"
    return render_template("plans/row.html", form=form, whole=whole, heading=heading, sends=sends)


# How far it has come ----------------------------------------------------------------------------------------------------


@blueprint.get("/plan-actions/<uuid:action_id>/state")
@requires(Permission.WRITE_SUPPORT)
def edit_state(action_id: uuid.UUID) -> str:
    whole = read_plan(queries.plan_of_action(action_id))
    action = _line(whole, action_id).action
    form = StateForm(ActionState(action.state), data={"version": action.version, "done_on": today()})
    return _state_page(form, whole, action_id)


@blueprint.post("/plan-actions/<uuid:action_id>/state")
@requires(Permission.WRITE_SUPPORT)
def update_state(action_id: uuid.UUID) -> tuple[str, int] | Response:
    plan, action = get_action_for_change(action_id)
    form = StateForm(ActionState(action.state))
    to = ActionState(form.state.data) if form.state.data in list(ActionState) else None
    day = form.done_on.data if to is ActionState.DONE else None
    status = carry_out(
        form,
        lambda: services.set_action_state(plan=plan, action=action, version=form.version.data, to=to, on_date=day),
    )
    if status == HTTPStatus.CONFLICT:
        stored = {"state": action.state} if to == action.state else {}
        status = conflicts.show(form, stored, version=action.version)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("It has been noted how far the action has come."), "success")
        return redirect(url_for("plans.show", plan_id=plan.id), HTTPStatus.SEE_OTHER)
    return _state_page(form, read_plan(plan.id), action_id), status


def _line(whole: WholePlan, action_id: uuid.UUID) -> Any:
    return next(line for line in whole.lines if line.action.id == action_id)


def _state_page(form: StateForm, whole: WholePlan, action_id: uuid.UUID) -> str:
    return render_template("plans/state.html", form=form, whole=whole, line=_line(whole, action_id), today=today())


@blueprint.get("/plan-actions/overdue")
@requires(Permission.WRITE_SUPPORT)
def overdue() -> str:
    """What should have been done by now, for the participants one works with."""
    rows = queries.list_overdue_actions()
    record_access(Action.LIST, subject_ids=sorted({row.person_id for row in rows}), fields="list")
    return render_template("plans/overdue.html", rows=rows, total=queries.count_overdue_actions(), today=today())
