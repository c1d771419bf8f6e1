"""Words of the team day. The team decides nothing: it discusses, plans together and agrees when to meet again."""

from enum import StrEnum

from core.i18n import _l


class MeetingState(StrEnum):
    """A closed meeting has minutes and is not changed any more."""

    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """Why somebody is on the agenda."""

    REFERRAL = "referral"
    REVIEW = "review"
    OTHER = "other"


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.CLOSED, MeetingState.CANCELLED}),
    MeetingState.CLOSED: frozenset(),
    MeetingState.CANCELLED: frozenset({MeetingState.PLANNED}),
}
MEETING_STATE_NAMES = {
    MeetingState.PLANNED: _l("Planned"),
    MeetingState.CLOSED: _l("Held, minutes closed"),
    MeetingState.CANCELLED: _l("Cancelled"),
}
ITEM_KIND_NAMES = {
    ItemKind.REFERRAL: _l("Referral"),
    ItemKind.REVIEW: _l("Review of the plan"),
    ItemKind.OTHER: _l("Another question"),
}
