"""Whether this process is alive and fit. Says nothing about anyone."""

from blueprints.health.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
