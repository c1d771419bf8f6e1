"""What is said when two records are put together."""

from core.i18n import _l
from core.web.fields import LongTextField, RadioField, Required
from core.web.forms import MiaForm

THIS, OTHER = "this", "other"


class MergeForm(MiaForm):
    """Which record is kept, and how one knows."""

    keeps = RadioField(
        _l("Which record is kept?"),
        [Required(_l("Choose which record is kept"))],
        description=_l("Everything that belongs to the other is moved to it. Its name and birth date are not changed."),
    )
    reason = LongTextField(
        _l("How do you know that they are the same person?"),
        [Required(_l("Write how you know that they are the same person"))],
        description=_l("Such as: the person showed a new identity document. It is kept with the trace."),
    )
