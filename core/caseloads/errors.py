"""What can go wrong when participants change hands."""

from core.errors import Conflict
from core.i18n import _l


class CaseloadChanged(Conflict):
    """Some of the participants chosen have got another contact person, or have ended, since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_l("The caseload has changed since you opened the page. Nothing was done. Look through it again."))
