"""The calendar, and an activity: planned, shown, changed, called off."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.activities.calendar import MONTH, WEEK, span_around
from blueprints.activities.forms import CancelForm, ChangeForm, PlanForm
from core.attendance import queries, services
from core.attendance.queries import get_activity, get_for_change, list_subjects
from core.attendance.terms import ACTIVITY_STATE_NAMES
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.constraints import SentTwice
from core.context import current_person
from core.i18n import _, ngettext
from core.ids import read_id
from core.interventions.queries import list_catalogue, name_of
from core.participants.choices import get_current_subproject, list_workers
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.fields import parse_date
from core.web.times import said_hours

blueprint = Blueprint("activities", __name__, template_folder="templates")
drafts.register(
    Drafted("activity", page="activities.new", sends="activities.create"),
    Drafted("activity-change", page="activities.edit", sends="activities.update", subjects=list_subjects),
)
Page = str | tuple[str, int] | Response


@blueprint.app_template_global("activity_words")
def activity_words() -> dict[str, Any]:
    """What the templates of activities and attendance share."""
    return {"states": ACTIVITY_STATE_NAMES, "hours": said_hours}


@blueprint.get("/activities")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    """`view` week or month, `day` any day in it, `whose` own or all; when nothing is asked, all if none are one's own."""
    view = MONTH if request.args.get("view") == MONTH else WEEK
    day = parse_date(request.args.get("day", "")) or today()
    asked = request.args.get("whose", "")
    whose = "all" if asked == "all" else "own"
    span = span_around(day, view)
    rows = queries.list_calendar(span.first, span.last, only_mine=whose == "own")
    if not rows and not asked:
        whose, rows = "all", queries.list_calendar(span.first, span.last, only_mine=False)
    return render_template(
        "activities/index.html",
        span=span,
        days=span.days(rows, today()),
        whose=whose,
        day=day,
        today=today(),
        writes=may(current_person(), Permission.WRITE_SUPPORT),
    )


@blueprint.get("/activities/new")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def new() -> str:
    """`insats`: those who take part in it can be chosen; without one, those one is contact person for."""
    day = parse_date(request.args.get("day", "")) or today()
    insats = read_id(request.args.get("insats"))
    given = {"on_date": day, "intervention_id": str(insats) if insats else "", "leader_id": str(current_person().account_id)}
    return _new_page(_plan_form(data=given))


@blueprint.post("/activities")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def create() -> Page:
    form = _plan_form()
    token = read_id(form.token.data)
    status = carry_out(
        form,
        lambda: services.plan_activities(values=form.values, series=form.series, form_token=token),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _new_page(form), status
    flash(_("It is in the calendar."), "success")
    made = queries.find_sent(token) if token else None
    onward = url_for("activities.show", activity_id=made.id) if made else url_for("activities.index")
    return redirect(onward, HTTPStatus.SEE_OTHER)


def _plan_form(**options: Any) -> PlanForm:
    form = PlanForm(_leaders(), queries.list_places(), **options)
    form.people.choices = queries.list_candidates(form.on_date.data or today(), intervention_id=form.insats)
    return form


def _leaders() -> list[tuple[str, str]]:
    mine = current_person().authority_id
    return list_workers([mine]) if mine else []


def _new_page(form: PlanForm) -> str:
    catalogue = list_catalogue(get_current_subproject(today()).id, today())
    offered = [(str(one.id), name_of(one)) for one in catalogue]
    return render_template("activities/new.html", form=form, insatser=offered)


@blueprint.get("/activities/<uuid:activity_id>")
@requires(Permission.READ_PARTICIPANTS)
def show(activity_id: uuid.UUID) -> str:
    activity = get_activity(activity_id)
    people = queries.list_people(activity)
    return render_template(
        "activities/show.html",
        activity=activity,
        about=queries.describe(activity),
        people=people,
        others=queries.count_people([activity.id]) - len(people),
        is_own=services.is_own(activity),
        writes=may(current_person(), Permission.WRITE_SUPPORT),
        today=today(),
    )


@blueprint.get("/activities/<uuid:activity_id>/edit")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def edit(activity_id: uuid.UUID) -> str:
    activity = get_activity(activity_id)
    services.require_own(activity)
    services.require_standing(activity)
    return _edit_page(_change_form(activity, data={**_stored(activity), "version": activity.version}), activity)


@blueprint.post("/activities/<uuid:activity_id>/edit")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def update(activity_id: uuid.UUID) -> Page:
    activity = get_for_change(activity_id)
    form = _change_form(activity)
    status = carry_out(
        form,
        lambda: services.change_activity(activity=activity, version=form.version.data, values=form.values, rest=form.rest),
    )
    if status == HTTPStatus.CONFLICT:
        activity = get_activity(activity_id)
        status = conflicts.show(form, _stored(activity), version=activity.version, final=activity.state == "cancelled")
    if status != HTTPStatus.SEE_OTHER:
        return _edit_page(form, activity), status
    flash(_("The activity is changed."), "success")
    return redirect(url_for("activities.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _change_form(activity: Any, **options: Any) -> ChangeForm:
    form = ChangeForm(_leaders(), queries.list_places(), in_series=queries.has_following(activity), **options)
    stood = [row.participation_id for row in queries.list_people(activity)]
    form.people.choices = queries.list_candidates(activity.on_date, intervention_id=activity.intervention_id, besides=stood)
    return form


def _stored(activity: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    return {
        "intervention_id": str(activity.intervention_id) if activity.intervention_id else "",
        "name": activity.name,
        "on_date": activity.on_date,
        "begins_at": activity.begins_at.strftime("%H:%M"),
        "ends_at": activity.ends_at.strftime("%H:%M"),
        "leader_id": str(activity.leader_id) if activity.leader_id else None,
        "place_id": str(activity.place_id) if activity.place_id else None,
        "people": [str(row.participation_id) for row in queries.list_people(activity)],
    }


def _edit_page(form: ChangeForm, activity: Any) -> str:
    return render_template("activities/edit.html", form=form, activity=activity)


@blueprint.get("/activities/<uuid:activity_id>/cancel")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def confirm_cancel(activity_id: uuid.UUID) -> str:
    activity = get_activity(activity_id)
    services.require_own(activity)
    services.require_standing(activity)
    return _cancel_page(CancelForm(in_series=queries.has_following(activity), data={"version": activity.version}), activity)


@blueprint.post("/activities/<uuid:activity_id>/cancel")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def cancel(activity_id: uuid.UUID) -> Page:
    activity = get_for_change(activity_id)
    form = CancelForm(in_series=queries.has_following(activity))
    called_off = [1]

    def deed() -> None:
        called_off[:] = [services.cancel_activity(activity=activity, version=form.version.data, rest=form.rest)]

    status = carry_out(form, deed)
    if status != HTTPStatus.SEE_OTHER:
        conflicts.show(form, {}, version=activity.version)
        return _cancel_page(form, activity), status
    flash(ngettext("%(num)s activity is called off.", "%(num)s activities are called off.", called_off[0]), "success")
    return redirect(url_for("activities.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _cancel_page(form: CancelForm, activity: Any) -> str:
    return render_template("activities/cancel.html", form=form, activity=activity)


@blueprint.post("/activities/<uuid:activity_id>/plan-again")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def plan_again(activity_id: uuid.UUID) -> Response:
    services.plan_again(activity=get_for_change(activity_id))
    flash(_("The activity is planned again."), "success")
    return redirect(url_for("activities.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)
