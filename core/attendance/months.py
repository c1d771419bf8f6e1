"""A month of the delprojekt: what is missing, locked with a comment, opened again with a reason.

The lock is a row of its own, which the triggers of attendance ask for; what was done with the month stays in month_event.
"""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.attendance.errors import MonthCannotMove
from core.attendance.models import Activity, Attendance, MonthEvent
from core.attendance.sums import count_missing, first_of, following
from core.attendance.terms import ActivityState, AttendanceState, MonthDeed
from core.clock import today
from core.constraints import keep
from core.context import current_person
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.identity_numbers import holds_number
from core.participants.choices import current_subproject
from core.participants.models import MonthLock, Participation, Staff, Subproject

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def read_month(text: str | None) -> dt.date | None:
    """The month that an address names, as 2022-08; None for anything else."""
    match = _MONTH.fullmatch(text or "")
    if match is None or not 2000 <= int(match[1]) <= 2100 or not 1 <= int(match[2]) <= 12:
        return None
    return dt.date(int(match[1]), int(match[2]), 1)


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """Whether a month is locked and what has been done with it. `version` counts the deeds."""

    month: dt.date
    lock: Any
    events: Sequence[Any]

    @property
    def version(self) -> int:
        """For the forms: another number means that somebody has locked or opened it meanwhile."""
        return 2 * len(self.events) + (self.lock is not None)

    @property
    def is_over(self) -> bool:
        """Whether its last day has been."""
        return following(self.month) <= today()


def list_locks(subproject_id: uuid.UUID) -> dict[dt.date, Any]:
    """The locked months. Rows: month, locked_at, comment, by_name."""
    chosen = (
        sa.select(MonthLock.month, MonthLock.locked_at, MonthLock.comment, Staff.name.label("by_name"))
        .outerjoin(Staff, Staff.account_id == MonthLock.locked_by)
        .where(MonthLock.subproject_id == subproject_id)
    )
    return {row.month: row for row in session.execute(chosen)}


def waiting_months() -> sa.Select[int]:
    """How many months of the delprojekt are over and not locked, as a select. About no person."""
    month = sa.cast(sa.func.generate_series(_began(), first_of(today()), sa.text("interval '1 month'")), sa.Date).label("month")
    over = sa.select(month).subquery()
    return sa.select(sa.func.count()).select_from(over).where(over.c.month < first_of(today()), ~_is_locked(over.c.month))


def waiting_unnoted_in_open_months() -> Any:
    """How much nobody has noted of months that are over and not locked, whoever may read it: a number and nothing more."""
    month = sa.cast(sa.func.date_trunc("month", sa.cast(Attendance.on_date, sa.TIMESTAMP)), sa.Date)
    return (
        sa.select(sa.func.count(Attendance.id))
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Participation, Participation.id == Attendance.participation_id)
        .where(
            Activity.state != ActivityState.CANCELLED,
            Attendance.state == AttendanceState.PLANNED,
            Attendance.on_date < first_of(today()),
            Participation.subproject_id == current_subproject(Subproject.id).scalar_subquery(),
            ~_is_locked(month),
        )
    )


def locked_since(since: dt.datetime) -> sa.Select[int]:
    """How many months somebody else has locked since, as a select. About no person."""
    by_another = MonthLock.locked_by != current_person().account_id
    return sa.select(sa.func.count()).select_from(MonthLock).where(MonthLock.locked_at > since, by_another)


def _began() -> Any:
    began = sa.func.date_trunc("month", sa.cast(Subproject.starts_on, sa.TIMESTAMP))
    return current_subproject(began).scalar_subquery()


def _is_locked(month: Any) -> sa.ColumnElement[bool]:
    of_ours = MonthLock.subproject_id == current_subproject(Subproject.id).scalar_subquery()
    return sa.exists().where(MonthLock.month == month, of_ours)


def get_status(month: dt.date, subproject_id: uuid.UUID) -> MonthStatus:
    """The month's lock and its history, the latest first."""
    chosen = (
        sa.select(MonthEvent.deed, MonthEvent.comment, MonthEvent.at, Staff.name.label("by_name"))
        .outerjoin(Staff, Staff.account_id == MonthEvent.by_account)
        .where(MonthEvent.subproject_id == subproject_id, MonthEvent.month == month)
        .order_by(MonthEvent.at.desc(), MonthEvent.id.desc())
    )
    return MonthStatus(month, list_locks(subproject_id).get(month), session.execute(chosen).all())


def lock_month(*, month: dt.date, subproject: Subproject, version: int | None, comment: str) -> None:
    """From now on nothing of the month can be noted or changed. Raises Invalid, MonthCannotMove.

    A month in which something is missing may be locked, but not without a word about it.
    """
    status = _held(month, subproject)
    if status.lock is not None or status.version != version:
        raise MonthCannotMove
    faults = _faults_of(comment)
    if not status.is_over:
        faults[""] = _l("The month is not over yet")
    elif not comment and count_missing(month, subproject.id):
        faults["comment"] = _l("Something is not noted yet. Note it first, or write why the month is locked all the same.")
    if faults:
        raise Invalid(faults)
    me = current_person().account_id
    keep(MonthLock(subproject_id=subproject.id, month=month, locked_by=me, comment=comment))
    keep(MonthEvent(subproject_id=subproject.id, month=month, deed=MonthDeed.LOCKED, comment=comment, by_account=me))


def reopen_month(*, month: dt.date, subproject: Subproject, version: int | None, reason: str) -> None:
    """Something is to be put right. Raises Invalid without a reason, MonthCannotMove."""
    status = _held(month, subproject)
    if status.lock is None or status.version != version:
        raise MonthCannotMove
    faults = _faults_of(reason)
    if not reason:
        faults["comment"] = _l("Write why the month is opened again")
    if faults:
        raise Invalid(faults)
    session.execute(sa.delete(MonthLock).where(MonthLock.subproject_id == subproject.id, MonthLock.month == month))
    me = current_person().account_id
    keep(MonthEvent(subproject_id=subproject.id, month=month, deed=MonthDeed.REOPENED, comment=reason, by_account=me))


def _held(month: dt.date, subproject: Subproject) -> MonthStatus:
    """Attendance holds the delprojekt in share (the triggers), so that locking waits for what is being noted."""
    session.execute(sa.select(Subproject.id).where(Subproject.id == subproject.id).with_for_update())
    return get_status(first_of(month), subproject.id)


def _faults_of(words: str) -> dict[str, object]:
    if holds_number(words):
        return {"comment": _l("Write no personal identity number here. Everybody who works here reads this.")}
    return {}
