"""What can go wrong with a draft."""

from core.errors import Conflict, DomainError
from core.i18n import _l


class DraftChanged(Conflict):
    """The same form of the same account is open elsewhere, and its draft is newer than the one this page knows."""

    def __init__(self) -> None:
        super().__init__(_l("The draft was changed in another window."))


class DraftTooLarge(DomainError):
    """More than any of our forms holds."""

    def __init__(self) -> None:
        super().__init__(_l("This is too much to keep as a draft."))


class TooManyDrafts(DomainError):
    """The account leaves every form unsent."""

    def __init__(self) -> None:
        super().__init__(_l("You have too many unsent drafts. Send or throw away some of them first."))
