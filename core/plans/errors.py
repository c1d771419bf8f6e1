"""What can go wrong with a plan."""

from collections.abc import Mapping

from core.errors import Conflict
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile


class Contested(ChangedMeanwhile):
    """Two people have written in the same field. `stored` says, by name of the form's field, what stands there now."""

    def __init__(self, stored: Mapping[str, object]) -> None:
        super().__init__()
        self.stored = dict(stored)


class NotDraft(Conflict):
    """What has been agreed is never changed: a new version is written instead."""

    def __init__(self) -> None:
        super().__init__(_l("This version can no longer be changed. Write a new version instead."))


class ActionCannotMove(Conflict):
    """The action has another state meanwhile, or belongs to a version that has been replaced."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be done any longer: the action has another state now."))
