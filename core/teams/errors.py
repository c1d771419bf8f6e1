"""What can go wrong around a team day."""

from core.errors import Conflict
from core.i18n import _l


class NotPlanned(Conflict):
    """A meeting whose minutes are closed, or that is cancelled, is not changed."""

    def __init__(self) -> None:
        super().__init__(_l("This meeting can no longer be changed: it is closed or cancelled."))


class MeetingCannotMove(Conflict):
    """The meeting has another state meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be done any longer: the meeting has another state now."))
