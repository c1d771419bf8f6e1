"""What the county-wide project does for the delprojekt."""

from blueprints.support.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
