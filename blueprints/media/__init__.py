"""Sound and film at the top of an article, for its editors: the file, and what is said in it."""

from blueprints.media.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
