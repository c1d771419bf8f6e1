"""What can go wrong with an avvikelse."""

from core.errors import Conflict
from core.i18n import _l


class MoveNotPossible(Conflict):
    """It is with the county, or it has ended."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be done any longer: it has another status now."))


class NotReadYet(Conflict):
    """Words leave only when a second person has approved them."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else than the writer has to read the text before it is lifted."))
