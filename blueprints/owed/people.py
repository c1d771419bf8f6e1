"""The base for SCB participant by participant, for those who may read them: what is missing, and what changed since."""

import datetime as dt
from http import HTTPStatus
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from blueprints.owed.forms import ExportForm
from blueprints.owed.page import NEEDED, get_month_page
from blueprints.owed.views import LIST, blueprint, month_of, send_book
from core.audit import Action, record_access
from core.auth.permissions import Permission, may, requires
from core.clock import today
from core.context import current_person
from core.errors import NotFound
from core.i18n import _, format_month
from core.owed import queries
from core.owed.terms import BEGUN_NAMES, LACKING_NAMES, OwedKind
from core.participants.choices import get_current_subproject
from core.sheets import Column, write_table

FIELDS = "list attendance participation"


@blueprint.get("/owed/scb/<month>/participants")
@requires(Permission.READ_PARTICIPANTS)
def participants(month: str) -> str:
    subproject = get_current_subproject(today())
    first = _begun(month)
    rows = _lines(subproject, first, Action.LIST)
    counts = queries.find_month(subproject.id, first)
    return render_template(
        "owed/participants.html",
        rows=rows,
        month=first,
        key=month,
        needed=NEEDED,
        lacking=LACKING_NAMES,
        anonymous=counts["anonymous"],
        elsewhere=counts["taking_part"] - counts["anonymous"] - len(rows),
        may={
            "figures": may(current_person(), Permission.SEE_TENANT_FIGURES),
            "export": may(current_person(), Permission.EXPORT_ATTENDANCE),
        },
    )


def _begun(text: str) -> dt.date:
    """A month that has begun. Raises NotFound."""
    month = month_of(text)
    if month > today():
        raise NotFound
    return month


def _lines(subproject: Any, month: dt.date, action: Action, reason: str = "") -> Any:
    rows = queries.list_lines(subproject.id, month)
    record_access(action, subject_ids=[row.person_id for row in rows], fields=FIELDS, reason=reason)
    return rows


@blueprint.get("/owed/scb/<month>/participants/export")
@requires(Permission.READ_PARTICIPANTS, Permission.EXPORT_ATTENDANCE)
def new_export(month: str) -> str:
    return render_template("owed/export.html", form=ExportForm(), month=_begun(month), key=month)


@blueprint.post("/owed/scb/<month>/participants/export")
@requires(Permission.READ_PARTICIPANTS, Permission.EXPORT_ATTENDANCE)
def create_export(month: str) -> Response | tuple[str, int]:
    form, first, subproject = ExportForm(), _begun(month), get_current_subproject(today())
    if not form.validate_on_submit():
        return render_template("owed/export.html", form=form, month=first, key=month), HTTPStatus.UNPROCESSABLE_ENTITY
    rows = _lines(subproject, first, Action.EXPORT, form.reason.data or "")
    title = _("Base for SCB %(month)s, %(name)s", month=format_month(first), name=subproject.name)
    return send_book(_book(title, rows), f"scb-{month}-deltagare")


def _book(title: str, rows: Any) -> bytes:
    columns = [
        Column(_("Number"), 14),
        Column(_("Name"), 26),
        Column(_("Began"), 12),
        Column(_("New or came back"), 18),
        Column(_("Ended"), 12),
        Column(_("Whole hours"), 12),
        Column(_("What is missing"), 60),
    ]
    lines = (
        [
            row.number,
            f"{row.given_name} {row.family_name}",
            row.began_on,
            str(BEGUN_NAMES[row.begun]) if row.begun else None,
            row.ended_on,
            row.minutes // 60,
            "; ".join(str(LACKING_NAMES[one]) for one in row.lacking),
        ]
        for row in rows
    )
    return write_table(title=title, columns=columns, rows=lines, notes=[_("Identity numbers do not stand here.")])


@blueprint.get(LIST + "/changes")
@requires(Permission.READ_PARTICIPANTS)
def changes(kind: str, month: str) -> str:
    """Whose line is not what was reported last, of those whom the reader may read."""
    page = get_month_page(OwedKind(kind), month_of(month), get_current_subproject(today()))
    rows = queries.list_changes(page.reports[0].id, page.kind) if page.reports else []
    record_access(Action.LIST, subject_ids=[row.person_id for row in rows], fields=FIELDS)
    sees = may(current_person(), Permission.SEE_TENANT_FIGURES)
    return render_template("owed/changes.html", rows=rows, page=page, key=month, sees_figures=sees)
