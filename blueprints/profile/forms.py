"""What a person changes about their own account."""

from wtforms.validators import EqualTo

from core.i18n import _l
from core.web.fields import HiddenField, IntegerField, Optional, PasswordField, RadioField, Required, TextField
from core.web.forms import MiaForm

_CURRENT = _l("Your password now")
_CURRENT_NEEDED = _l("Write your password, so that we know it is you")


class LanguageForm(MiaForm):
    """The language of signed-in pages. Each is named in itself."""

    language = RadioField(_l("Show the pages in"), [Required()], choices=[("sv", "Svenska"), ("en", "English")])


class WorkPhoneForm(MiaForm):
    """The number to be called at, in all of one's roles on this site."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    work_phone = TextField(
        _l("Telephone at work"),
        [Optional()],
        max_length=40,
        description=_l("Which colleagues and other authorities may call. Never a private number."),
    )


class NewPasswordForm(MiaForm):
    """The old password once, the new one twice."""

    current = PasswordField(_CURRENT, [Required(_CURRENT_NEEDED)])
    password = PasswordField(
        _l("New password"),
        [Required(_l("Choose a password"))],
        description=_l("At least 12 characters. A sentence that only you know is easy to remember."),
    )
    repeated = PasswordField(
        _l("Write it once more"),
        [Required(_l("Write the password once more")), EqualTo("password", _l("The two passwords are not the same"))],
    )


class SecondStepForm(MiaForm):
    """The password, and a code that proves the app is there."""

    current = PasswordField(_CURRENT, [Required(_CURRENT_NEEDED)])
    code = TextField(
        _l("Code"),
        [Required(_l("Write the code"))],
        max_length=10,
        description=_l("The six digits that your authenticator app shows."),
    )


class EndSessionForm(MiaForm):
    """Which session to end."""

    session = HiddenField(validators=[Required()])
