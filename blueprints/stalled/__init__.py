"""Who stands still, whose turn it is, and since when."""

from blueprints.stalled.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
