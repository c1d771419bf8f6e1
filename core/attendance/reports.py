"""The attendance report of a participant and a month: made with a number, printed, signed on paper, received.

A report keeps the fingerprint of the days it showed. When something is put right afterwards the two differ: then it is not
printed again, and a new one is made with the next number; the former keeps what was signed.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from core import files
from core.attendance.errors import ReportSigned
from core.attendance.models import AttendanceReport
from core.attendance.queries import FIELDS
from core.attendance.sums import digest_of, first_of, list_days, list_month
from core.attendance.terms import ATTENDANCE_KINDS
from core.audit import Action, record_access
from core.clock import today
from core.constraints import keep
from core.context import current_person
from core.db import session
from core.errors import Invalid, NotAllowed, NotFound
from core.file_kinds import Examined
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Authority, Participation, Person, Subproject
from core.participants.queries import visible_participations

PURPOSE = "attendance"


@dataclass(frozen=True, slots=True)
class WholeReport:
    """A report with whom it is about, the days that are registered now, and whether it still says the same."""

    report: AttendanceReport
    person_id: uuid.UUID
    name: str
    number: str
    subproject: str
    controller: str
    days: Sequence[Any]
    matches: bool


def list_latest(month: dt.date, participation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, AttendanceReport]:
    """The latest report of each for the month. The caller has found the participations by the rule of who reads them."""
    chosen = (
        sa.select(AttendanceReport)
        .where(AttendanceReport.month == month, AttendanceReport.participation_id.in_(participation_ids))
        .ext(distinct_on(AttendanceReport.participation_id))
        .order_by(AttendanceReport.participation_id, AttendanceReport.number.desc())
    )
    return {report.participation_id: report for report in session.scalars(chosen)}


def list_reports_of(participation_id: uuid.UUID) -> Sequence[AttendanceReport]:
    """One participant's reports, the latest month and number first. The caller has read the participation."""
    chosen = sa.select(AttendanceReport).where(AttendanceReport.participation_id == participation_id)
    return session.scalars(chosen.order_by(AttendanceReport.month.desc(), AttendanceReport.number.desc())).all()


def make_reports(*, month: dt.date, subproject: Subproject) -> int:
    """A report for everybody whom the reader may read and who was there, where none says what is registered now.

    Returns how many were made.
    """
    me = current_person()
    rows = [row for row in list_month(month, subproject.id) if row.attended]
    record_access(Action.WRITE, subject_ids=[row.person_id for row in rows], fields=FIELDS)
    ids = sorted(row.participation_id for row in rows)
    session.execute(
        sa.select(Participation.id).where(Participation.id.in_(ids)).order_by(Participation.id).with_for_update(key_share=True)
    )
    latest = list_latest(month, ids)
    if me.authority_id is None:
        raise NotFound
    made = [
        AttendanceReport(
            participation_id=row.participation_id,
            owner_id=me.authority_id,
            month=month,
            number=latest[row.participation_id].number + 1 if row.participation_id in latest else 1,
            minutes=row.attended,
            hours=row.attended // 60,
            digest=row.digest,
            made_by=me.account_id,
        )
        for row in rows
        if row.participation_id not in latest or latest[row.participation_id].digest != row.digest
    ]
    keep(*made)
    return len(made)


def list_subjects(report_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a report, for the access log. Raises NotFound."""
    chosen = (
        sa.select(Participation.person_id)
        .join(AttendanceReport, AttendanceReport.participation_id == Participation.id)
        .where(AttendanceReport.id == report_id, Participation.person_id.is_not(None))
    )
    found = [one for one in session.scalars(visible_participations(chosen, ATTENDANCE_KINDS)) if one]
    if not found:
        raise NotFound
    return found


files.guard(PURPOSE, list_subjects)


def read_report(report_id: uuid.UUID, *, action: Action = Action.READ, reason: str = "") -> WholeReport:
    """The report, once the access log has its row; locked until the request is over when it is to change."""
    subjects = list_subjects(report_id)
    record_access(action, subject_ids=subjects, fields=FIELDS, reason=reason)
    (whole,) = _whole([report_id], lock=action is Action.WRITE)
    return whole


def read_month_reports(*, month: dt.date, subproject: Subproject) -> list[WholeReport]:
    """For printing: the latest report of everybody, by name, where it says what is registered. Logged as an export."""
    rows = list_month(month, subproject.id)
    latest = list_latest(month, [row.participation_id for row in rows])
    chosen = [row for row in rows if row.participation_id in latest and latest[row.participation_id].digest == row.digest]
    record_access(Action.EXPORT, subject_ids=[row.person_id for row in chosen], fields=FIELDS, reason="reports")
    wholes = {one.report.participation_id: one for one in _whole([latest[row.participation_id].id for row in chosen])}
    return [wholes[row.participation_id] for row in chosen]


def _whole(report_ids: Sequence[uuid.UUID], *, lock: bool = False) -> list[WholeReport]:
    chosen = (
        sa.select(AttendanceReport, Participation.number, Person, Subproject.name.label("subproject"), Authority.name)
        .join(Participation, Participation.id == AttendanceReport.participation_id)
        .join(Person, Person.id == Participation.person_id)
        .join(Subproject, Subproject.id == Participation.subproject_id)
        .join(Authority, Authority.id == AttendanceReport.owner_id)
        .where(AttendanceReport.id.in_(report_ids))
        .order_by(AttendanceReport.month, AttendanceReport.id)
        .execution_options(populate_existing=True)
    )
    if lock:
        chosen = chosen.with_for_update(of=AttendanceReport)
    rows = session.execute(visible_participations(chosen, ATTENDANCE_KINDS)).all()
    days: dict[uuid.UUID, list[Any]] = {}
    for month, of_month in groupby(rows, lambda row: row[0].month):
        days |= list_days(month, [row[0].participation_id for row in of_month])
    return [
        WholeReport(
            report=report,
            person_id=person.id,
            name=f"{person.given_name} {person.family_name}",
            number=number,
            subproject=subproject,
            controller=authority,
            days=days[report.participation_id],
            matches=digest_of(days[report.participation_id]) == report.digest,
        )
        for report, number, person, subproject, authority in rows
    ]


def list_unsigned(month: dt.date, subproject: Subproject) -> list[tuple[str, str]]:
    """(id, "name, number") of the month's latest reports of the reader's authority that have not come back, by name."""
    rows = list_month(month, subproject.id)
    record_access(Action.LIST, subject_ids=[row.person_id for row in rows], fields=f"list {FIELDS}")
    latest = list_latest(month, [row.participation_id for row in rows])
    mine = current_person().authority_id
    return [
        (str(report.id), f"{row.given_name} {row.family_name}, {row.number}")
        for row in rows
        if (report := latest.get(row.participation_id)) and report.received_on is None
        if report.owner_id == mine and report.digest == row.digest
    ]


def waiting_unsigned() -> Any:
    """How many reports of the reader's authority have not come back, of months that are over; as a select."""
    later = sa.orm.aliased(AttendanceReport)
    newer = sa.select(later.id).where(
        later.participation_id == AttendanceReport.participation_id,
        later.month == AttendanceReport.month,
        later.number > AttendanceReport.number,
    )
    chosen = (
        sa.select(sa.func.count(AttendanceReport.id))
        .join(Participation, Participation.id == AttendanceReport.participation_id)
        .where(
            AttendanceReport.received_on.is_(None),
            AttendanceReport.month < first_of(today()),
            AttendanceReport.owner_id == current_person().authority_id,
            ~newer.correlate(AttendanceReport).exists(),
        )
    )
    return visible_participations(chosen, ATTENDANCE_KINDS)


def receive_reports(
    *,
    month: dt.date,
    subproject: Subproject,
    report_ids: Collection[uuid.UUID],
    signed_on: dt.date | None,
    received_on: dt.date | None,
) -> int:
    """Several have come back, signed on the same day. Returns how many. Raises Invalid, ReportSigned when one has already."""
    faults = _faults(signed_on, received_on)
    if not report_ids:
        faults["reports"] = _l("Choose at least one report")
    if faults:
        raise Invalid(faults)
    if not {str(one) for one in report_ids} <= {key for key, _name in list_unsigned(month, subproject)}:
        raise ReportSigned
    for report_id in sorted(report_ids):
        whole = read_report(report_id, action=Action.WRITE)
        receive_report(whole=whole, version=whole.report.version, signed_on=signed_on, received_on=received_on)
    return len(report_ids)


def receive_report(
    *,
    whole: WholeReport,
    version: int | None,
    signed_on: dt.date | None,
    received_on: dt.date | None,
    file: Examined | None = None,
    file_id: uuid.UUID | None = None,
) -> None:
    """The report has come back signed. Raises Invalid, ReportSigned, ChangedMeanwhile, NotAllowed for another authority's."""
    report = whole.report
    if report.owner_id != current_person().authority_id:
        raise NotAllowed(_l("Only the authority that made the report notes that it has come back."))
    if report.received_on is not None:
        raise ReportSigned
    if report.version != version:
        raise ChangedMeanwhile
    faults = _faults(signed_on, received_on)
    if faults:
        raise Invalid(faults)
    if file is not None:
        stored = files.store(
            purpose=PURPOSE, subject_id=report.id, person_id=whole.person_id, owner_id=report.owner_id, file=file, file_id=file_id
        )
        report.file_id = stored.id
    report.signed_on, report.received_on, report.received_by = signed_on, received_on, current_person().account_id
    keep()


def _faults(signed_on: dt.date | None, received_on: dt.date | None) -> dict[str, object]:
    faults: dict[str, object] = {}
    if signed_on is None:
        faults["signed_on"] = _l("Write the day the participant signed")
    elif signed_on > today():
        faults["signed_on"] = _l("The day has not come yet")
    if received_on is None:
        faults["received_on"] = _l("Write the day you received it")
    elif received_on > today():
        faults["received_on"] = _l("The day has not come yet")
    elif signed_on and received_on < signed_on:
        faults["received_on"] = _l("It cannot have been received before it was signed")
    return faults
