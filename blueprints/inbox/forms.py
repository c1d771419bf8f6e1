"""Why an expression of interest leads to no referral."""

from core.i18n import _l
from core.referrals.terms import SET_ASIDE_NAMES
from core.web.fields import RadioField, Required
from core.web.forms import MiaForm


class SetAsideForm(MiaForm):
    """One of a few reasons; nothing is written about the person."""

    keeps_draft = warns = False

    reason = RadioField(
        _l("Why does no referral come of it?"),
        choices=[(key.value, name) for key, name in SET_ASIDE_NAMES.items()],
        validators=[Required(_l("Choose why no referral comes of it"))],
    )
