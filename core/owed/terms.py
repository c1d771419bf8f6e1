"""Words of the figures that are owed: which lists there are, how far each month of a list has come, what can be missing."""

from enum import StrEnum

from core.i18n import _l


class OwedKind(StrEnum):
    """A list that is sent to somebody. The first two belong to a month, the last to a year."""

    SCB = "scb"
    ATTENDANCE = "attendance"
    FINSAM = "finsam"


KIND_NAMES = {
    OwedKind.SCB: _l("Base for SCB"),
    OwedKind.ATTENDANCE: _l("Attendance summary"),
    OwedKind.FINSAM: _l("Finsam follow-up"),
}
MONTHLY = (OwedKind.SCB, OwedKind.ATTENDANCE)
CHRONOLOGICAL = frozenset({OwedKind.SCB})
"""Sent month after month: a correction makes all the later ones due anew (SCB's own rule)."""
DUE_DAYS = 28
"""SCB's month opens on the first day of the next one and is to be in within four weeks, that day counted."""


class OwedState(StrEnum):
    """How far one month of a list has come."""

    EARLIER = "earlier"
    """Before the first month that was sent from here: it was sent in another way."""
    NOT_OPEN = "not_open"
    """The month is not over."""
    NOT_LOCKED = "not_locked"
    WAITS = "waits"
    """An earlier month is to be sent first."""
    READY = "ready"
    REPORTED = "reported"
    CHANGED = "changed"
    """Reported, and something of it has changed since."""
    AGAIN = "again"
    """An earlier month was corrected after this one was sent, so that this one is to be sent again."""


OWED_STATE_NAMES = {
    OwedState.EARLIER: _l("Before the first report from here"),
    OwedState.NOT_OPEN: _l("Not over yet"),
    OwedState.NOT_LOCKED: _l("The month is not locked"),
    OwedState.WAITS: _l("An earlier month first"),
    OwedState.READY: _l("Ready to report"),
    OwedState.REPORTED: _l("Reported"),
    OwedState.CHANGED: _l("Changed since it was reported"),
    OwedState.AGAIN: _l("To be sent again"),
}


class Begun(StrEnum):
    """Whether a participant's first activity lies in the month, for the first time or after an earlier participation."""

    NEW = "new"
    AGAIN = "again"


BEGUN_NAMES = {Begun.NEW: _l("New"), Begun.AGAIN: _l("Came back")}


class Lacking(StrEnum):
    """What a participant's line of the month may lack."""

    IDENTITY = "identity"
    NOT_NOTED = "not_noted"
    NO_HOURS = "no_hours"
    BEFORE = "before"
    AFTER = "after"


LACKING_NAMES = {
    Lacking.IDENTITY: _l("No identity number: it has a temporary one"),
    Lacking.NOT_NOTED: _l("Attendance is not noted"),
    Lacking.NO_HOURS: _l("No hours this month"),
    Lacking.BEFORE: _l("The situation before is missing"),
    Lacking.AFTER: _l("The situation after is missing"),
}


FIGURES: dict[OwedKind, dict[str, object]] = {
    OwedKind.SCB: {
        "taking_part": _l("Take part in the month"),
        "women": _l("of them women"),
        "men": _l("of them men"),
        "anonymous": _l("of them with protected identity, on paper"),
        "new_women": _l("New women"),
        "new_men": _l("New men"),
        "came_back": _l("Came back after an earlier participation"),
        "ended_women": _l("Women who have ended"),
        "ended_men": _l("Men who have ended"),
        "with_hours": _l("Participants with hours"),
        "hours": _l("Hours, whole hours for each participant"),
    },
    OwedKind.ATTENDANCE: {
        "expected": _l("Participants who were to come"),
        "attended": _l("Participants who came"),
        "planned_hours": _l("Planned hours"),
        "attended_hours": _l("Attended hours"),
        "whole_hours": _l("Whole hours, rounded down for each participant"),
        "absent": _l("Absences"),
        "no_show": _l("of them did not come"),
        "signed": _l("Attendance reports that came back signed"),
        "unsigned": _l("Participants whose report is not signed"),
    },
}
"""What stands in a month's list, in order, with its words."""
