"""Attendance month by month: read, locked, opened again, made into reports and a workbook."""

import datetime as dt
import io
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from blueprints.months.forms import LockForm, ReopenForm, SummaryForm
from blueprints.months.page import get_month_page, workbook_of
from core.attendance import months, sums
from core.attendance.queries import FIELDS
from core.attendance.reports import make_reports
from core.attendance.terms import MONTH_DEED_NAMES
from core.audit import Action, record_access
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, ngettext
from core.participants.choices import get_current_subproject
from core.web import conflicts
from core.web.deeds import carry_out

blueprint = Blueprint("months", __name__, template_folder="templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Page = str | tuple[str, int] | Response


@blueprint.get("/months")
@requires(Permission.READ_PARTICIPANTS)
def index() -> str:
    """Every month of the delprojekt until today, the latest first."""
    subproject = get_current_subproject(today())
    found, locks = sums.list_months(subproject.id), months.list_locks(subproject.id)
    record_access(Action.LIST, subject_ids=[], fields=FIELDS)
    every, month = [], sums.first_of(today())
    while month >= sums.first_of(subproject.starts_on):
        every.append((month, found.get(month), locks.get(month)))
        month = sums.first_of(month - dt.timedelta(days=1))
    return render_template(
        "months/index.html", months=every, subproject=subproject, this_month=sums.first_of(today()), may=_deeds()
    )


@blueprint.get("/months/<month>")
@requires(Permission.READ_PARTICIPANTS)
def show(month: str) -> str:
    subproject = get_current_subproject(today())
    page = get_month_page(_month(month), subproject)
    return render_template("months/show.html", page=page, subproject=subproject, key=month, deeds=MONTH_DEED_NAMES, may=_deeds())


def _deeds() -> dict[str, bool]:
    me = current_person()
    return {
        "lock": may(me, Permission.LOCK_MONTHS),
        "export": may(me, Permission.EXPORT_ATTENDANCE),
        "write": may(me, Permission.WRITE_SUPPORT),
        "figures": may(me, Permission.SEE_TENANT_FIGURES),
    }


def _month(text: str) -> dt.date:
    month = months.read_month(text)
    if month is None or month > today():
        raise NotFound
    return month


@blueprint.get("/months/<month>/lock")
@requires(Permission.READ_PARTICIPANTS, Permission.LOCK_MONTHS)
def edit_lock(month: str) -> str:
    """Lock it; a locked month is opened again on the same page."""
    status = months.get_status(_month(month), get_current_subproject(today()).id)
    form = ReopenForm if status.lock else LockForm
    return _lock_page(form(data={"version": status.version}), month)


@blueprint.post("/months/<month>/lock")
@requires(Permission.READ_PARTICIPANTS, Permission.LOCK_MONTHS)
def lock(month: str) -> Page:
    form, subproject = LockForm(), get_current_subproject(today())
    first = _month(month)
    status = carry_out(
        form,
        lambda: months.lock_month(month=first, subproject=subproject, version=form.version.data, comment=form.comment.data or ""),
    )
    return _done(form, month, status, _("The month is locked."))


@blueprint.post("/months/<month>/reopen")
@requires(Permission.READ_PARTICIPANTS, Permission.LOCK_MONTHS)
def reopen(month: str) -> Page:
    form, subproject = ReopenForm(), get_current_subproject(today())
    first = _month(month)
    status = carry_out(
        form,
        lambda: months.reopen_month(
            month=first, subproject=subproject, version=form.version.data, reason=form.comment.data or ""
        ),
    )
    return _done(form, month, status, _("The month is open again. Lock it when it has been put right."))


def _done(form: Any, month: str, status: HTTPStatus, said: str) -> Page:
    if status == HTTPStatus.CONFLICT:
        conflicts.show(form, {}, version=months.get_status(_month(month), get_current_subproject(today()).id).version)
    if status != HTTPStatus.SEE_OTHER:
        return _lock_page(form, month), status
    flash(said, "success")
    return redirect(url_for("months.show", month=month), HTTPStatus.SEE_OTHER)


def _lock_page(form: Any, month: str) -> str:
    page = get_month_page(_month(month), get_current_subproject(today()))
    return render_template("months/lock.html", form=form, page=page, key=month)


@blueprint.post("/months/<month>/reports")
@requires(Permission.READ_PARTICIPANTS, Permission.WRITE_SUPPORT)
def create_reports(month: str) -> Response:
    made = make_reports(month=_month(month), subproject=get_current_subproject(today()))
    flash(ngettext("%(num)s report is made.", "%(num)s reports are made.", made), "success")
    return redirect(url_for("months.show", month=month), HTTPStatus.SEE_OTHER)


@blueprint.get("/months/<month>/summary")
@requires(Permission.READ_PARTICIPANTS, Permission.EXPORT_ATTENDANCE)
def new_summary(month: str) -> str:
    return _summary_page(SummaryForm(), month)


@blueprint.post("/months/<month>/summary")
@requires(Permission.READ_PARTICIPANTS, Permission.EXPORT_ATTENDANCE)
def create_summary(month: str) -> Page:
    form, subproject = SummaryForm(), get_current_subproject(today())
    first = _month(month)
    if not form.validate_on_submit():
        return _summary_page(form, month), HTTPStatus.UNPROCESSABLE_ENTITY
    page = get_month_page(first, subproject, action=Action.EXPORT, reason=form.reason.data or "")
    content = io.BytesIO(workbook_of(page, subproject))
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=f"mia-{month}.xlsx", conditional=False, etag=False)


def _summary_page(form: SummaryForm, month: str) -> str:
    return render_template("months/summary.html", form=form, month=_month(month), key=month)
