"""The progress box for a förbund's own website: a small page that may stand in a frame there."""

from blueprints.embed.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
