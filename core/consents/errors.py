"""What can go wrong with a consent."""

from core.errors import Conflict
from core.i18n import _l


class ConsentWithdrawn(Conflict):
    """It was withdrawn before; nothing changes."""

    def __init__(self) -> None:
        super().__init__(_l("The consent has already been withdrawn."))
