"""The platform as its administrator sees it: tenants, revisions, work that was given up. Never a person."""

from blueprints.platform.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
