"""The exit of a participant, with the situation afterwards."""

from blueprints.exits.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
