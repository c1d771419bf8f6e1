"""What can go wrong with exports."""

from core.errors import Conflict, DomainError
from core.i18n import _l


class ExportGone(Conflict):
    """The file is no longer there."""

    def __init__(self) -> None:
        super().__init__(_l("The file is no longer there. Make the export again if you still need it."))


class TooManyExports(Conflict):
    """Files wait already."""

    def __init__(self) -> None:
        super().__init__(_l("You have ten files waiting. Download or remove one before you make another."))


class Cancelled(DomainError):
    """Its owner does not want it any more."""
