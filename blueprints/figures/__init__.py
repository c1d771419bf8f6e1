"""A delprojekt's own figures in depth: exact and live, for those who work there. Counts, never a person."""

from blueprints.figures.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
