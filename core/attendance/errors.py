"""What can go wrong with activities and attendance."""

from core.errors import Conflict
from core.i18n import _l


class ActivityCannotMove(Conflict):
    """The activity has been called off, or was held, and this cannot be done with it any longer."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be done any longer: the activity has another status now."))


class NotedMeanwhile(Conflict):
    """Somebody else has noted other attendance in the same boxes."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has noted attendance since you opened this. Compare, then save again."))


class MonthCannotMove(Conflict):
    """The month has been locked, or opened again, meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has locked the month or opened it again since you opened this page."))


class ReportSigned(Conflict):
    """The report has come back signed already."""

    def __init__(self) -> None:
        super().__init__(_l("It is noted already that this report has come back signed."))


class ReportOutOfDate(Conflict):
    """What is registered is not what the report says any longer."""

    def __init__(self) -> None:
        super().__init__(_l("What is registered has changed since this report was made. Make a new one."))
