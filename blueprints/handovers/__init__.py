"""What is handed to another authority, and what was handed to ours."""

from blueprints.handovers.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
