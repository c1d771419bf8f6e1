"""My work: what waits, for whoever signs in at a tenant."""

from blueprints.work.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
