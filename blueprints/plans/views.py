"""A plan: begin a version, read it, and take it home on paper."""

import uuid
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.plans.forms import BeginForm
from blueprints.plans.paper import paper_of
from core.audit import Action
from core.auth.permissions import Permission, requires
from core.clock import today
from core.constraints import SentTwice
from core.context import Language, current_person
from core.documents import make_pdf
from core.errors import NotFound
from core.i18n import _, use_language
from core.participants.queries import get_for_change as get_participation_for_change
from core.participants.queries import list_subjects as list_subjects_of_participation
from core.participants.queries import read_participation
from core.participants.services import require_open
from core.plans.choices import review_weeks_of
from core.plans.contents import doer_name, facts_of
from core.plans.queries import find_version, list_versions, read_plan
from core.plans.services import begin_plan
from core.plans.terms import ACTION_STATE_NAMES, PLAN_STATE_NAMES, PlanState
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("plans", __name__, template_folder="templates")
drafts.register(Drafted("plan", page="plans.new", sends="plans.create", subjects=list_subjects_of_participation))


@blueprint.app_template_global("plan_words")
def plan_words() -> dict[str, Any]:
    """Names that the templates of a plan share."""
    return {"plan_states": PLAN_STATE_NAMES, "action_states": ACTION_STATE_NAMES, "doer_name": doer_name}


@blueprint.get("/plans/<uuid:plan_id>")
@requires(Permission.WRITE_SUPPORT)
def show(plan_id: uuid.UUID) -> str:
    whole = read_plan(plan_id)
    versions = list_versions(whole.plan.person_id)
    return render_template("plans/show.html", whole=whole, versions=versions, facts=facts_of(whole), today=today())


@blueprint.get("/participants/<uuid:participation_id>/plans/new")
@requires(Permission.WRITE_SUPPORT)
def new(participation_id: uuid.UUID) -> str | Response:
    participation = _of_somebody(read_participation(participation_id))
    require_open(participation)
    draft = _find(participation, PlanState.DRAFT)
    if draft is not None:
        return redirect(url_for("plans.edit", plan_id=draft.id))
    agreed = _find(participation, PlanState.AGREED)
    review_on = today() + timedelta(weeks=review_weeks_of(participation_id))
    form = BeginForm(data={"own_words": agreed.own_words if agreed else "", "review_on": review_on, "version": 0})
    return _begin_page(form, participation)


@blueprint.post("/participants/<uuid:participation_id>/plans")
@requires(Permission.WRITE_SUPPORT)
def create(participation_id: uuid.UUID) -> tuple[str, int] | Response:
    participation = _of_somebody(get_participation_for_change(participation_id))
    require_open(participation)
    form = BeginForm()
    status = carry_out(
        form,
        lambda: begin_plan(
            person_id=participation.person_id,
            participation_id=participation_id,
            own_words=form.own_words.data or "",
            review_on=form.review_on.data,
            version=form.version.data or 0,
        ),
        twice=(SentTwice,),
    )
    draft = _find(participation, PlanState.DRAFT)
    if status == HTTPStatus.CONFLICT and draft is not None:
        stored = {"own_words": draft.own_words, "review_on": draft.review_on}
        status = conflicts.show(form, stored, version=draft.version)
    if status != HTTPStatus.SEE_OTHER or draft is None:
        return _begin_page(form, participation, lost_race=status == HTTPStatus.CONFLICT), status
    flash(_("The plan has been begun. Write goals and what is to be done."), "success")
    return redirect(url_for("plans.edit", plan_id=draft.id), HTTPStatus.SEE_OTHER)


def _of_somebody(participation: Any) -> Any:
    """An anonymous participation has no plan here: it stays on paper."""
    if participation.person_id is None:
        raise NotFound
    return participation


def _find(participation: Any, state: PlanState) -> Any:
    mine = current_person().authority_id
    return find_version(participation.person_id, mine, state) if mine else None


def _begin_page(form: BeginForm, participation: Any, *, lost_race: bool = False) -> str:
    return render_template("plans/new.html", form=form, participation=participation, lost_race=lost_race)


@blueprint.get("/plans/<uuid:plan_id>/<any(sv, en):paper_language>.pdf")
@requires(Permission.WRITE_SUPPORT)
def paper(plan_id: uuid.UUID, paper_language: Language) -> Response:
    """The participant's own copy, in the language they want: a download, never kept by a browser."""
    whole = read_plan(plan_id, action=Action.EXPORT)
    use_language(paper_language)
    name = f"plan-{whole.number or 'mia'}-{whole.plan.number}-{paper_language}.pdf"
    answer = Response(make_pdf("plan", paper_of(whole)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
