"""The texts of the report."""

from core.i18n import _l
from core.steering.terms import MOST_TEXT, REPORT_FIELDS, REPORT_HEADINGS
from core.web.fields import HiddenField, IntegerField, LongTextField, Optional
from core.web.forms import MiaForm


def _text(name: str, description: object = "") -> LongTextField:
    return LongTextField(REPORT_HEADINGS[name], [Optional()], description=description, max_length=MOST_TEXT)


class TextForm(MiaForm):
    """What the projektchef writes. At the county no drafts are kept; what is saved here is kept itself."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    summary = _text("summary", _l("Three or four sentences: what the steering group should take with it."))
    happened = _text("happened")
    risks = _text("risks")
    decisions = _text("decisions")
    ahead = _text("ahead")

    def texts(self) -> dict[str, str]:
        """What was typed, for the service."""
        return {name: self[name].data or "" for name in REPORT_FIELDS}
