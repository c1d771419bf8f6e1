"""Who works with a participant beside the contact person, and caseloads that change hands."""

from blueprints.caseloads.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
