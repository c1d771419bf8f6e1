"""What has come in by the public form: read, taken over into a referral, set aside, or taken away."""

from blueprints.inbox import taking_over  # its views are declared on the blueprint
from blueprints.inbox.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "taking_over"]
