"""One's own account: who one is here, password, second step, sessions."""

from blueprints.profile.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
