"""What the delprojekt have lifted to the county: read, taken on, answered. Never a person."""

from blueprints.lifted.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
