"""Who was there: noted on one page for a whole group, and read for one participant."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.attendance.sheet import BOX, Sheet, there_of, was_of
from core.attendance import sums
from core.attendance.boxes import LETTERS, PRESENT, said_hours
from core.attendance.months import read_month
from core.attendance.queries import list_subjects
from core.attendance.roster import differing, get_roster_for_change, note_attendance, read_roster
from core.attendance.terms import ABSENCE_NAMES, ATTENDANCE_KINDS, ATTENDANCE_STATE_NAMES, AbsenceKind, AttendanceState
from core.auth.permissions import Permission, requires
from core.clock import today
from core.context import language
from core.errors import NotFound
from core.i18n import _, ngettext
from core.participants.queries import may_read, read_participation
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("attendance", __name__, template_folder="templates")
drafts.register(Drafted("roster", page="attendance.edit", sends="attendance.update", subjects=list_subjects))


@blueprint.app_template_global("attendance_said")
def attendance_said(row: Any) -> str:
    """How it went, in words."""
    if row.absence:
        return str(ABSENCE_NAMES[AbsenceKind(row.absence)])
    return str(ATTENDANCE_STATE_NAMES[AttendanceState(row.state)])


@blueprint.app_template_global("hours_said")
def hours_said(minutes: int) -> str:
    """2,5 hours, without the word."""
    return said_hours(minutes)


@blueprint.get("/activities/<uuid:activity_id>/attendance")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def edit(activity_id: uuid.UUID) -> str:
    """The days of the series in this month, by everybody who takes part and whom the reader may read."""
    return _sheet_page(Sheet(read_roster(activity_id)))


@blueprint.post("/activities/<uuid:activity_id>/attendance")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def update(activity_id: uuid.UUID) -> tuple[str, int] | Response:
    sheet = Sheet(get_roster_for_change(activity_id))
    written = [0]

    def deed() -> None:
        written[:] = [note_attendance(roster=sheet.roster, typed=sheet.typed, all_there=sheet.all_there)]

    status = carry_out(sheet.form, deed)
    if status != HTTPStatus.SEE_OTHER:
        sheet.roster = read_roster(activity_id)
        if status == HTTPStatus.CONFLICT:
            both = differing(sheet.roster, sheet.typed)
            conflicts.show(sheet.form, {name: box.text for name, box in both.items()})
            sheet.has_seen(both)
        return _sheet_page(sheet), status
    flash(ngettext("%(num)s box is noted.", "%(num)s boxes are noted.", written[0]), "success")
    return redirect(url_for("activities.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _sheet_page(sheet: Sheet) -> str:
    letters = LETTERS[language()]
    return render_template(
        "attendance/edit.html",
        form=sheet.form,
        roster=sheet.roster,
        keys=[(letters[PRESENT], _("Was there, the planned time"))]
        + [(letters[kind], name) for kind, name in ABSENCE_NAMES.items()],
        was_of=was_of,
        there_of=there_of,
        box_size=BOX,
        today=today(),
    )


@blueprint.get("/participants/<uuid:participation_id>/attendance")
@requires(Permission.READ_PARTICIPANTS)
def show(participation_id: uuid.UUID) -> str:
    """One participant's months; `month` says whose days are shown, else the latest."""
    participation = read_participation(participation_id, fields="participation attendance")
    if not may_read(participation, ATTENDANCE_KINDS) or participation.person is None:
        raise NotFound
    months = sums.list_months_of(participation_id)
    month = read_month(request.args.get("month")) or (months[0].month if months else None)
    return render_template(
        "attendance/show.html",
        participation=participation,
        months=months,
        month=month,
        days=sums.list_days_of(participation_id, month) if month else [],
    )
