"""The colour of a delprojekt's site."""

from blueprints.colours.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
