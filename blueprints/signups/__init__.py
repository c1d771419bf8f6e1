"""Events that readers sign up for: the form, the receipt with its way to cancel, the file for their calendar; and the list
for whoever arranges the event. Readers get no cookie, and nothing of what they send is read by their pages."""

from blueprints.signups import office
from blueprints.signups.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint", "office"]
