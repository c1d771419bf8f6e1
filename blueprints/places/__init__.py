"""Places of work: social enterprises, employers, associations."""

from blueprints.places.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
