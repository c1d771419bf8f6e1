"""Lists kept under a name."""

from blueprints.saved_lists.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
