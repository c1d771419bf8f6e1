"""What a delprojekt decides for itself: who takes in referrals, places, lengths of time, and its own lists of words."""

from blueprints.settings import blanks, lists  # their views are declared on the blueprint
from blueprints.settings.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blanks", "blueprint", "lists"]
