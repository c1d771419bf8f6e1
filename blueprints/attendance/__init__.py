"""Who was there: the roster of a group, and one participant's hours month by month."""

from blueprints.attendance.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
