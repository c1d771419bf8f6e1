"""What editors meet."""

from core.errors import DomainError
from core.media.terms import TROUBLES, Trouble


class MediaRefused(DomainError):
    """The file cannot be taken; the message says why and what to do, and repeats nothing of it."""


class CaptionsRefused(DomainError):
    """The captions cannot be taken; the message says where the fault is."""


class CannotPrepare(Exception):
    """What the process that writes the file anew found wrong."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble

    @property
    def message(self) -> object:
        return TROUBLES[self.trouble]
