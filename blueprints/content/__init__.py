"""Where articles are written, read by a colleague, published and taken down."""

from blueprints.content.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
