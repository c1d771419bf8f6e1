"""Papers that belong to a row: saved to one's own machine, put there, and hidden when they stand in the wrong place."""

from blueprints.files.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
