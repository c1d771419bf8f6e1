"""The draft is agreed, or dropped."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.plans.forms import AgreeForm, DropForm
from blueprints.plans.views import blueprint
from core.auth.permissions import Permission, requires
from core.clock import today
from core.context import current_person
from core.i18n import _
from core.plans import services
from core.plans.choices import list_authorities_to_agree
from core.plans.queries import WholePlan, get_for_change, list_subjects, read_plan
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(Drafted("plan-agreement", page="plans.new_agreement", sends="plans.create_agreement", subjects=list_subjects))


@blueprint.get("/plans/<uuid:plan_id>/agreement")
@requires(Permission.WRITE_SUPPORT)
def new_agreement(plan_id: uuid.UUID) -> str:
    """The whole text, and who agrees to it. Ticked beforehand: those that have something to do in it, and one's own."""
    whole = read_plan(plan_id)
    services.require_draft(whole.plan)
    named = {str(line.action.authority_id) for line in whole.lines} | {str(current_person().authority_id)}
    form = AgreeForm(
        list_authorities_to_agree(),
        data={"version": whole.plan.version, "agreed_on": today(), "authorities": sorted(named)},
    )
    return _page(form, whole)


@blueprint.post("/plans/<uuid:plan_id>/agreement")
@requires(Permission.WRITE_SUPPORT)
def create_agreement(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    plan = get_for_change(plan_id)
    form = AgreeForm(list_authorities_to_agree())
    status = carry_out(
        form,
        lambda: services.agree(
            plan=plan,
            version=form.version.data,
            agreed_on=form.agreed_on.data,
            with_participant=form.who.data,
            authority_ids=form.authority_ids,
        ),
    )
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The plan is agreed and holds from now on."), "success")
        return redirect(url_for("plans.show", plan_id=plan_id), HTTPStatus.SEE_OTHER)
    if status == HTTPStatus.CONFLICT:
        conflicts.show(form, {}, version=plan.version)
    return _page(form, read_plan(plan_id)), status


def _page(form: AgreeForm, whole: WholePlan) -> str:
    return render_template("plans/agreement.html", form=form, whole=whole, today=today())


@blueprint.get("/plans/<uuid:plan_id>/drop")
@requires(Permission.WRITE_SUPPORT)
def confirm_drop(plan_id: uuid.UUID) -> str:
    whole = read_plan(plan_id)
    services.require_draft(whole.plan)
    return render_template("plans/drop.html", form=DropForm(data={"version": whole.plan.version}), whole=whole)


@blueprint.post("/plans/<uuid:plan_id>/drop")
@requires(Permission.WRITE_SUPPORT)
def drop(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    plan = get_for_change(plan_id)
    form = DropForm()
    status = carry_out(form, lambda: services.drop_plan(plan=plan, version=form.version.data))
    if status != HTTPStatus.SEE_OTHER:
        _see(form, plan)
        return render_template("plans/drop.html", form=form, whole=read_plan(plan_id)), status
    flash(_("The draft has been dropped."), "success")
    return redirect(url_for("plans.show", plan_id=plan_id), HTTPStatus.SEE_OTHER)


def _see(form: DropForm, plan: Any) -> None:
    conflicts.show(form, {}, version=plan.version)
