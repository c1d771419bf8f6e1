"""Reports a month or year: what is looked at is frozen with its counts, its lines and its workbook."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.attendance.months import list_locks
from core.attendance.sums import first_of, following
from core.audit import Action, record_access
from core.clock import today
from core.constraints import keep
from core.context import current_person
from core.crypto import seal_content
from core.db import new_id, session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.identity_numbers import holds_number
from core.owed import finsam, queries
from core.owed.errors import CannotReport, FiguresMoved
from core.owed.models import OwedReport
from core.owed.order import Month, Standing, standings
from core.owed.queries import EMPTY
from core.owed.terms import CHRONOLOGICAL, FIGURES, OwedKind
from core.owed.workbook import in_swedish
from core.participants.models import Subproject

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """Every month until today, the earliest first, with what is registered and how far each list has come."""

    counts: Mapping[dt.date, Mapping[str, Any]]
    locks: Mapping[dt.date, Any]
    lists: Mapping[OwedKind, Sequence[Standing]]

    def standing(self, kind: OwedKind, month: dt.date) -> Standing:
        """One month of one list. Raises NotFound for a month that the delprojekt has not got."""
        found = next((one for one in self.lists[kind] if one.month.month == month), None)
        if found is None:
            raise NotFound
        return found


def get_board(subproject: Any, kinds: Sequence[OwedKind]) -> Board:
    """Where the months of these lists stand."""
    counts, locks = queries.list_months(subproject.id), list_locks(subproject.id)
    months = months_of(subproject)
    lists = {}
    for kind in kinds:
        sent = queries.list_latest(subproject.id, kind)
        rows = [
            Month(
                month,
                is_over=following(month) <= today(),
                locked=month in locks,
                digest=counts.get(month, EMPTY)[f"{kind}_digest"],
                sent=sent.get(month),
            )
            for month in months
        ]
        lists[kind] = standings(rows, day=today(), chronological=kind in CHRONOLOGICAL)
    return Board(counts, locks, lists)


def months_of(subproject: Any) -> list[dt.date]:
    """The delprojekt's months until today, the earliest first."""
    found, month = [], first_of(subproject.starts_on)
    while month <= min(today(), subproject.ends_on):
        found.append(month)
        month = following(month)
    return found


def content_of(kind: OwedKind, subproject_id: uuid.UUID, month: dt.date) -> tuple[Content, str]:
    """A month's list as counts, and its fingerprint."""
    counts = queries.find_month(subproject_id, month)
    said = {**counts, "planned_hours": _hours(counts["planned_minutes"]), "attended_hours": _hours(counts["attended_minutes"])}
    content: Content = {"figures": {name: said[name] for name in FIGURES[kind]}}
    if kind is OwedKind.SCB:
        content["lacking"] = {name: counts[name] for name in counts if name.startswith("lacking_")}
        content["complete"] = counts["complete"]
    else:
        content["sources"] = queries.list_sources(subproject_id, month)
    return content, counts[f"{kind}_digest"]


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


Workbook = Callable[[Content], bytes]
"""Makes the file of what is frozen."""


def report_month(
    *, kind: OwedKind, subproject: Subproject, month: dt.date, seen: str, comment: str, workbook: Workbook
) -> OwedReport:
    """Freeze a month as it is now: it has been sent. `seen` is the fingerprint of what was looked at.

    Raises Invalid, CannotReport, FiguresMoved. Every participant of the month is logged as written about.
    """
    _hold(subproject)
    standing = get_board(subproject, [kind]).standing(kind, month)
    if not standing.can_send:
        raise CannotReport
    if standing.month.digest != seen:
        raise FiguresMoved
    _refuse_numbers(comment)
    record_access(Action.WRITE, subject_ids=queries.list_subjects(kind, subproject.id, month), fields=queries.FIELDS)
    content, digest = content_of(kind, subproject.id, month)
    report = _append(kind, subproject, month, content, digest, comment, workbook)
    session.execute(queries.lines_to_keep(report.id, kind, subproject.id, month))
    if queries.find_month(subproject.id, month)[f"{kind}_digest"] != seen:
        raise FiguresMoved
    return report


def report_year(*, subproject: Subproject, year: int, seen: str, comment: str, workbook: Workbook) -> OwedReport:
    """Freeze what a year says in Uppföljning Finsam. Raises Invalid, FiguresMoved, CannotReport when nothing has changed."""
    _hold(subproject)
    _refuse_numbers(comment)
    content, digest = finsam.content_of_year(subproject.id, year)
    period = dt.date(year, 1, 1)
    sent = queries.list_latest(subproject.id, OwedKind.FINSAM).get(period)
    if digest != seen:
        raise FiguresMoved
    if sent is not None and sent.digest == digest:
        raise CannotReport
    return _append(OwedKind.FINSAM, subproject, period, content, digest, comment, workbook)


def _hold(subproject: Subproject) -> None:
    """Locking and reporting come one after the other; attendance that is being noted is waited for."""
    session.execute(sa.select(Subproject.id).where(Subproject.id == subproject.id).with_for_update())


def _refuse_numbers(comment: str) -> None:
    if holds_number(comment):
        raise Invalid({"comment": _l("Write no personal identity number here. Everybody who works here reads this.")})


def _append(
    kind: OwedKind, subproject: Subproject, period: dt.date, content: Content, digest: str, comment: str, workbook: Workbook
) -> OwedReport:
    _hold(subproject)
    sent = queries.list_latest(subproject.id, kind)
    report_id = new_id()
    report = OwedReport(
        id=report_id,
        subproject_id=subproject.id,
        kind=kind.value,
        period=period,
        number=sent[period].number + 1 if period in sent else 1,
        position=max((one.position for one in sent.values()), default=0) + 1,
        content=content,
        digest=digest,
        comment=comment,
        file=seal_content(in_swedish(lambda: workbook(content)), table="owed_report", column="file", row=report_id),
        reported_on=today(),
        reported_by=current_person().account_id,
    )
    keep(report)
    return report
