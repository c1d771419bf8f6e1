"""Puts together the page of one month, and the workbook with the same."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.attendance.months import MonthStatus, get_status
from core.attendance.queries import FIELDS
from core.attendance.reports import list_latest
from core.attendance.sums import count_missing, list_month, main_sources
from core.audit import Action, record_access
from core.i18n import _, format_month
from core.participants.choices import list_codes
from core.sheets import Column, write_table


@dataclass(frozen=True, slots=True)
class Line:
    """One participant's month, its latest report, and whether that still says what is registered."""

    row: Any
    source: str
    report: Any
    matches: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Everything on the page."""

    status: MonthStatus
    lines: Sequence[Line]
    planned: int
    attended: int
    missing: int
    missing_elsewhere: int
    """Not noted of participants whom the reader may not read."""
    by_source: Sequence[tuple[str, int]]
    """Attended minutes by the main means of support before."""
    to_make: int
    printable: int
    unsigned: int


def get_month_page(month: dt.date, subproject: Any, *, action: Action = Action.LIST, reason: str = "") -> MonthPage:
    """The month as far as the reader may read it, logged before it is shown."""
    rows = list_month(month, subproject.id)
    record_access(action, subject_ids=[row.person_id for row in rows], fields=f"list {FIELDS} outcome", reason=reason)
    ids = [row.participation_id for row in rows]
    reports, sources = list_latest(month, ids), main_sources(ids)
    names = {key: one.name for key, one in list_codes("support_source")["support_source"].items()}
    lines = [_line(row, reports.get(row.participation_id), _source(names, sources.get(row.participation_id))) for row in rows]
    missing = sum(row.missing for row in rows)
    return MonthPage(
        status=get_status(month, subproject.id),
        lines=lines,
        planned=sum(row.planned for row in rows),
        attended=sum(row.attended for row in rows),
        missing=missing,
        missing_elsewhere=count_missing(month, subproject.id) - missing,
        by_source=_by_source(lines),
        to_make=sum(bool(line.row.attended) and not line.matches for line in lines),
        printable=sum(line.matches for line in lines),
        unsigned=sum(line.matches and line.report.received_on is None for line in lines),
    )


def _line(row: Any, report: Any, source: str) -> Line:
    return Line(row, source, report, report is not None and report.digest == row.digest)


def _source(names: dict[str, str], key: str | None) -> str:
    return names.get(key, key) if key else _("Not known")


def _by_source(lines: Sequence[Line]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.source] = sums.get(line.source, 0) + line.row.attended
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def workbook_of(page: MonthPage, subproject: Any) -> bytes:
    """The same as a workbook, in the reader's language."""
    month = format_month(page.status.month)
    columns = [
        Column(_("Number"), 14),
        Column(_("Name"), 26),
        Column(_("Main means of support before"), 30),
        Column(_("Planned hours"), 14),
        Column(_("Attended hours"), 14),
        Column(_("Whole hours"), 12),
        Column(_("Absences"), 12),
        Column(_("Did not come"), 12),
        Column(_("Not noted"), 12),
    ]
    rows = [
        [
            line.row.number,
            f"{line.row.given_name} {line.row.family_name}",
            line.source,
            round(line.row.planned / 60, 2),
            round(line.row.attended / 60, 2),
            line.row.attended // 60,
            line.row.absent,
            line.row.no_show,
            line.row.missing,
        ]
        for line in page.lines
    ]
    state = _("The month is locked.") if page.status.lock else _("The month is not locked: the figures may change.")
    title = _("Attendance %(month)s, %(name)s", month=month, name=subproject.name)
    return write_table(title=title, columns=columns, rows=rows, notes=[_("Whole hours are rounded down."), state])
