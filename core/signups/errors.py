"""What can go wrong when somebody signs up for an event."""

from core.errors import Conflict
from core.i18n import _l
from core.signups.terms import STATE_WORDS, SignupState


class SignedUpBefore(Conflict):
    """This opening of the form has been sent already. What stands there cannot be read by who sends."""

    def __init__(self, reference: str) -> None:
        super().__init__(_l("This form has been sent already."))
        self.reference = reference


class CancelledBefore(Conflict):
    """What this opening of the form sent has been cancelled or removed: it does not come back by being sent again."""

    def __init__(self) -> None:
        super().__init__(_l("This sign-up has been cancelled. Open the form anew if you want to come all the same."))


class NoRoom(Conflict):
    """Full, closed, or too late."""

    def __init__(self, state: SignupState) -> None:
        super().__init__(STATE_WORDS[state])
        self.state = state
