"""For editors: facts of a day, contacts by role, and the texts of the site's own pages."""

from blueprints.site_pages import versions  # its views are declared on the blueprint
from blueprints.site_pages.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint", "versions"]
