"""Reads what is owed. Counts come from views, so that whoever may know no more touches no row about a person."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from core.attendance.terms import ATTENDANCE_KINDS
from core.clock import today
from core.crypto import unseal_content
from core.db import session
from core.errors import NotFound
from core.owed.models import OwedReport, OwedReportLine
from core.owed.order import Sent
from core.owed.terms import OwedKind
from core.participants.choices import current_subproject
from core.participants.models import Participation, Person, Staff, Subproject
from core.participants.queries import visible_participations

FIELDS = "owed"
_TENANT = {"bind_name": "tenant"}
_MONTH_COLUMNS = (
    "subproject_id",
    "month",
    "taking_part",
    "women",
    "men",
    "anonymous",
    "new_women",
    "new_men",
    "came_back",
    "ended_women",
    "ended_men",
    "with_hours",
    "hours",
    "complete",
    "lacking_identity",
    "lacking_not_noted",
    "lacking_no_hours",
    "lacking_before",
    "lacking_after",
    "expected",
    "attended",
    "planned_minutes",
    "attended_minutes",
    "whole_hours",
    "absent",
    "no_show",
    "not_noted",
    "signed",
    "unsigned",
    "scb_digest",
    "attendance_digest",
)
_LINE_COLUMNS = ("subproject_id", "month", "participation_id", "takes_part", "planned_minutes", "minutes")
_of_month = sa.table("owed_month", *(sa.column(name) for name in _MONTH_COLUMNS))
_of_source = sa.table(
    "owed_source_month",
    *(sa.column(name) for name in ("subproject_id", "month", "source", "participants", "minutes", "whole_hours")),
)
line = sa.table(
    "owed_line",
    *(sa.column(name) for name in _LINE_COLUMNS),
    sa.column("begun", sa.Text()),
    sa.column("began_on", sa.Date()),
    sa.column("ended_on", sa.Date()),
    sa.column("lacking", sa.ARRAY(sa.Text())),
)
"""A participant's month. Whoever shows a line narrows it by the participation; whoever freezes it logs whose it is."""


# Counts -----------------------------------------------------------------------------------------------------------------


def list_months(subproject_id: uuid.UUID) -> dict[dt.date, Mapping[str, Any]]:
    """What is registered now of each month in which anybody took part."""
    chosen = sa.select(_of_month).where(_of_month.c.subproject_id == subproject_id)
    return {row["month"]: dict(row) for row in session.execute(chosen, bind_arguments=_TENANT).mappings()}


def find_month(subproject_id: uuid.UUID, month: dt.date) -> Mapping[str, Any]:
    """The same of one month; all noughts where nobody took part."""
    chosen = sa.select(_of_month).where(_of_month.c.subproject_id == subproject_id, _of_month.c.month == month)
    row = session.execute(chosen, bind_arguments=_TENANT).mappings().one_or_none()
    return dict(row) if row else EMPTY


EMPTY: Mapping[str, Any] = {name: "" if name.endswith("digest") else 0 for name in _MONTH_COLUMNS}
"""A month in which nobody took part."""


def list_sources(subproject_id: uuid.UUID, month: dt.date) -> list[dict[str, Any]]:
    """Attended time by the main means of support before, most first. Keys: source, participants, whole_hours."""
    chosen = (
        sa.select(_of_source.c.source, _of_source.c.participants, _of_source.c.whole_hours)
        .where(_of_source.c.subproject_id == subproject_id, _of_source.c.month == month)
        .order_by(_of_source.c.whole_hours.desc(), _of_source.c.source)
    )
    return [dict(row) for row in session.execute(chosen, bind_arguments=_TENANT).mappings()]


# What has been sent -----------------------------------------------------------------------------------------------------


def list_latest(subproject_id: uuid.UUID, kind: OwedKind) -> dict[dt.date, Sent]:
    """The latest sending of each month or year of a list."""
    chosen = (
        sa.select(OwedReport.period, OwedReport.number, OwedReport.position, OwedReport.digest, OwedReport.reported_on)
        .where(OwedReport.subproject_id == subproject_id, OwedReport.kind == kind)
        .order_by(OwedReport.position)
    )
    return {row.period: Sent(*row[1:]) for row in session.execute(chosen)}


def list_reports(subproject_id: uuid.UUID, kind: OwedKind, period: dt.date) -> Sequence[Any]:
    """Every sending of a month or year, the latest first.

    Rows: id, number, reported_on, reported_at, comment, content, by_name.
    """
    own = ("id", "number", "reported_on", "reported_at", "comment", "content")
    chosen = (
        sa.select(*(getattr(OwedReport, name) for name in own), Staff.name.label("by_name"))
        .outerjoin(Staff, Staff.account_id == OwedReport.reported_by)
        .where(OwedReport.subproject_id == subproject_id, OwedReport.kind == kind, OwedReport.period == period)
        .order_by(OwedReport.number.desc())
    )
    return session.execute(chosen).all()


def get_report(report_id: uuid.UUID) -> OwedReport:
    """One sending, without its file. Raises NotFound."""
    found: OwedReport | None = session.scalar(sa.select(OwedReport).where(OwedReport.id == report_id))
    if found is None:
        raise NotFound
    return found


def read_file(report_id: uuid.UUID) -> tuple[OwedReport, bytes]:
    """The workbook as it was sent. It holds counts and nobody. Raises NotFound."""
    chosen = sa.select(OwedReport).where(OwedReport.id == report_id).options(undefer(OwedReport.file))
    found: OwedReport | None = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found, unseal_content(found.file, table="owed_report", column="file", row=found.id)


def find_former(report: OwedReport) -> OwedReport | None:
    """The sending of the same month or year before this one."""
    chosen = sa.select(OwedReport).where(
        OwedReport.subproject_id == report.subproject_id,
        OwedReport.kind == report.kind,
        OwedReport.period == report.period,
        OwedReport.number == report.number - 1,
    )
    found: OwedReport | None = session.scalar(chosen)
    return found


def waiting_months() -> sa.Select[*tuple[Any, ...]]:
    """For the work page: months that are over and were not sent to SCB, after the first one that was sent from here."""
    over = sa.func.least(today().replace(day=1) - dt.timedelta(days=1), current_subproject(Subproject.ends_on).scalar_subquery())
    first = sa.func.min(OwedReport.period)
    between = 12 * (_part("year", over) - _part("year", first)) + _part("month", over) - _part("month", first) + 1
    missing = between - sa.func.count(OwedReport.period.distinct())
    number = sa.cast(sa.func.coalesce(sa.func.greatest(missing, 0), 0), sa.Integer)
    return sa.select(number).where(
        OwedReport.kind == OwedKind.SCB, OwedReport.subproject_id == current_subproject(Subproject.id).scalar_subquery()
    )


def _part(name: str, day: Any) -> Any:
    return sa.cast(sa.extract(name, day), sa.Integer)


# Lines, for whoever may read the persons --------------------------------------------------------------------------------


def list_lines(subproject_id: uuid.UUID, month: dt.date) -> Sequence[Any]:
    """The base for SCB of those whom the reader may read, by name; the caller logs whom it shows.

    Rows: participation_id, person_id, number, given_name, family_name, sex, begun, began_on, ended_on, minutes, lacking.
    """
    whose = (Participation.id.label("participation_id"), Participation.person_id, Participation.number)
    names = (Person.given_name, Person.family_name, Person.sex)
    chosen = (
        sa.select(*whose, *names, line.c.begun, line.c.began_on, line.c.ended_on, line.c.minutes, line.c.lacking)
        .select_from(Participation)
        .join(line, line.c.participation_id == Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .where(line.c.subproject_id == subproject_id, line.c.month == month, line.c.takes_part)
        .order_by(sa.collate(Person.sort_key, "C"), Participation.number)
    )
    return session.execute(visible_participations(chosen, ATTENDANCE_KINDS)).all()


def list_changes(report_id: uuid.UUID, kind: OwedKind) -> Sequence[Any]:
    """The lines that differ from what was sent, of those whom the reader may read; the caller logs whom it shows.

    Rows: participation_id, person_id, number, given_name, family_name; was_… and is_… of minutes, began_on and ended_on, None
    where there was or is no line.
    """
    was, chosen = _compared(report_id, kind)
    names = (Participation.id.label("participation_id"), Participation.person_id, Participation.number)
    values = [
        column
        for name in ("minutes", "began_on", "ended_on")
        for column in (getattr(was.c, name).label(f"was_{name}"), line.c[name].label(f"is_{name}"))
    ]
    named = chosen.with_only_columns(*names, Person.given_name, Person.family_name, *values)
    rows = named.join(Person, Person.id == Participation.person_id).order_by(
        sa.collate(Person.sort_key, "C"), Participation.number
    )
    return session.execute(visible_participations(rows, ATTENDANCE_KINDS)).all()


def _compared(report_id: uuid.UUID, kind: OwedKind) -> tuple[Any, sa.Select[*tuple[Any, ...]]]:
    """Participations whose line of the report's month is not what was sent."""
    was = sa.select(OwedReportLine).where(OwedReportLine.report_id == report_id).subquery("was")
    of_report = sa.select(OwedReport.period).where(OwedReport.id == report_id).scalar_subquery()
    belongs = line.c.takes_part if kind is OwedKind.SCB else line.c.planned_minutes > 0
    now = sa.and_(line.c.participation_id == Participation.id, line.c.month == of_report, belongs)
    compared = ("begun", "began_on", "ended_on", "minutes") if kind is OwedKind.SCB else ("planned_minutes", "minutes")
    differs = sa.or_(*(getattr(was.c, name).is_distinct_from(line.c[name]) for name in compared))
    either = sa.or_(was.c.participation_id.is_not(None), line.c.participation_id.is_not(None))
    chosen = (
        sa.select(Participation.id)
        .outerjoin(was, was.c.participation_id == Participation.id)
        .outerjoin(line, now)
        .where(either, differs)
    )
    return was, chosen


# What is frozen ---------------------------------------------------------------------------------------------------------


def list_subjects(kind: OwedKind, subproject_id: uuid.UUID, month: dt.date) -> list[uuid.UUID]:
    """Everybody who stands in a month's list, for the access log: the person, or an anonymous participation itself."""
    chosen = (
        sa.select(Participation.id, Participation.person_id)
        .join(line, line.c.participation_id == Participation.id)
        .where(*_belongs(kind, subproject_id, month))
        .order_by(Participation.id)
    )
    return [row.person_id or row.id for row in session.execute(chosen)]


def lines_to_keep(report_id: uuid.UUID, kind: OwedKind, subproject_id: uuid.UUID, month: dt.date) -> sa.Insert:
    """The statement that copies a month's lines to its report, without anybody having read them."""
    columns = ("participation_id", "begun", "began_on", "ended_on", "planned_minutes", "minutes")
    chosen = sa.select(sa.literal(report_id, sa.Uuid()), *(line.c[name] for name in columns))
    return sa.insert(OwedReportLine).from_select(["report_id", *columns], chosen.where(*_belongs(kind, subproject_id, month)))


def _belongs(kind: OwedKind, subproject_id: uuid.UUID, month: dt.date) -> tuple[Any, ...]:
    """SCB's base has those who take part; the attendance summary those who were to come to something."""
    belongs = line.c.takes_part if kind is OwedKind.SCB else line.c.planned_minutes > 0
    return line.c.subproject_id == subproject_id, line.c.month == month, belongs
