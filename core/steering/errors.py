"""What can go wrong when the project is steered."""

from core.errors import Conflict
from core.i18n import _l


class NotWrittenDown(Conflict):
    """The files of the release are not there yet."""

    def __init__(self) -> None:
        super().__init__(_l("The files of this release are being made. Try again in a minute."))
