"""The meeting is closed, and its minutes are taken home: each reader's as that reader may see them."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.teams.forms import CloseForm
from blueprints.teams.views import blueprint, hours
from core.audit import Action
from core.auth.permissions import Permission, requires
from core.context import Language, current_person, language
from core.documents import make_pdf
from core.errors import NotFound
from core.i18n import _, format_date, format_instant, use_language
from core.participants.choices import list_codes
from core.teams import calendar, services
from core.teams.agenda import OUTCOMES
from core.teams.queries import AgendaLine, list_agenda
from core.teams.terms import MeetingState
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

drafts.register(Drafted("team-close", page="teams.new_closing", sends="teams.close", subjects=calendar.list_subjects))


@blueprint.get("/team/<uuid:meeting_id>/close")
@requires(Permission.LEAD_TEAM)
def new_closing(meeting_id: uuid.UUID) -> str:
    meeting = calendar.get_meeting(meeting_id)
    services.require_planned(meeting)
    return _page(CloseForm(data={"version": meeting.version, "remarks": meeting.remarks}), meeting)


@blueprint.post("/team/<uuid:meeting_id>/close")
@requires(Permission.LEAD_TEAM)
def close(meeting_id: uuid.UUID) -> tuple[str, int] | Response:
    meeting = calendar.get_for_change(meeting_id)
    form = CloseForm()
    version, remarks = form.version.data, form.remarks.data or ""
    status = carry_out(form, lambda: services.close_meeting(meeting=meeting, version=version, remarks=remarks))
    if status == HTTPStatus.CONFLICT:
        conflicts.show(form, {}, version=meeting.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, meeting), status
    flash(_("The meeting is closed. Those who were called can take home the minutes."), "success")
    return redirect(url_for("teams.show", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _page(form: CloseForm, meeting: Any) -> str:
    members = calendar.list_members(meeting.id)
    return render_template("teams/close.html", form=form, meeting=meeting, lines=list_agenda(meeting), members=members)


@blueprint.get("/team/<uuid:meeting_id>/<any(sv, en):paper_language>.pdf")
@requires(Permission.SEE_TEAM)
def minutes(meeting_id: uuid.UUID, paper_language: Language) -> Response:
    """For those who were called, once the meeting is closed: a download, never kept by a browser."""
    meeting = calendar.get_meeting(meeting_id)
    if meeting.state != MeetingState.CLOSED or not calendar.is_called(meeting_id):
        raise NotFound
    use_language(paper_language)
    lines = list_agenda(meeting, action=Action.EXPORT)
    answer = Response(make_pdf("minutes", minutes_of(meeting, lines, calendar.list_members(meeting_id))))
    answer.mimetype = "application/pdf"
    name = f"team-{meeting.on_date.isoformat()}-{paper_language}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def minutes_of(meeting: Any, lines: Sequence[AgendaLine], members: Sequence[Any]) -> dict[str, Any]:
    """The data of core/papers/minutes.typ, in the language of the scope."""
    outcomes = {key: row.name for key, row in list_codes(OUTCOMES)[OUTCOMES].items()}
    facts = [
        [_("Day"), f"{format_date(meeting.on_date)}, {hours(meeting)}"],
        [_("Place"), meeting.place or "–"],
        [_("Present"), _people(row for row in members if row.present)],
        [_("Not present"), _people(row for row in members if not row.present)],
    ]
    return {
        "lang": language(),
        "title": meeting.name,
        "subtitle": _("Minutes of the team day"),
        "footer": _("Minutes for %(name)s. Do not pass them on.", name=current_person().name),
        "facts": facts,
        "items": [_item(line, outcomes) for line in lines],
        "none": _("Nothing stood on the agenda."),
        "remarks_heading": _("What else was said"),
        "remarks": meeting.remarks,
        "notes": [
            _("The team decides nothing. Whoever has the matter notes what happens with it."),
            _("Closed %(when)s.", when=format_instant(meeting.closed_at)),
            _("Names stand only where your authority has the matter, or a consent in force lets it know."),
        ],
    }


def _people(members: Any) -> str:
    return "; ".join(f"{row.name}, {row.authority}" if row.authority else row.name for row in members) or "–"


def _item(line: AgendaLine, outcomes: dict[str, str]) -> dict[str, Any]:
    about = [line.kind_name, line.about] if line.about else [line.kind_name]
    if line.is_named:
        about.append(line.pseudonym)
    said = outcomes.get(line.outcome, line.outcome) if line.outcome else _("Nothing was noted")
    facts = [[_("Question"), line.question], [_("The team said"), said]]
    if line.outcome_line:
        facts.append([_("In one line"), line.outcome_line])
    if line.next_review_on:
        facts.append([_("Next review"), format_date(line.next_review_on)])
    if line.letter and line.outcome:
        facts.append([_("The participant was there"), _("Yes") if line.participant_present else _("No")])
    return {"heading": " ".join(line.label.split()), "about": " · ".join(about), "facts": facts}
