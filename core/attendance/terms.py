"""Words of activities and attendance."""

from enum import StrEnum

from core.consents.terms import DataKind
from core.i18n import _l

ATTENDANCE_KINDS = (DataKind.ATTENDANCE,)
"""What a consent must name for another authority to read who was there."""

MINUTES_OF_A_DAY = 24 * 60


class ActivityState(StrEnum):
    """Whether an activity is to come, was held, or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


ACTIVITY_STATE_NAMES = {
    ActivityState.PLANNED: _l("Planned"),
    ActivityState.HELD: _l("Held"),
    ActivityState.CANCELLED: _l("Cancelled"),
}

ACTIVITY_MOVES: dict[ActivityState, frozenset[ActivityState]] = {
    ActivityState.PLANNED: frozenset({ActivityState.HELD, ActivityState.CANCELLED}),
    ActivityState.HELD: frozenset({ActivityState.PLANNED}),
    ActivityState.CANCELLED: frozenset({ActivityState.PLANNED}),
}
"""What was held or called off by mistake is planned again; attendance that was noted stays, or there is none."""


class AttendanceState(StrEnum):
    """Whether the participant was there."""

    PLANNED = "planned"
    PRESENT = "present"
    ABSENT = "absent"


ATTENDANCE_STATE_NAMES = {
    AttendanceState.PLANNED: _l("Not noted"),
    AttendanceState.PRESENT: _l("There"),
    AttendanceState.ABSENT: _l("Not there"),
}


class AbsenceKind(StrEnum):
    """Why somebody was not there, as far as it is known; never an illness by name."""

    ILL = "ill"
    CHILD = "child"
    AGREED = "agreed"
    OTHER_MEASURE = "other_measure"
    NO_SHOW = "no_show"


ABSENCE_NAMES = {
    AbsenceKind.ILL: _l("Ill"),
    AbsenceKind.CHILD: _l("Care of a child"),
    AbsenceKind.AGREED: _l("Agreed leave"),
    AbsenceKind.OTHER_MEASURE: _l("Somewhere else in the plan"),
    AbsenceKind.NO_SHOW: _l("Did not come"),
}


class MonthDeed(StrEnum):
    """What has been done with a month."""

    LOCKED = "locked"
    REOPENED = "reopened"


MONTH_DEED_NAMES = {MonthDeed.LOCKED: _l("Locked"), MonthDeed.REOPENED: _l("Opened again")}
