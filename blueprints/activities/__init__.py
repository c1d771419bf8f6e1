"""The calendar of activities: planned once or week by week, changed, called off."""

from blueprints.activities.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
