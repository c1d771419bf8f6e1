"""What can go wrong with figures."""

from core.errors import Unavailable


class NotCounted(Unavailable):
    """Nothing has been counted yet for this project."""
