"""What can go wrong when an expression of interest is sent, and when it is taken care of."""

from core.errors import Conflict
from core.i18n import _l


class SentBefore(Conflict):
    """This opening of the form has been sent already. What stands there cannot be read by who sends."""

    def __init__(self, reference: str) -> None:
        super().__init__(_l("This form has been sent already."))
        self.reference = reference


class FormClosed(Conflict):
    """Nobody may receive what the form sends: no authority is named for it, its agreement has ended, or the project has."""

    def __init__(self) -> None:
        super().__init__(_l("You cannot apply here just now. Phone us instead."))


class TakenCareOf(Conflict):
    """Somebody else has taken it over, or away."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has already taken care of this expression of interest."))
