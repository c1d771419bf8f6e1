"""One choice among hues that are all readable."""

from core.i18n import _l
from core.projects.terms import ACCENT_NAMES
from core.web.fields import RadioField, Required
from core.web.forms import MiaForm


class ColourForm(MiaForm):
    """What is chosen is seen on the page before it is saved; there is nothing to keep as a draft."""

    keeps_draft = False
    warns = False
    accent = RadioField(_l("Colour"), [Required(_l("Choose a colour"))], choices=list(ACCENT_NAMES.items()))
