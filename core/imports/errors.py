"""What can go wrong with an import."""

from core.errors import Conflict, DomainError
from core.i18n import _l


class CannotRead(DomainError):
    """The file is no sheet that can be read; `word` says why (core.imports.words)."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Stopped(DomainError):
    """Somebody has cancelled while the worker was at it: nothing of this round remains."""


class ImportMoved(Conflict):
    """The import is no longer where this can be done."""

    def __init__(self) -> None:
        super().__init__(_l("The import has come further since you opened the page. Look where it stands now."))
