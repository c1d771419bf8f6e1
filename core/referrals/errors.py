"""What can go wrong with a referral."""

from core.errors import Conflict, NotAllowed
from core.i18n import _l


class ReferralChanged(Conflict):
    """Somebody else moved the referral meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has changed the referral since you opened it. See what is new, then do it again."))


class MoveNotPossible(Conflict):
    """The state table has no such step."""

    def __init__(self) -> None:
        super().__init__(_l("The referral cannot go from where it stands to what you chose."))


class NoAgreement(NotAllowed):
    """The authority of the signed-in person has no processing agreement, so nothing may be registered for it."""

    def __init__(self) -> None:
        super().__init__(
            _l("Your authority has no processing agreement in force here. Ask the sub-project manager to have it entered.")
        )
