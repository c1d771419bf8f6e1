"""Words of an event that one signs up for."""

from enum import StrEnum

from core.i18n import _l

KEEP_DAYS = 30
"""How long sign-ups are kept after the last day of the event."""
MOST_NAME = 100
MOST_PHONE = 40
MOST_EMAIL = 200
MOST_QUESTION = 500


class SignupState(StrEnum):
    """Whether one can sign up now, and if not, why."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    LATE = "late"
    OVER = "over"


STATE_WORDS = {
    SignupState.OPEN: _l("Sign-up is open"),
    SignupState.FULL: _l("The event is full"),
    SignupState.CLOSED: _l("No more sign-ups are taken just now"),
    SignupState.LATE: _l("The last day to sign up has passed"),
    SignupState.OVER: _l("The event is over"),
}
