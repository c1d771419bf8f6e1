"""The authorities that work with the tenant, and their processing agreements."""

from blueprints.authorities.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
