"""The rows of the support itself, for tests.canaries: a place, an insats that changes, other workers, attendance, a step,
a follow-up."""

import datetime as dt
import uuid

import sqlalchemy as sa

from core.attendance.models import Activity, Attendance, AttendanceReport, MonthEvent
from core.caseloads.models import ParticipationWorker
from core.db import new_id
from core.followups.models import FollowUp, FollowUpSupport, FollowUpTry
from core.interventions.models import EmploymentStep, InterventionExtent, InterventionPause, Place
from core.steps.models import Step

DAY = dt.date(2022, 4, 5)
"""In a month that tests.canaries has not locked."""
MONTH = dt.date(2022, 4, 1)
SUPPORT_NAMES = ("place", "pause", "other_worker", "activity", "attendance", "month_event", "report", "step", "follow_up", "try")
SUPPORT_FREE_TEXT = {
    "place": ["name", "tasks", "contact_name", "contact_phone", "contact_email"],
    "participation_worker": ["task"],
    "activity": ["name"],
    "month_event": ["comment"],
    "step": ["words"],
    "follow_up": ["words"],
}


MARKED_AT_ONCE = {("step", "withdrawn_reason")}
"""Words that stand in a row of their own, with the canary from the beginning."""


def plant_support(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID, mark: str
) -> None:
    """One row in each of these tables; adds the ids of SUPPORT_NAMES. `other` is the account that works beside."""
    ids |= {name: new_id() for name in SUPPORT_NAMES}
    whose = {"participation_id": ids["participation"], "owner_id": common["owner"]}
    connection.execute(sa.insert(Place), {"id": ids["place"], "kind": "asf", "name": "x", "capacity": 5})
    _plant_insats(connection, ids, common["worker"])
    beside = {"participation_id": ids["participation"], "account_id": other, "part": "worker", "starts_on": DAY}
    connection.execute(sa.insert(ParticipationWorker), {"id": ids["other_worker"], **beside})
    _plant_attendance(connection, ids, common, whose)
    step = {"id": ids["step"], **whose, "kind": "routine", "on_date": DAY, "by_account": common["worker"]}
    connection.execute(sa.insert(Step), step)
    gone = {"withdrawn_at": sa.func.now(), "withdrawn_by": other, "withdrawn_reason": f"{mark}-step-withdrawn_reason"}
    connection.execute(sa.insert(Step).values({**step, "id": new_id(), **gone}))
    follow_up = {"id": ids["follow_up"], "participation_id": ids["participation"], "months": 1, "due_on": DAY}
    connection.execute(sa.insert(FollowUp), follow_up)
    connection.execute(sa.insert(FollowUpSupport), {"follow_up_id": ids["follow_up"], "source": "forsorjningsstod"})
    tried = {"on_date": DAY, "way": "phone", "reached": False, "by_account": common["worker"]}
    connection.execute(sa.insert(FollowUpTry), {"id": ids["try"], "follow_up_id": ids["follow_up"], **tried})


def _plant_insats(connection: sa.Connection, ids: dict[str, uuid.UUID], worker: uuid.UUID) -> None:
    of_period = {"period_id": ids["period"]}
    connection.execute(sa.insert(InterventionExtent), {**of_period, "valid_from": DAY, "percent": 50, "noted_by": worker})
    connection.execute(sa.insert(InterventionPause), {**of_period, "id": ids["pause"], "starts_on": DAY, "ends_on": DAY})
    connection.execute(sa.insert(EmploymentStep), {**of_period, "stage": "profile", "reached_on": DAY, "noted_by": worker})


def _plant_attendance(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], whose: dict[str, uuid.UUID]
) -> None:
    activity = {
        "id": ids["activity"],
        "subproject_id": common["subproject"],
        "owner_id": common["owner"],
        "name": "x",
        "on_date": DAY,
        "begins_at": dt.time(9),
        "ends_at": dt.time(12),
        "created_by": common["worker"],
    }
    connection.execute(sa.insert(Activity), activity)
    there = {"activity_id": ids["activity"], "on_date": DAY, "participation_id": ids["participation"], "planned_minutes": 180}
    connection.execute(sa.insert(Attendance), {"id": ids["attendance"], **there, "state": "present", "attended_minutes": 150})
    locked = {"subproject_id": common["subproject"], "month": dt.date(2022, 3, 1), "deed": "locked"}
    connection.execute(sa.insert(MonthEvent), {"id": ids["month_event"], **locked, "by_account": common["worker"]})
    report = {"month": MONTH, "number": 1, "minutes": 150, "hours": 2, "digest": "x", "made_by": common["worker"]}
    connection.execute(sa.insert(AttendanceReport), {"id": ids["report"], **whose, **report})
