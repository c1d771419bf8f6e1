"""Words of the follow-up: how it went some months after the exit."""

from enum import StrEnum

from core.i18n import _l

MOST_CHARACTERS = 1000


class FollowUpState(StrEnum):
    """`due` until it is answered; `unreachable` and `declined` count in the response rate, `dropped` nowhere."""

    DUE = "due"
    ANSWERED = "answered"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    DROPPED = "dropped"


FOLLOW_UP_MOVES: dict[FollowUpState, frozenset[FollowUpState]] = {
    FollowUpState.DUE: frozenset(
        {FollowUpState.ANSWERED, FollowUpState.UNREACHABLE, FollowUpState.DECLINED, FollowUpState.DROPPED}
    ),
    FollowUpState.ANSWERED: frozenset(),
    FollowUpState.UNREACHABLE: frozenset({FollowUpState.DUE, FollowUpState.ANSWERED}),
    FollowUpState.DECLINED: frozenset({FollowUpState.DUE}),
    FollowUpState.DROPPED: frozenset({FollowUpState.DUE}),
}
"""Somebody who was not reached may still answer; what was closed by mistake is opened again."""

STATE_NAMES = {
    FollowUpState.DUE: _l("Not answered yet"),
    FollowUpState.ANSWERED: _l("Answered"),
    FollowUpState.UNREACHABLE: _l("Not reached"),
    FollowUpState.DECLINED: _l("Did not want to answer"),
    FollowUpState.DROPPED: _l("Not to be asked"),
}


class Way(StrEnum):
    """How somebody was asked."""

    PHONE = "phone"
    TEXT_MESSAGE = "text_message"
    LETTER = "letter"
    EMAIL = "email"
    MEETING = "meeting"


WAY_NAMES = {
    Way.PHONE: _l("Telephone"),
    Way.TEXT_MESSAGE: _l("Text message"),
    Way.LETTER: _l("Letter"),
    Way.EMAIL: _l("E-mail"),
    Way.MEETING: _l("Meeting"),
}
