"""What can go wrong with a hand-over."""

from core.errors import Conflict
from core.i18n import _l


class ItemChanged(Conflict):
    """Somebody has changed the item since it was looked through."""

    def __init__(self) -> None:
        super().__init__(_l("This has been changed since you looked it through. Read it again before you hand it over."))


class AlreadyHandedOver(Conflict):
    """The receiver has this very version."""

    def __init__(self) -> None:
        super().__init__(_l("This version has already been handed over to them."))
