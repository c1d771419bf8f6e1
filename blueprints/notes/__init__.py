"""Short notes about a person: written, read, and corrected in the open."""

from blueprints.notes.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
