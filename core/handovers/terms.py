"""Words of the hand-over: this item, to that authority, on that consent, by whom."""

from enum import StrEnum

from core.consents.terms import DataKind
from core.i18n import _l

MOST_CHARACTERS = 1000
"""Of the message beside what is handed over."""


class ItemKind(StrEnum):
    """What can be handed over."""

    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    NOTE = "note"
    ATTENDANCE = "attendance"


COVERED_BY = {
    ItemKind.REFERRAL: DataKind.REFERRAL,
    ItemKind.ASSESSMENT: DataKind.MAPPING,
    ItemKind.PLAN: DataKind.PLAN,
    ItemKind.NOTE: DataKind.NOTE,
    ItemKind.ATTENDANCE: DataKind.ATTENDANCE,
}
"""Which kind of data a consent must cover for the item to be handed over."""

ITEM_NAMES = {
    ItemKind.REFERRAL: _l("Referral"),
    ItemKind.ASSESSMENT: _l("Assessment"),
    ItemKind.PLAN: _l("Joint plan"),
    ItemKind.NOTE: _l("Note"),
    ItemKind.ATTENDANCE: _l("Attendance summary"),
}
