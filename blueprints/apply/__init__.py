"""The public form by which somebody tells that they are interested. Sets no cookie, and reads nothing that was sent."""

from blueprints.apply.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
