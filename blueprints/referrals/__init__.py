"""From the question about protected identity to an offered place: referrals, their consents, their moves."""

from blueprints.referrals import answers, consents, registration, sent, waiting  # their views are declared on the blueprint
from blueprints.referrals.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "answers", "blueprint", "consents", "registration", "sent", "waiting"]
