"""From the question about protected identity to an offered place: referrals, their consents, their moves."""

from blueprints.referrals import consents, registration  # their views are declared on the blueprint
from blueprints.referrals.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "consents", "registration"]
