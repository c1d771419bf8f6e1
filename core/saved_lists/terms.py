"""Which lists can be kept under a name."""

from enum import StrEnum


class ListKind(StrEnum):
    """A list page."""

    PARTICIPANTS = "participants"
    REFERRALS = "referrals"
