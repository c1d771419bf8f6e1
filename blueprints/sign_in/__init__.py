"""Sign in, the second step, invitations, sign out."""

from blueprints.sign_in.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
