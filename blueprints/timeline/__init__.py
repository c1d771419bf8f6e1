"""Everything that has happened with a participant, of what the reader may read."""

from blueprints.timeline.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
