"""An attendance report as words, for the copy that is handed over."""

import uuid

from core.attendance.boxes import said_hours
from core.attendance.errors import ReportOutOfDate
from core.attendance.reports import WholeReport, read_report
from core.attendance.terms import ABSENCE_NAMES, AbsenceKind
from core.audit import Action
from core.handovers.items import Item, Section, said
from core.handovers.terms import ItemKind
from core.i18n import _, format_date, format_month


def report_item(item_id: uuid.UUID, lock: bool) -> Item:
    """The sums and the days of a report. Raises Conflict for one that no longer says what is registered."""
    whole = read_report(item_id, action=Action.WRITE if lock else Action.READ)
    if not whole.matches:
        raise ReportOutOfDate
    report = whole.report
    return Item(
        kind=ItemKind.ATTENDANCE,
        id=report.id,
        version=report.version,
        owner_id=report.owner_id,
        person_id=whole.person_id,
        participation_id=report.participation_id,
        title=said(lambda: _("Attendance %(month)s", month=format_month(report.month))),
        sections=[
            Section(said(lambda: _("Hours attended")), said(lambda: said_hours(report.minutes))),
            Section(said(lambda: _("Days")), said(lambda: _days(whole))),
            Section(said(lambda: _("Report")), said(lambda: _signed(whole))),
        ],
    )


def _days(whole: WholeReport) -> str:
    lines = []
    for row in whole.days:
        went = ABSENCE_NAMES[AbsenceKind(row.absence)] if row.absence else said_hours(row.attended_minutes)
        lines.append(f"{format_date(row.on_date, 'short')}: {row.name}, {went}")
    return "\n".join(lines)


def _signed(whole: WholeReport) -> str:
    if whole.report.signed_on is None:
        return _("Number %(number)s. It has not come back signed.", number=whole.report.number)
    day = format_date(whole.report.signed_on)
    return _("Number %(number)s, signed %(day)s.", number=whole.report.number, day=day)
