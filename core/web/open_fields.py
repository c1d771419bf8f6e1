"""What forms for everybody ask of names and ways to be reached (core/web/open_forms.py)."""

from typing import Any

from wtforms import Field
from wtforms.validators import Regexp, ValidationError

from core.i18n import _, _l
from core.identity_numbers import holds_number
from core.web.fields import Optional, TextField

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+$"
FEWEST_DIGITS = 5


class NoNumber:
    """Validator: no personal identity number among what is written."""

    def __call__(self, _form: object, field: Field) -> None:
        """Raise ValidationError, kindly."""
        if holds_number(field.data or ""):
            raise ValidationError(
                _(
                    "It looks as if a personal identity number stands here. Take it away: we do not need it now. "
                    "Write a telephone number with spaces, such as 070-174 06 05."
                )
            )


class WholeNumber:
    """Validator: enough digits to call."""

    def __call__(self, _form: object, field: Field) -> None:
        """Raise ValidationError for too few."""
        if field.data and sum(sign.isdigit() for sign in field.data) < FEWEST_DIGITS:
            raise ValidationError(_("Write the whole telephone number, such as 070-174 06 05"))


def phone_field(**options: Any) -> TextField:
    """A telephone number, which may be left empty."""
    return TextField(_l("Telephone"), [Optional(), NoNumber(), WholeNumber()], max_length=40, **options)


def email_field(**options: Any) -> TextField:
    """An e-mail address, which may be left empty."""
    written = Regexp(EMAIL, message=_l("Write an e-mail address, such as name@example.com"))
    return TextField(_l("E-mail"), [Optional(), NoNumber(), written], **options)
