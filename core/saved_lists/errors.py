"""What can go wrong with saved lists."""

from core.errors import Conflict
from core.i18n import _l


class TooManyLists(Conflict):
    """Nobody finds their way among so many."""

    def __init__(self) -> None:
        super().__init__(_l("You have 50 saved lists. Remove one that you no longer use."))


class ListChanged(Conflict):
    """The list was changed in another window."""

    def __init__(self) -> None:
        super().__init__(_l("This list has been changed in another window. Compare, then save again."))
