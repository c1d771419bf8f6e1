"""News, stories, events and jobs as readers see them, with archive, tags, search and a feed."""

from blueprints.news.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
