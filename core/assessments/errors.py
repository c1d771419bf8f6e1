"""What can go wrong with a mapping."""

from core.errors import Conflict
from core.i18n import _l


class AssessmentClosed(Conflict):
    """It has been handed over, or a later one stands: what it says is what was said then."""

    def __init__(self) -> None:
        super().__init__(_l("This assessment is closed: it has been handed over, or there is a later one. Make a new one."))


class AssessmentChanged(Conflict):
    """Somebody else saved it first."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else changed this while you had it open"))


class QuestionChanged(Conflict):
    """Somebody else put the question otherwise, or took it away."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else changed this while you had it open"))
