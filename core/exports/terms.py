"""Words of exports, as checked text in the database."""

import datetime as dt
from enum import StrEnum

from core.i18n import _l

AT_ONCE = 500
"""So many rows are made while one waits; more are made beside, with progress."""
LIFETIME = dt.timedelta(hours=24)
MOST_DOWNLOADS = 5
LONGEST_REASON = 500


class ExportState(StrEnum):
    """`removed`: the file is gone, and the row stays to tell that it was there."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REMOVED = "removed"


class Format(StrEnum):
    """What kind of file."""

    XLSX = "xlsx"
    CSV = "csv"


class Why(StrEnum):
    """What the file is for. `other` is said in words."""

    FOLLOW_UP = "follow_up"
    RETURN = "return"
    CHECK = "check"
    RIGHT_OF_ACCESS = "right_of_access"
    OTHER = "other"


class Removal(StrEnum):
    """Why a file is gone."""

    EXPIRED = "expired"
    FETCHED = "fetched"
    RIGHT_LOST = "right_lost"
    PERSON_CLOSED = "person_closed"
    BY_HAND = "by_hand"


class Fault(StrEnum):
    """Why a file was not made."""

    RIGHT_LOST = "right_lost"
    TOO_LARGE = "too_large"
    BROKEN = "broken"


WHY_NAMES = {
    Why.FOLLOW_UP: _l("Follow-up of our own work"),
    Why.RETURN: _l("A return or a report that we owe"),
    Why.CHECK: _l("Checking and correcting what is registered"),
    Why.RIGHT_OF_ACCESS: _l("Somebody has asked for what is registered about them"),
    Why.OTHER: _l("Something else"),
}
STATE_NAMES = {
    ExportState.WAITING: _l("Being made"),
    ExportState.READY: _l("Ready to download"),
    ExportState.FAILED: _l("Could not be made"),
    ExportState.CANCELLED: _l("Stopped before it was made"),
    ExportState.REMOVED: _l("Removed"),
}
REMOVAL_NAMES = {
    Removal.EXPIRED: _l("24 hours had passed"),
    Removal.FETCHED: _l("It had been downloaded five times"),
    Removal.RIGHT_LOST: _l("The right to export had ended"),
    Removal.PERSON_CLOSED: _l("You may no longer read everybody in it"),
    Removal.BY_HAND: _l("You removed it"),
}
FAULT_NAMES = {
    Fault.RIGHT_LOST: _l("Your right to export ended before the file was made."),
    Fault.TOO_LARGE: _l("The file became larger than 10 MB. Choose fewer rows or columns."),
    Fault.BROKEN: _l("Something went wrong here. Try again."),
}
