"""What every site must say of itself: accessibility, personal data, cookies."""

from blueprints.about.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
