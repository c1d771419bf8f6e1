"""What can go wrong when a person is registered."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Conflict, DomainError
from core.i18n import _l


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody registered who may be the same person, and whom the signed-in person may know."""

    person_id: uuid.UUID
    name: str
    birth_date: dt.date | None
    same_number: bool
    referral_id: uuid.UUID | None
    """The latest referral that the signed-in person may read."""


class PersonMayBeKnown(DomainError):
    """Nothing was created: somebody must say whether it is the same person or another.

    `hidden` tells that somebody whom the signed-in person may not know has the same number; nothing else is told of them,
    and of somebody with the same name and birth date not even this. `joinable`: who asks takes in referrals, and may let
    theirs belong to the record that is there (TheRegistered) without being told whose it is.
    `certain` means that the number is the same: it cannot be another person.
    """

    def __init__(self, matches: Sequence[Match], *, hidden: bool, certain: bool, joinable: bool = False) -> None:
        super().__init__(_l("This person may already be registered."))
        self.matches = tuple(matches)
        self.hidden = hidden
        self.certain = certain
        self.joinable = joinable


class PersonKnown(Conflict):
    """Somebody with this number is in the delprojekt's register already."""

    def __init__(self) -> None:
        super().__init__(_l("This person is already registered. Look the person up instead."))


class MergeNotPossible(Conflict):
    """What two records have cannot belong to one person as it stands."""


class PersonNotFree(Conflict):
    """Another person has this number: two registrations of one person must be put together first."""

    def __init__(self) -> None:
        super().__init__(_l("The number belongs to another registered person. Ask the sub-project manager."))
