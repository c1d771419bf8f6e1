"""Words of steering: what is due, and what is written in the report."""

from enum import StrEnum

from core.context import Language
from core.i18n import _l


class DeadlineKind(StrEnum):
    """What the project owner owes somebody on a day."""

    SCB = "scb"
    """The month's participants to Statistics Sweden, within four weeks of its end."""
    CLAIM = "claim"
    PROGRESS_REPORT = "progress_report"
    STEERING_GROUP = "steering_group"
    OTHER = "other"


DEADLINE_NAMES = {
    DeadlineKind.SCB: _l("Report to SCB"),
    DeadlineKind.CLAIM: _l("Claim to the ESF Council"),
    DeadlineKind.PROGRESS_REPORT: _l("Progress report"),
    DeadlineKind.STEERING_GROUP: _l("Steering group"),
    DeadlineKind.OTHER: _l("Other"),
}

REPORT_FIELDS = ("summary", "happened", "risks", "decisions", "ahead")
"""Texts of the report, in its order."""
REPORT_HEADINGS = {
    "summary": _l("In short"),
    "happened": _l("What has happened"),
    "risks": _l("Risks and what we do about them"),
    "decisions": _l("What the steering group is asked to decide"),
    "ahead": _l("What comes next"),
}
MOST_TEXT = 4000
MOST_NOTE = 500
MOST_TITLE = 120
MOST_MONEY = 10**11
"""In kronor; no project of ours comes near it."""

CONTENT = "json"
"""The file that holds everything a release says, in no language; all its other files are made of it."""
LANGUAGES: tuple[Language, ...] = ("sv", "en")
NO_LANGUAGE = "all"
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
REPORT_FORMATS = ("pdf", "xlsx")


def report_kind(number: int, ending: str) -> str:
    """The kind of a release's file that a report is: report-1.pdf."""
    return f"report-{number}.{ending}"
