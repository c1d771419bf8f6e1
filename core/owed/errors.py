"""What can go wrong when figures are reported."""

from core.errors import Conflict
from core.i18n import _l


class FiguresMoved(Conflict):
    """What was looked at is not what would be frozen any more."""

    def __init__(self) -> None:
        super().__init__(_l("The figures have changed since you opened this page. Look at them again before you report."))


class CannotReport(Conflict):
    """The month is not locked, an earlier one comes first, or nothing has changed since it was reported."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be reported now: look at where the month stands."))
