"""Where a site says how accessible it is."""

from blueprints.statement.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
