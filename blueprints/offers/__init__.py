"""What a delprojekt offers: a page and a leaflet for each insats, for whoever thinks of taking part."""

from blueprints.offers.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
