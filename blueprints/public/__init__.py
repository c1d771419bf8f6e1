"""What anyone may read without signing in: start pages, how we count, and the figures as JSON."""

from blueprints.public.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
