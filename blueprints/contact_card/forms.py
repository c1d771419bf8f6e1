"""About whom somebody asks, and why."""

from wtforms.validators import ValidationError

from core.i18n import _, _l
from core.identity_numbers import IdentityNumberError, holds_number, parse
from core.web.fields import Required, TextField
from core.web.forms import MiaForm


class QuestionForm(MiaForm):
    """One question. Nothing of it is kept as a draft, and the number stands in no address."""

    keeps_draft = warns = False

    number = TextField(
        _l("Personal identity number or coordination number"),
        [Required(_l("Write the number"))],
        description=_l("Such as YYYYMMDD-NNNN"),
        max_length=40,
    )
    reason = TextField(
        _l("Why you ask"),
        [Required(_l("Write why you ask"))],
        description=_l("Your question is logged with this reason. Write nothing about the person's health or life here."),
        max_length=200,
    )
    digits = ""

    def validate_number(self, field: TextField) -> None:
        """Read the number: it must be one, whoever has it."""
        if field.errors or not field.data:
            return
        try:
            self.digits = parse(field.data).digits or ""
        except IdentityNumberError as error:
            raise ValidationError(str(error.message)) from error

    def validate_reason(self, field: TextField) -> None:
        """The log names the person already, and its reason names nobody."""
        if field.data and holds_number(field.data):
            raise ValidationError(_("Leave the number out of the reason"))
