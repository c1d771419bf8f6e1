"""The address where a consent was registered before it had pages of its own."""

import uuid

from flask import redirect, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.views import blueprint
from core.auth.permissions import Permission, requires
from core.referrals.queries import get_referral


@blueprint.get("/referrals/<uuid:referral_id>/consents/new")
@requires(Permission.READ_REFERRALS, Permission.REGISTER_CONSENT)
def consent_new(referral_id: uuid.UUID) -> Response:
    """On to the form, for whoever may read the referral."""
    return redirect(url_for("consents.new", person_id=get_referral(referral_id).person_id), 301)
