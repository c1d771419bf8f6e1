"""The draft on one page: at a desk, and large on the wall while the participant is in the room."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.plans.editor import Editor
from blueprints.plans.views import blueprint
from core.auth.permissions import Permission, requires
from core.clock import today
from core.i18n import _
from core.plans.contents import facts_of
from core.plans.errors import Contested
from core.plans.queries import WholePlan, get_for_change, list_subjects, read_plan
from core.plans.services import require_draft
from core.plans.terms import PlanState
from core.plans.writing import write_plan
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(
    Drafted("plan-edit", page="plans.edit", sends="plans.update", subjects=list_subjects),
    Drafted("plan-room", page="plans.room", sends="plans.update_in_room", subjects=list_subjects),
)


@blueprint.get("/plans/<uuid:plan_id>/edit")
@requires(Permission.WRITE_SUPPORT)
def edit(plan_id: uuid.UUID) -> str:
    """Everything on one page."""
    whole = read_plan(plan_id)
    require_draft(whole.plan)
    return _page("plans/edit.html", whole, Editor(whole))


@blueprint.post("/plans/<uuid:plan_id>/edit")
@requires(Permission.WRITE_SUPPORT)
def update(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    onward = "plans.edit" if request.form.get("more") else "plans.show"
    return _save(plan_id, "plans/edit.html", url_for(onward, plan_id=plan_id))


@blueprint.get("/plans/<uuid:plan_id>/room")
@requires(Permission.WRITE_SUPPORT)
def room(plan_id: uuid.UUID) -> str:
    """For the wall: this plan and nothing else. What has been agreed is shown, not written."""
    whole = read_plan(plan_id)
    return _page("plans/room.html", whole, Editor(whole) if whole.plan.state == PlanState.DRAFT else None)


@blueprint.post("/plans/<uuid:plan_id>/room")
@requires(Permission.WRITE_SUPPORT)
def update_in_room(plan_id: uuid.UUID) -> tuple[str, int] | Response:
    return _save(plan_id, "plans/room.html", url_for("plans.room", plan_id=plan_id))


def _save(plan_id: uuid.UUID, template: str, onward: str) -> tuple[str, int] | Response:
    plan = get_for_change(plan_id)
    whole = read_plan(plan_id)
    editor = Editor(whole)
    contested: dict[str, Any] = {}

    def write() -> None:
        try:
            write_plan(plan=plan, typed=editor.typed)
        except Contested as error:
            contested.update(error.stored)
            raise

    status = carry_out(editor.form, write)
    if status == HTTPStatus.SEE_OTHER:
        flash(_("The plan has been saved."), "success")
        return redirect(onward, HTTPStatus.SEE_OTHER)
    if contested:
        conflicts.show(editor.form, contested)
        editor.has_seen(contested)
    return _page(template, whole, editor, contested), status


def _page(template: str, whole: WholePlan, editor: Editor | None, contested: Mapping[str, Any] | None = None) -> str:
    return render_template(
        template,
        whole=whole,
        editor=editor,
        form=editor.form if editor else None,
        facts=facts_of(whole),
        lost_race=bool(contested),
        today=today(),
    )
