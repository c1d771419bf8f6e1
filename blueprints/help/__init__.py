"""Help by task, for staff and for anyone who wants to know how it is done; and what is new."""

from blueprints.help.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
