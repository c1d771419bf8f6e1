"""The exit of a participant, with the situation afterwards, and the certificate."""

from blueprints.exits import certificate  # its view is declared on the blueprint
from blueprints.exits.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "certificate"]
