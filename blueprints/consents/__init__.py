"""What a person allows: to share between authorities, to publish; the papers for it, and who may see what on it."""

from blueprints.consents import papers, sharing  # their views are declared on the blueprint
from blueprints.consents.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "papers", "sharing"]
