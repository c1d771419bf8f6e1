"""A participant begins and ends an insats, and what changes of it meanwhile."""

from blueprints.interventions import changes
from blueprints.interventions.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "changes"]
