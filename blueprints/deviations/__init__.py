"""Samverkansavvikelser and guldkorn of a delprojekt: noted, read by a second person, taken on, lifted."""

from blueprints.deviations import lifting
from blueprints.deviations.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "lifting"]
