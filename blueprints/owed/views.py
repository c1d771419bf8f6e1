"""Where the months and years stand, a month's list as page and workbook, and reporting it. Counts only: nobody is shown."""

import datetime as dt
import io
import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from blueprints.owed.forms import ReportForm
from blueprints.owed.page import STATE_LOOKS, get_month_page, lacking_of, next_to_report, recent, rows_of, said
from core.attendance.months import read_month
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, _l
from core.owed import finsam, queries, services, workbook
from core.owed.terms import BEGUN_NAMES, KIND_NAMES, MONTHLY, OWED_STATE_NAMES, OwedKind
from core.participants.choices import get_current_subproject, list_codes
from core.sheets import XLSX
from core.web import conflicts, waiting
from core.web.deeds import carry_out
from core.web.waiting import Waiting

blueprint = Blueprint("owed", __name__, template_folder="templates")
waiting.add(
    Waiting(
        "owed_scb",
        _l("Months to report to SCB"),
        "owed.index",
        Permission.SEE_TENANT_FIGURES,
        queries.waiting_months,
        order=50,
    )
)
Page = str | tuple[str, int] | Response
LIST = "/owed/<any(scb, attendance):kind>/<month>"


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"owed": {"kinds": KIND_NAMES, "states": OWED_STATE_NAMES, "looks": STATE_LOOKS, "begun": BEGUN_NAMES, "said": said}}


@blueprint.get("/owed")
@requires(Permission.SEE_TENANT_FIGURES)
def index() -> str:
    """Every month that is over and the one that runs, the latest first; then the years."""
    subproject = get_current_subproject(today())
    board = services.get_board(subproject, MONTHLY)
    months = list(zip(*(reversed(board.lists[kind]) for kind in MONTHLY), strict=True))
    shown = months if request.args.get("all") else recent(months)
    years = [(year, finsam.period_of(year)) for year in finsam.years_of(subproject)]
    return render_template(
        "owed/index.html",
        subproject=subproject,
        board=board,
        months=shown,
        hidden=len(months) - len(shown),
        years=years,
        sent=queries.list_latest(subproject.id, OwedKind.FINSAM),
        next=next_to_report(board),
        reads=may(current_person(), Permission.READ_PARTICIPANTS),
    )


@blueprint.get(LIST)
@requires(Permission.SEE_TENANT_FIGURES)
def show(kind: str, month: str) -> str:
    return _month_page("owed/month.html", kind, month)


def _month_page(template: str, kind: str, month: str, **values: Any) -> str:
    subproject = get_current_subproject(today())
    page, me = get_month_page(OwedKind(kind), month_of(month), subproject), current_person()
    return render_template(
        template,
        page=page,
        subproject=subproject,
        key=month,
        sources=list_codes("support_source")["support_source"],
        reads=may(me, Permission.READ_PARTICIPANTS),
        reports=may(me, Permission.LOCK_MONTHS),
        **values,
    )


def month_of(text: str) -> dt.date:
    """The month that an address names. Raises NotFound for anything else."""
    month = read_month(text)
    if month is None:
        raise NotFound
    return month


@blueprint.get(LIST + "/workbook")
@requires(Permission.SEE_TENANT_FIGURES)
def month_workbook(kind: str, month: str) -> Response:
    """As it is now, in the reader's language."""
    subproject = get_current_subproject(today())
    first, list_ = month_of(month), OwedKind(kind)
    get_month_page(list_, first, subproject)
    content, _digest = services.content_of(list_, subproject.id, first)
    return send_book(workbook.month_book(list_, first, subproject.name, content), f"{kind}-{month}")


def send_book(content: bytes, name: str) -> Response:
    """A workbook to take home; nothing of it stays in a cache."""
    name = f"mia-{name}.xlsx"
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name, conditional=False, etag=False)


@blueprint.get(LIST + "/report")
@requires(Permission.SEE_TENANT_FIGURES, Permission.LOCK_MONTHS)
def new_report(kind: str, month: str) -> str:
    return _report_page(ReportForm(), kind, month)


@blueprint.post(LIST + "/report")
@requires(Permission.SEE_TENANT_FIGURES, Permission.LOCK_MONTHS)
def create_report(kind: str, month: str) -> Page:
    form, subproject = ReportForm(), get_current_subproject(today())
    first, list_ = month_of(month), OwedKind(kind)
    status = carry_out(
        form,
        lambda: services.report_month(
            kind=list_,
            subproject=subproject,
            month=first,
            seen=form.seen.data or "",
            comment=form.comment.data or "",
            workbook=lambda content: workbook.month_book(list_, first, subproject.name, content),
        ),
    )
    if status == HTTPStatus.CONFLICT:
        conflicts.show(form, {})
        form.seen.raw_data, form.seen.data = None, None
    if status != HTTPStatus.SEE_OTHER:
        return _report_page(form, kind, month), status
    flash(_("It is noted as reported. What was sent is kept as it was."), "success")
    return redirect(url_for("owed.show", kind=kind, month=month), HTTPStatus.SEE_OTHER)


def _report_page(form: ReportForm, kind: str, month: str) -> str:
    """The form stands under the figures it freezes, and carries their fingerprint."""
    page = get_month_page(OwedKind(kind), month_of(month), get_current_subproject(today()))
    if not form.seen.data:
        form.seen.data = page.standing.month.digest
    return render_template("owed/report.html", form=form, page=page, key=month)


@blueprint.get("/owed/reports/<uuid:owed_report_id>")
@requires(Permission.SEE_TENANT_FIGURES)
def show_report(owed_report_id: uuid.UUID) -> str:
    """One sending as it was, beside the one before it."""
    report = queries.get_report(owed_report_id)
    kind, former = OwedKind(report.kind), queries.find_former(report)
    monthly = kind in MONTHLY
    before = former.content["figures"] if former and monthly else None
    return render_template(
        "owed/sent.html",
        report=report,
        former=former,
        kind=kind,
        rows=rows_of(kind, report.content["figures"], before) if monthly else (),
        lacking=lacking_of(report.content),
        sources=list_codes("support_source")["support_source"],
        words=workbook.year_words(),
    )


@blueprint.get("/owed/reports/<uuid:owed_report_id>/workbook")
@requires(Permission.SEE_TENANT_FIGURES)
def report_workbook(owed_report_id: uuid.UUID) -> Response:
    """The file as it was sent."""
    report, content = queries.read_file(owed_report_id)
    period = str(report.period.year) if report.kind == OwedKind.FINSAM else f"{report.period:%Y-%m}"
    return send_book(content, f"{report.kind}-{period}-{report.number}")
