"""What the attendance report says on paper, in the language of the scope."""

from collections.abc import Sequence
from typing import Any

from core.attendance.boxes import said_hours
from core.attendance.reports import WholeReport
from core.context import language
from core.i18n import _, format_date, format_month, format_number
from core.web.times import said_hours as said_times


def paper_of(wholes: Sequence[WholeReport]) -> dict[str, Any]:
    """The data of core/papers/attendance.typ."""
    return {
        "lang": language(),
        "title": _("Attendance report"),
        "footer": _("Attendance report. Contains personal data."),
        "eu": _("Co-funded by the European Union"),
        "base": _("Base for the attendance report to ESF-rådet. The fund's own form takes its place when it is used."),
        "reports": [_report(one) for one in wholes],
    }


def _report(whole: WholeReport) -> dict[str, Any]:
    report = whole.report
    there = [row for row in whole.days if row.attended_minutes]
    return {
        "heading": _("Attendance report, %(month)s", month=format_month(report.month)),
        "facts": [
            [_("Participant"), f"{whole.name}, {whole.number}"],
            [_("Sub-project"), whole.subproject],
            [_("Authority"), whole.controller],
            [_("Report number"), f"{whole.number} {report.month:%Y-%m}/{report.number}"],
        ],
        "columns": [_("Day"), _("Activity"), _("Time"), _("Hours")],
        "rows": [
            [
                format_date(row.on_date, "short"),
                " ".join(row.name.split()),
                said_times(row.begins_at, row.ends_at),
                said_hours(row.attended_minutes),
            ]
            for row in there
        ],
        "sum_label": _("Hours in all"),
        "sum_hours": said_hours(report.minutes),
        "whole": _("Whole hours, rounded down: %(hours)s", hours=format_number(report.hours)),
        "signatures": [
            [_("Date"), _("The participant's signature")],
            [_("Date"), _("The worker's signature and name in print")],
            [_("Received on"), _("Received by")],
        ],
    }
