"""The agenda: something is put on it, asked otherwise, moved, taken away."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.teams.forms import ItemForm, QuestionForm, VersionForm
from blueprints.teams.views import blueprint
from core.auth.permissions import Permission, requires
from core.constraints import SentTwice
from core.errors import NotFound
from core.i18n import _, format_date
from core.ids import new_id, read_id
from core.teams import agenda, calendar
from core.teams.candidates import Candidate, list_candidates
from core.teams.queries import AgendaLine, get_item_for_change, list_subjects_of_item, read_item, takes_part
from core.teams.services import require_planned
from core.teams.terms import ITEM_KIND_NAMES, ItemKind
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(
    Drafted("agenda-item", page="teams.new_item", sends="teams.create_item", subjects=calendar.list_subjects),
    Drafted("agenda-question", page="teams.edit_item", sends="teams.update_item", subjects=list_subjects_of_item),
)


@blueprint.get("/team/<uuid:meeting_id>/items/new")
@requires(Permission.SEE_TEAM)
def new_item(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    require_planned(meeting)
    return _item_page(ItemForm(_choices(meeting)), meeting)


@blueprint.post("/team/<uuid:meeting_id>/items/new")
@requires(Permission.SEE_TEAM)
def create_item(meeting_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting = calendar.get_for_change(meeting_id)
    form = ItemForm(_choices(meeting))
    status = carry_out(
        form,
        lambda: agenda.add_item(
            meeting=meeting,
            item_id=read_id(form.token.data) or new_id(),
            key=form.who.data,
            question=form.question.data or "",
            name_is_meant=bool(form.keep_name.data),
        ),
        twice=(SentTwice,),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _item_page(form, meeting), status
    flash(_("It is on the agenda."), "success")
    onward = "teams.new_item" if request.form.get("more") else "teams.show"
    return redirect(url_for(onward, meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _choices(meeting: Any) -> list[tuple[str, str]]:
    found = [(one.key, _described(one)) for one in list_candidates(meeting)]
    if takes_part(meeting.id):
        found.append((ItemKind.OTHER.value, _("Another question, about no person")))
    return found


def _described(one: Candidate) -> str:
    parts = [f"{one.given_name} {one.family_name}", str(ITEM_KIND_NAMES[one.kind]).lower()]
    if one.since:
        parts.append(_("received %(day)s", day=format_date(one.since)))
    if one.due_on:
        parts.append(_("to be looked at again %(day)s", day=format_date(one.due_on)))
    return ", ".join(parts)


def _item_page(form: ItemForm, meeting: Any) -> str:
    return render_template("teams/new_item.html", form=form, meeting=meeting)


@blueprint.get("/agenda-items/<uuid:item_id>/edit")
@requires(Permission.SEE_TEAM)
def edit_item(item_id: uuid.UUID) -> str:
    meeting, line = read_item(item_id)
    _require_theirs(line)
    require_planned(meeting)
    return _question_page(QuestionForm(data={"version": line.version, "question": line.question}), meeting, line)


@blueprint.post("/agenda-items/<uuid:item_id>/edit")
@requires(Permission.SEE_TEAM)
def update_item(item_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting, item, line = get_item_for_change(item_id)
    form = QuestionForm()
    status = carry_out(
        form,
        lambda: agenda.change_question(
            meeting=meeting,
            item=item,
            line=line,
            version=form.version.data,
            question=form.question.data or "",
            name_is_meant=bool(form.keep_name.data),
        ),
    )
    if status == HTTPStatus.CONFLICT:
        status = conflicts.show(form, {"question": item.question}, version=item.version, final=meeting.state != "planned")
    if status != HTTPStatus.SEE_OTHER:
        return _question_page(form, meeting, line), status
    flash(_("The question is changed."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting.id), HTTPStatus.SEE_OTHER)


def _require_theirs(line: AgendaLine) -> None:
    if not agenda.may_change(line):
        raise NotFound


def _question_page(form: QuestionForm, meeting: Any, line: AgendaLine) -> str:
    return render_template("teams/edit_item.html", form=form, meeting=meeting, line=line)


@blueprint.post("/agenda-items/<uuid:item_id>/move/<any(up, down):direction>")
@requires(Permission.SEE_TEAM)
def move_item(item_id: uuid.UUID, direction: str) -> Response:
    meeting, item, _line = get_item_for_change(item_id)
    agenda.move_item(meeting=meeting, item=item, up=direction == "up")
    return redirect(url_for("teams.show", meeting_id=meeting.id, _anchor=f"item-{item_id}"), HTTPStatus.SEE_OTHER)


@blueprint.get("/agenda-items/<uuid:item_id>/remove")
@requires(Permission.SEE_TEAM)
def confirm_remove(item_id: uuid.UUID) -> str:
    meeting, line = read_item(item_id)
    _require_theirs(line)
    require_planned(meeting)
    return render_template("teams/remove.html", form=VersionForm(data={"version": line.version}), meeting=meeting, line=line)


@blueprint.post("/agenda-items/<uuid:item_id>/remove")
@requires(Permission.SEE_TEAM)
def remove_item(item_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting, item, line = get_item_for_change(item_id)
    form = VersionForm()
    status = carry_out(form, lambda: agenda.remove_item(meeting=meeting, item=item, line=line))
    if status != HTTPStatus.SEE_OTHER:
        return render_template("teams/remove.html", form=form, meeting=meeting, line=line), status
    flash(_("It is no longer on the agenda."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting.id), HTTPStatus.SEE_OTHER)
