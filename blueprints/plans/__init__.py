"""The joint plan: begun, written on one page or in the room, agreed, followed; on paper for the participant."""

from blueprints.plans import actions, agreement, writing  # their views are declared on the blueprint
from blueprints.plans.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "actions", "agreement", "blueprint", "writing"]
