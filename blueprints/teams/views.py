"""The calendar of team days, and a meeting: planned, changed, cancelled, shown."""

import uuid
from http import HTTPStatus
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.teams.forms import MeetingForm, PlanForm, VersionForm
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.constraints import SentTwice
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, _l
from core.ids import read_id
from core.participants.choices import list_codes
from core.teams import calendar, services
from core.teams.agenda import OUTCOMES, may_change, may_note
from core.teams.queries import list_agenda, takes_part
from core.teams.terms import MEETING_STATE_NAMES
from core.web import conflicts, drafts, navigation
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.navigation import Entry
from core.web.paging import Pager, wanted_page
from core.web.times import said_hours

blueprint = Blueprint("teams", __name__, template_folder="templates")
navigation.add(Entry("teams.index", _l("Team"), Permission.SEE_TEAM, site="tenant", order=15))
drafts.register(
    Drafted("team-meeting", page="teams.new", sends="teams.create"),
    Drafted("team-meeting-change", page="teams.edit", sends="teams.update", subjects=calendar.list_subjects),
)


@blueprint.app_template_global("team_words")
def team_words() -> dict[str, Any]:
    """What the templates of team days share."""
    return {
        "states": MEETING_STATE_NAMES,
        "hours": hours,
        "outcomes": {key: row.name for key, row in list_codes(OUTCOMES)[OUTCOMES].items()},
        "may_change": may_change,
        "may_note": may_note,
    }


def hours(meeting: Any) -> str:
    """9.00–11.30 in Swedish, 9:00–11:30 in English."""
    return said_hours(meeting.starts_at, meeting.ends_at)


@blueprint.get("/team")
@requires(Permission.SEE_TEAM)
def index() -> str:
    """The next meeting first, then month by month; `past=1` the others, the latest first."""
    is_past, page = bool(request.args.get("past")), wanted_page()
    found = calendar.list_past(page=page) if is_past else None
    if found and page > 1 and not found.rows:
        raise NotFound
    rows = found.rows if found else calendar.list_coming()
    return render_template(
        "teams/index.html",
        months=[(month, list(those)) for month, those in groupby(rows, lambda row: row.on_date.replace(day=1))],
        upcoming=None if is_past else next((row for row in rows if row.state == "planned"), None),
        is_past=is_past,
        pager=Pager(page, found.total) if found else None,
        leads=may(current_person(), Permission.LEAD_TEAM),
        today=today(),
    )


@blueprint.get("/team/new")
@requires(Permission.LEAD_TEAM)
def new() -> str:
    form = PlanForm(calendar.list_staff(), data={"called": [str(current_person().account_id)], "starts_at": "09:00"})
    return _plan_page(form)


@blueprint.post("/team/new")
@requires(Permission.LEAD_TEAM)
def create() -> tuple[str, int] | Response:
    form = PlanForm(calendar.list_staff())
    token = read_id(form.token.data)
    status = carry_out(
        form,
        lambda: services.plan_meetings(values=form.values, series=form.series, form_token=token),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _plan_page(form), status
    flash(_("It is in the calendar."), "success")
    made = calendar.find_meeting_sent(token) if token else None
    onward = url_for("teams.show", meeting_id=made.id) if made else url_for("teams.index")
    return redirect(onward, HTTPStatus.SEE_OTHER)


def _plan_page(form: PlanForm) -> str:
    return render_template("teams/new.html", form=form)


@blueprint.get("/team/<uuid:meeting_id>")
@requires(Permission.SEE_TEAM)
def show(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    return render_template(
        "teams/show.html",
        meeting=meeting,
        lines=list_agenda(meeting),
        members=calendar.list_members(meeting_id),
        takes_part=takes_part(meeting_id),
        is_called=calendar.is_called(meeting_id),
        leads=may(current_person(), Permission.LEAD_TEAM),
        assesses=may(current_person(), Permission.ASSESS_REFERRAL),
        today=today(),
    )


@blueprint.get("/team/<uuid:meeting_id>/edit")
@requires(Permission.LEAD_TEAM)
def edit(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    services.require_planned(meeting)
    return _edit_page(_change_form(meeting, data={**_stored(meeting), "version": meeting.version}), meeting)


@blueprint.post("/team/<uuid:meeting_id>/edit")
@requires(Permission.LEAD_TEAM)
def update(meeting_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting = calendar.get_for_change(meeting_id)
    form = _change_form(meeting)
    version, values = form.version.data, form.values
    status = carry_out(form, lambda: services.change_meeting(meeting=meeting, version=version, values=values))
    if status == HTTPStatus.CONFLICT:
        meeting = calendar.get_meeting(meeting_id)
        status = conflicts.show(form, _stored(meeting), version=meeting.version, final=meeting.state != "planned")
    if status != HTTPStatus.SEE_OTHER:
        return _edit_page(form, meeting), status
    flash(_("The meeting is changed. Nothing is sent: tell those who are called."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _change_form(meeting: Any, **options: Any) -> MeetingForm:
    called = [row.account_id for row in calendar.list_members(meeting.id)]
    return MeetingForm(calendar.list_staff(called), **options)


def _stored(meeting: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    return {
        "name": meeting.name,
        "on_date": meeting.on_date,
        "starts_at": meeting.starts_at.strftime("%H:%M"),
        "ends_at": meeting.ends_at.strftime("%H:%M") if meeting.ends_at else None,
        "place": meeting.place,
        "called": [str(row.account_id) for row in calendar.list_members(meeting.id)],
    }


def _edit_page(form: MeetingForm, meeting: Any) -> str:
    return render_template("teams/edit.html", form=form, meeting=meeting)


@blueprint.get("/team/<uuid:meeting_id>/cancel")
@requires(Permission.LEAD_TEAM)
def confirm_cancel(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    services.require_planned(meeting)
    return render_template("teams/cancel.html", form=VersionForm(data={"version": meeting.version}), meeting=meeting)


@blueprint.post("/team/<uuid:meeting_id>/cancel")
@requires(Permission.LEAD_TEAM)
def cancel(meeting_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting = calendar.get_for_change(meeting_id)
    form = VersionForm()
    status = carry_out(form, lambda: services.cancel_meeting(meeting=meeting, version=form.version.data))
    if status != HTTPStatus.SEE_OTHER:
        conflicts.show(form, {}, version=meeting.version)
        return render_template("teams/cancel.html", form=form, meeting=meeting), status
    flash(_("The meeting is cancelled. Nothing is sent: tell those who were called."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/team/<uuid:meeting_id>/plan-again")
@requires(Permission.LEAD_TEAM)
def plan_again(meeting_id: uuid.UUID) -> Response:
    services.plan_again(meeting=calendar.get_for_change(meeting_id))
    flash(_("The meeting is planned again."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)
