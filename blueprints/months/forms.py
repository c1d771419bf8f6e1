"""What is said when a month is locked, opened again, or taken home as a workbook."""

from core.i18n import _l
from core.web.fields import HiddenField, IntegerField, LongTextField, Optional, Required, TextField
from core.web.forms import MiaForm

MAX_COMMENT = 1000


class LockForm(MiaForm):
    """The month is right. Named by a month and not by an id, it keeps no draft."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget)
    comment = LongTextField(
        _l("Comment"),
        [Optional()],
        description=_l("What a reader of the figures should know. Nothing about any person."),
        max_length=MAX_COMMENT,
    )


class ReopenForm(MiaForm):
    """Something is to be put right."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget)
    comment = LongTextField(
        _l("Why is it opened again?"),
        [Required(_l("Write why the month is opened again"))],
        description=_l("It stays in the month's history. Nothing about any person."),
        max_length=MAX_COMMENT,
    )


class SummaryForm(MiaForm):
    """The names and hours of many leave the product: what for stands in the access log."""

    keeps_draft = False
    warns = False
    reason = TextField(
        _l("What is it for?"),
        [Required(_l("Write what the file is for"))],
        description=_l("Such as the report to ESF-rådet. It stands in the access log."),
    )
