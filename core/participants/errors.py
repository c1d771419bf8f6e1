"""What can go wrong with a participation."""

import uuid

from core.errors import Conflict
from core.i18n import _l


class ChangedMeanwhile(Conflict):
    """Somebody else saved a change after this form was opened. Nothing of either is lost: the page shows both."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has changed this since you opened it. Compare, then save again."))


class MoveNotPossible(Conflict):
    """The participation is no longer in a state from which this can be done."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be done any longer: the participation has another status now."))


class AlreadyStarted(Conflict):
    """The referral has led to a start already. `participation_id` is None when it is not theirs to read."""

    def __init__(self, participation_id: uuid.UUID | None) -> None:
        super().__init__(_l("This referral has already led to a start."))
        self.participation_id = participation_id


class NotOffered(Conflict):
    """A start needs a referral with an offered place."""

    def __init__(self) -> None:
        super().__init__(_l("A participant can start only when a place has been offered."))
