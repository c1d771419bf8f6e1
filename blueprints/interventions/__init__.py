"""A participant begins and ends an insats."""

from blueprints.interventions.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
