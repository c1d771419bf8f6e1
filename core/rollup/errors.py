"""What may not be asked of the county's figures."""

from core.errors import Conflict


class ReleaseAsked(Conflict):
    """A release is being made, or was made today: there is one a day at most, so that no pair tells of one person's change."""
