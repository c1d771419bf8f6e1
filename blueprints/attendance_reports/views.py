"""Attendance reports: one or a whole month as PDF, and received when they have come back signed."""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.attendance_reports.forms import ReceiveForm, ReceiveManyForm
from blueprints.attendance_reports.paper import paper_of
from core.attendance.errors import ReportOutOfDate
from core.attendance.months import read_month
from core.attendance.reports import (
    WholeReport,
    list_unsigned,
    read_month_reports,
    read_report,
    receive_report,
    receive_reports,
)
from core.audit import Action
from core.auth.permissions import Permission, requires
from core.clock import today
from core.context import Language
from core.documents import make_pdf
from core.errors import NotFound
from core.i18n import _, ngettext, use_language
from core.ids import new_id, read_id
from core.participants.choices import get_current_subproject
from core.web import conflicts
from core.web.deeds import carry_out

blueprint = Blueprint("attendance_reports", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response


@blueprint.get("/attendance-reports/<uuid:report_id>/<any(sv, en):paper_language>.pdf")
@requires(Permission.READ_PARTICIPANTS)
def paper(report_id: uuid.UUID, paper_language: Language) -> Response:
    """Printed only while it says what is registered."""
    whole = read_report(report_id, action=Action.EXPORT, reason="report")
    if not whole.matches:
        raise ReportOutOfDate
    use_language(paper_language)
    return _pdf(paper_of([whole]), f"{whole.number}-{whole.report.month:%Y-%m}-{whole.report.number}-{paper_language}")


@blueprint.get("/months/<month>/reports/<any(sv, en):paper_language>.pdf")
@requires(Permission.READ_PARTICIPANTS)
def papers(month: str, paper_language: Language) -> Response:
    """All of the month in one file, a participant a page."""
    first = read_month(month)
    wholes = read_month_reports(month=first, subproject=get_current_subproject(today())) if first else []
    if not wholes:
        raise NotFound
    use_language(paper_language)
    return _pdf(paper_of(wholes), f"mia-{month}-{paper_language}")


def _pdf(data: dict[str, Any], name: str) -> Response:
    answer = Response(make_pdf("attendance", data), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@blueprint.get("/attendance-reports/<uuid:report_id>/received")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def edit(report_id: uuid.UUID) -> str:
    whole = read_report(report_id)
    return _page(ReceiveForm(data={"version": whole.report.version, "received_on": today()}), whole)


@blueprint.post("/attendance-reports/<uuid:report_id>/received")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def update(report_id: uuid.UUID) -> Page:
    whole, form = read_report(report_id, action=Action.WRITE), ReceiveForm()
    status = carry_out(
        form,
        lambda: receive_report(
            whole=whole,
            version=form.version.data,
            signed_on=form.signed_on.data,
            received_on=form.received_on.data,
            file=form.file.examined,
            file_id=read_id(form.token.data) or new_id(),
        ),
    )
    if status == HTTPStatus.CONFLICT:
        whole = read_report(report_id)
        stored = {"signed_on": whole.report.signed_on, "received_on": whole.report.received_on}
        is_received = whole.report.received_on is not None
        status = conflicts.show(form, stored if is_received else {}, version=whole.report.version, final=is_received)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, read_report(report_id)), status
    flash(_("It is noted that the report has come back signed."), "success")
    return redirect(url_for("months.show", month=f"{whole.report.month:%Y-%m}"), HTTPStatus.SEE_OTHER)


def _page(form: ReceiveForm, whole: WholeReport) -> str:
    return render_template("attendance_reports/received.html", form=form, whole=whole, key=f"{whole.report.month:%Y-%m}")


@blueprint.get("/months/<month>/received")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def edit_many(month: str) -> str:
    """Several of the month at once."""
    return _many_page(_many_form(month), month)


@blueprint.post("/months/<month>/received")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def update_many(month: str) -> Page:
    form, subproject = _many_form(month), get_current_subproject(today())
    status = carry_out(
        form,
        lambda: receive_reports(
            month=_first(month),
            subproject=subproject,
            report_ids=form.report_ids,
            signed_on=form.signed_on.data,
            received_on=form.received_on.data,
        ),
    )
    if status != HTTPStatus.SEE_OTHER:
        return _many_page(form, month), status
    number = len(form.report_ids)
    flash(ngettext("%(num)s report has come back signed.", "%(num)s reports have come back signed.", number), "success")
    return redirect(url_for("months.show", month=month), HTTPStatus.SEE_OTHER)


def _first(text: str) -> dt.date:
    month = read_month(text)
    if month is None or month > today():
        raise NotFound
    return month


def _many_form(month: str) -> ReceiveManyForm:
    return ReceiveManyForm(list_unsigned(_first(month), get_current_subproject(today())))


def _many_page(form: ReceiveManyForm, month: str) -> str:
    return render_template("attendance_reports/received_many.html", form=form, month=_first(month), key=month)
