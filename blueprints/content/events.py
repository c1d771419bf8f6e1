"""The fields of an event that one signs up for."""

from core.i18n import _l
from core.web.fields import DateField, IntegerField, Optional


class SignupFields:
    """Mixed into the form of an article. What they may hold, core/publishing/checks.py says."""

    signup_until = DateField(
        _l("Last day to sign up"),
        [Optional()],
        description=_l("Of an event. Empty: one need not sign up."),
    )
    places = IntegerField(
        _l("Number of places"),
        [Optional()],
        description=_l("Empty: as many as like to."),
    )
