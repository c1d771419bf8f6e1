"""A delprojekt's pages for those who want to take part, also in easy read, and for case officers, with a brochure."""

from blueprints.guide.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
