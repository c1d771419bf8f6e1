"""The monthly meeting, what is due, the money and the rules."""

import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.steering.forms import ChangeDeadlineForm, DeadlineForm, RulesForm, SpendingForm
from core.attendance.months import read_month
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, _l
from core.ids import new_id
from core.projects.queries import list_delprojekt
from core.projects.services import choose_project
from core.steering import queries, services
from core.steering.files import deadline_title
from core.steering.meeting import get_meeting
from core.web import conflicts, navigation
from core.web.deeds import carry_out
from core.web.navigation import Entry

blueprint = Blueprint("steering", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
navigation.add(
    Entry("steering.index", _l("Steering"), Permission.SEE_COUNTY_TOTALS, site="county", order=15, covers=("releases",))
)


@blueprint.app_template_filter("deadline_title")
def said_deadline(deadline: Any) -> str:
    """What a deadline is called, with the month it is about."""
    return deadline_title(
        {"kind": deadline.kind, "title": deadline.title, "period": deadline.period.isoformat() if deadline.period else None}
    )


@blueprint.app_template_global("steering_tabs")
def tabs() -> list[tuple[str, str, bool]]:
    """The pages of the county's steering: text, address, whether it is the one at hand."""
    here = request.endpoint or ""
    entries = [
        (_("The month"), "steering.index", ("steering.index",)),
        (_("Releases"), "releases.index", ("releases.",)),
        (_("What is due"), "steering.deadlines", ("steering.deadlines", "steering.new_deadline", "steering.edit_deadline")),
        (_("Spending"), "steering.spending", ("steering.spending", "steering.edit_spending")),
        (_("Rules for figures"), "steering.rules", ("steering.rules", "steering.edit_rules")),
    ]
    return [(text, url_for(endpoint), here.startswith(of)) for text, endpoint, of in entries]


@blueprint.get("/steering")
@requires(Permission.SEE_COUNTY_TOTALS)
def index() -> str:
    asked = request.args.get("month")
    month = read_month(asked) if asked else None
    if asked and month is None:
        raise NotFound
    return render_template("steering/index.html", page=get_meeting(request.args.get("project"), month), today=today())


@blueprint.get("/deadlines")
@requires(Permission.SEE_COUNTY_TOTALS)
def deadlines() -> str:
    project = choose_project(request.args.get("project"))
    return render_template(
        "steering/deadlines.html",
        project=project,
        open=queries.list_deadlines(project.key),
        done=queries.list_deadlines(project.key, done=True),
        today=today(),
        keeps=may(current_person(), Permission.KEEP_DEADLINES),
    )


@blueprint.get("/deadlines/new")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_DEADLINES)
def new_deadline() -> str:
    return render_template("steering/deadline.html", form=DeadlineForm(), deadline=None)


@blueprint.post("/deadlines/new")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_DEADLINES)
def create_deadline() -> Page:
    form, project = DeadlineForm(), choose_project()
    deed = partial(
        services.add_deadline,
        deadline_id=new_id(),
        project_key=project.key,
        kind=form.kind.data,
        title=form.title.data or "",
        due_on=form.due_on.data,
    )
    status = carry_out(form, deed)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("steering/deadline.html", form=form, deadline=None), status
    flash(_("It is noted."), "success")
    return redirect(url_for("steering.deadlines"), HTTPStatus.SEE_OTHER)


@blueprint.get("/deadlines/<uuid:deadline_id>")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_DEADLINES)
def edit_deadline(deadline_id: uuid.UUID) -> str:
    deadline = queries.get_deadline(deadline_id)
    form = ChangeDeadlineForm(obj=deadline)
    return render_template("steering/deadline.html", form=form, deadline=deadline)


@blueprint.post("/deadlines/<uuid:deadline_id>")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_DEADLINES)
def update_deadline(deadline_id: uuid.UUID) -> Page:
    deadline, form = queries.get_deadline(deadline_id, lock=True), ChangeDeadlineForm()
    deed = partial(
        services.change_deadline,
        deadline=deadline,
        version=form.version.data,
        title=form.title.data or "",
        due_on=form.due_on.data,
    )
    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        deadline = queries.get_deadline(deadline_id)
        stored = {"title": deadline.title, "due_on": deadline.due_on}
        status = conflicts.show(form, stored, version=deadline.version)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("steering/deadline.html", form=form, deadline=deadline), status
    flash(_("It is changed."), "success")
    return redirect(url_for("steering.deadlines", project=deadline.project_key), HTTPStatus.SEE_OTHER)


@blueprint.post("/deadlines/<uuid:deadline_id>/done")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_DEADLINES)
def mark_deadline(deadline_id: uuid.UUID) -> Response:
    deadline = queries.get_deadline(deadline_id, lock=True)
    services.mark_done(deadline=deadline, done=request.form.get("done") != "no")
    flash(_("It is noted."), "success")
    return redirect(url_for("steering.deadlines", project=deadline.project_key), HTTPStatus.SEE_OTHER)


@blueprint.get("/spending")
@requires(Permission.SEE_COUNTY_TOTALS)
def spending() -> str:
    project = choose_project(request.args.get("project"))
    keeps = may(current_person(), Permission.KEEP_SPENDING)
    page = get_meeting(project.key, None)
    return render_template("steering/spending.html", page=page, project=project, keeps=keeps)


@blueprint.get("/spending/<project_key>/<part>")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_SPENDING)
def edit_spending(project_key: str, part: str) -> str:
    key, whose = _part(project_key, part)
    found = queries.find_spending(key, whose.tenant_id)
    return render_template("steering/spend.html", form=SpendingForm(obj=found), part=whose, project=key)


@blueprint.post("/spending/<project_key>/<part>")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.KEEP_SPENDING)
def update_spending(project_key: str, part: str) -> Page:
    (key, whose), form = _part(project_key, part), SpendingForm()
    deed = partial(services.type_spending, project_key=key, tenant_id=whose.tenant_id, given=form.given())
    status = carry_out(form, deed)
    if status == HTTPStatus.CONFLICT:
        stands = queries.find_spending(key, whose.tenant_id)
        stored = {name: getattr(stands, name) for name in ("budget_sek", "spent_sek", "spent_until", "note")} if stands else {}
        status = conflicts.show(form, stored, version=stands.version if stands else 0)
    if status != HTTPStatus.SEE_OTHER:
        return render_template("steering/spend.html", form=form, part=whose, project=key), status
    flash(_("The line is saved."), "success")
    return redirect(url_for("steering.spending", project=key), HTTPStatus.SEE_OTHER)


def _part(project_key: str, slug: str) -> tuple[str, Any]:
    project = choose_project(project_key)
    found = next((part for part in list_delprojekt(project) if part.slug == slug), None)
    if found is None:
        raise NotFound
    return project.key, found


@blueprint.get("/disclosure")
@requires(Permission.SEE_COUNTY_TOTALS)
def rules() -> str:
    return render_template(
        "steering/rules.html",
        policy=queries.policy_in_force(),
        decisions=queries.list_decisions(),
        sets=may(current_person(), Permission.SET_DISCLOSURE),
    )


@blueprint.get("/disclosure/new")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.SET_DISCLOSURE)
def edit_rules() -> str:
    policy, latest = queries.policy_in_force(), queries.find_decision()
    form = RulesForm(obj=policy, data={"age_bands": _ages(policy.age_bands), "seen": latest.number if latest else 0})
    form.age_bands.data = _ages(policy.age_bands)
    return render_template("steering/rules_edit.html", form=form)


@blueprint.post("/disclosure/new")
@requires(Permission.SEE_COUNTY_TOTALS, Permission.SET_DISCLOSURE)
def update_rules() -> Page:
    form = RulesForm()
    status = carry_out(form, partial(services.decide, form.given()))
    if status == HTTPStatus.CONFLICT:
        latest = queries.find_decision()
        policy = queries.policy_in_force()
        stored: dict[str, Any] = {name: getattr(policy, name) for name in services.LEAST}
        status = conflicts.show(form, stored | {"age_bands": _ages(policy.age_bands)})
        form.seen.raw_data, form.seen.data = None, latest.number if latest else 0
    if status != HTTPStatus.SEE_OTHER:
        return render_template("steering/rules_edit.html", form=form), status
    flash(_("The rules are changed. They hold from the next release."), "success")
    return redirect(url_for("steering.rules"), HTTPStatus.SEE_OTHER)


def _ages(bands: tuple[int, ...]) -> str:
    return ", ".join(map(str, bands))
