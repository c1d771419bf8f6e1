"""What the delprojekt owes each month and year: where it stands, what is missing, and what was reported as it was."""

from blueprints.owed import people, years  # their views are declared on the blueprint
from blueprints.owed.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "people", "years"]
