"""During the meeting: who is here, what is said about each item, the plan that is written, and the wall."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.teams.forms import BeginPlanForm, OutcomeForm, PresentForm, ids_of
from blueprints.teams.views import blueprint
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.constraints import SentTwice
from core.context import current_person
from core.errors import NotFound
from core.i18n import _
from core.plans.services import begin_plan
from core.teams import agenda, calendar
from core.teams.queries import (
    AgendaLine,
    get_item_for_change,
    list_agenda,
    list_subjects_of_item,
    read_for_room,
    read_item,
    takes_part,
)
from core.teams.services import note_present, require_planned
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(
    Drafted("agenda-outcome", page="teams.edit_outcome", sends="teams.update_outcome", subjects=list_subjects_of_item),
    Drafted("agenda-plan", page="teams.new_plan", sends="teams.create_plan", subjects=list_subjects_of_item),
)


@blueprint.get("/team/<uuid:meeting_id>/during")
@requires(Permission.SEE_TEAM)
def during(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    require_planned(meeting)
    members = calendar.list_members(meeting_id)
    here = [str(row.account_id) for row in members if row.present]
    form = PresentForm(_named(members), data={"present": here, "seen": " ".join(here)})
    return _during_page(form, meeting)


@blueprint.post("/team/<uuid:meeting_id>/during")
@requires(Permission.SEE_TEAM)
def update_present(meeting_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting = calendar.get_for_change(meeting_id)
    form = PresentForm(_named(calendar.list_members(meeting_id)))
    present = ids_of(form.present.data)
    status = carry_out(form, lambda: note_present(meeting=meeting, seen=form.seen_ids, present=present))
    if status != HTTPStatus.SEE_OTHER:
        return _during_page(form, meeting), status
    flash(_("It is noted who is here."), "success")
    return redirect(url_for("teams.during", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _named(members: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(row.account_id), f"{row.name}, {row.authority}" if row.authority else row.name) for row in members]


def _during_page(form: PresentForm, meeting: Any) -> str:
    if not takes_part(meeting.id):
        raise NotFound
    leads = may(current_person(), Permission.LEAD_TEAM)
    return render_template("teams/during.html", form=form, meeting=meeting, lines=list_agenda(meeting), leads=leads)


# What was said ----------------------------------------------------------------------------------------------------------


@blueprint.get("/agenda-items/<uuid:item_id>/outcome")
@requires(Permission.SEE_TEAM)
def edit_outcome(item_id: uuid.UUID) -> str:
    meeting, line = read_item(item_id)
    require_planned(meeting)
    if not agenda.may_note(line):
        raise NotFound
    stored = _stored(line) if line.outcome else {"next_review_on": agenda.propose_next_review(meeting)}
    return _outcome_page(_form(line, data={**stored, "version": line.version}), meeting, line)


@blueprint.post("/agenda-items/<uuid:item_id>/outcome")
@requires(Permission.SEE_TEAM)
def update_outcome(item_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting, item, line = get_item_for_change(item_id)
    form = _form(line)
    version, said = form.version.data, form.said
    status = carry_out(form, lambda: agenda.note_outcome(meeting=meeting, item=item, line=line, version=version, said=said))
    if status == HTTPStatus.CONFLICT:
        status = conflicts.show(form, _stored(item), version=item.version, final=meeting.state != "planned")
    if status != HTTPStatus.SEE_OTHER:
        return _outcome_page(form, meeting, line), status
    flash(_("It is noted what the team said."), "success")
    _before, after = _neighbours(meeting, line)
    if request.form.get("next") and after:
        return redirect(url_for("teams.edit_outcome", item_id=after.id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("teams.during", meeting_id=meeting.id), HTTPStatus.SEE_OTHER)


def _form(line: AgendaLine, **options: Any) -> OutcomeForm:
    return OutcomeForm(agenda.list_outcomes(line.outcome), about_somebody=bool(line.letter), **options)


def _stored(item: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    return {
        "outcome": item.outcome,
        "outcome_line": item.outcome_line,
        "next_review_on": item.next_review_on,
        "participant_present": "yes" if item.participant_present else "no",
    }


def _neighbours(meeting: Any, line: AgendaLine) -> tuple[AgendaLine | None, AgendaLine | None]:
    lines = [one for one in list_agenda(meeting) if agenda.may_note(one)]
    at = next(place for place, one in enumerate(lines) if one.id == line.id)
    return lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None


def _outcome_page(form: OutcomeForm, meeting: Any, line: AgendaLine) -> str:
    before, after = _neighbours(meeting, line)
    return render_template(
        "teams/outcome.html", form=form, meeting=meeting, line=line, before=before, after=after, writes_plans=_writes_plan(line)
    )


# The plan, and the wall -------------------------------------------------------------------------------------------------


def _writes_plan(line: AgendaLine) -> bool:
    return line.opens and line.person_id is not None and may(current_person(), Permission.WRITE_SUPPORT)


@blueprint.get("/agenda-items/<uuid:item_id>/plan")
@requires(Permission.SEE_TEAM, Permission.WRITE_SUPPORT)
def new_plan(item_id: uuid.UUID) -> str | Response:
    """On to the plan that is being written, large in the room; where there is none, its first words."""
    meeting, line = read_item(item_id)
    draft, agreed = agenda.find_plans(line)
    if draft:
        return redirect(url_for("plans.room", plan_id=draft.id))
    require_planned(meeting)
    words = agreed.own_words if agreed else ""
    form = BeginPlanForm(data={"own_words": words, "review_on": agenda.propose_next_review(meeting), "version": 0})
    return _plan_page(form, meeting, line)


@blueprint.post("/agenda-items/<uuid:item_id>/plan")
@requires(Permission.SEE_TEAM, Permission.WRITE_SUPPORT)
def create_plan(item_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting, _item, line = get_item_for_change(item_id)
    agenda.find_plans(line)
    form = BeginPlanForm()
    status = carry_out(
        form,
        lambda: begin_plan(
            person_id=line.person_id,  # type: ignore[arg-type]  # find_plans has refused an item about nobody
            participation_id=line.participation_id,
            own_words=form.own_words.data or "",
            review_on=form.review_on.data,
            version=form.version.data or 0,
        ),
        twice=(SentTwice,),
    )
    draft, _agreed = agenda.find_plans(line)
    if status == HTTPStatus.CONFLICT and draft is not None:
        stored = {"own_words": draft.own_words, "review_on": draft.review_on}
        status = conflicts.show(form, stored, version=draft.version)
    if status != HTTPStatus.SEE_OTHER or draft is None:
        return _plan_page(form, meeting, line), status
    return redirect(url_for("plans.room", plan_id=draft.id), HTTPStatus.SEE_OTHER)


def _plan_page(form: BeginPlanForm, meeting: Any, line: AgendaLine) -> str:
    _draft, agreed = agenda.find_plans(line)
    return render_template("teams/plan.html", form=form, meeting=meeting, line=line, agreed=agreed)


@blueprint.get("/team/<uuid:meeting_id>/room/<uuid:item_id>")
@requires(Permission.SEE_TEAM)
def room(meeting_id: uuid.UUID, item_id: uuid.UUID) -> str:
    """For the wall: this item and nothing else, named only when everybody who is called may know."""
    meeting, line = read_for_room(meeting_id, item_id)
    if not takes_part(meeting_id):
        raise NotFound
    return render_template("teams/room.html", meeting=meeting, line=line, today=today())
