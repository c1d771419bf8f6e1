"""Steps forward: noted as they happen, and taken back in the open."""

from blueprints.steps.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
