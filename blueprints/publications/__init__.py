"""For editors: publications with their files, in draft and shown to readers."""

from blueprints.publications.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
