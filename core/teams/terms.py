"""Words of the team day. The team decides nothing: it discusses, plans together and agrees when to meet again."""

from enum import StrEnum

from core.i18n import _, _l
from core.participants.terms import Sex
from core.referrals.terms import ReferralState


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
SEX_NAMES = {Sex.WOMAN: _l("Woman"), Sex.MAN: _l("Man")}

LEADERS = frozenset({"subproject_manager"})
"""Roles that lead team days: those with the permission LEAD_TEAM. Leading opens no row of another authority."""

FOR_THE_TEAM = frozenset({ReferralState.RECEIVED, ReferralState.BEING_ASSESSED, ReferralState.WAITING_LIST})
"""Referrals in these states may be put on an agenda."""

YEARS_IN_A_BAND = 10


def pseudonym(letter: int) -> str:
    """Person A for 1, Person Z for 26, Person AA for 27; for 0 a question about nobody."""
    if not letter:
        return _("A question")
    name = ""
    while letter:
        letter, place = divmod(letter - 1, 26)
        name = chr(ord("A") + place) + name
    return _("Person %(letter)s", letter=name)


def age_band(first: int | None) -> str:
    """30–39 for 30."""
    if first is None:
        return _("age not known")
    return _("%(first)s–%(last)s years", first=first, last=first + YEARS_IN_A_BAND - 1)
