"""The publications for readers: reports, fact sheets, leaflets in many languages, reading tips."""

from blueprints.library.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
