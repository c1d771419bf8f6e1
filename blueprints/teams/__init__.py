"""Team days: the calendar, the agenda, the meeting itself, the wall, the minutes."""

from blueprints.teams import agenda, closing, room  # their views are declared on the blueprint
from blueprints.teams.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "agenda", "blueprint", "closing", "room"]
