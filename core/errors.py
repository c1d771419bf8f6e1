"""What can go wrong, in words of the trade. Which HTTP status it becomes is decided in one place: core/web/errors.py."""

from collections.abc import Mapping


class DomainError(Exception):
    """A deed could not be done. `message` is a sentence for the person, already in their language or lazy."""

    def __init__(self, message: object = "") -> None:
        super().__init__(str(message))
        self.message = message


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does (404)."""


class NotAllowed(DomainError):
    """The thing is visible to this person, but the deed is not theirs to do (403)."""


class Conflict(DomainError):
    """Somebody else changed it first (409)."""


class Invalid(DomainError):
    """What was entered cannot be kept (422). `faults` maps the form's field names to messages."""

    def __init__(self, faults: Mapping[str, object]) -> None:
        super().__init__("; ".join(str(m) for m in faults.values()))
        self.faults = dict(faults)


class Unavailable(DomainError):
    """Something the system needs does not answer; nothing was changed (503)."""


class WallBreach(RuntimeError):
    """A rule of isolation was about to be broken: no tenant, wrong role, unlogged read. Always a 500 and an alarm."""
