"""What editors of the library meet."""

from core.errors import Conflict
from core.i18n import _l


class ChangedMeanwhile(Conflict):
    """Somebody else saved it while this editor had it open."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else changed this while you had it open"))
