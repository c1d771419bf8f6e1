"""The list of participants, the page of one, the start, and what may be changed along the way."""

from blueprints.participants.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
