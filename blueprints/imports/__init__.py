"""Import of a spreadsheet with participants."""

from blueprints.imports.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
