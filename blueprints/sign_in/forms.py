"""What is typed to sign in. Passwords are taken as they are: no stripping, no cleaning."""

from wtforms.validators import EqualTo

from core.i18n import _l
from core.web.fields import HiddenField, PasswordField, Required, TextField
from core.web.forms import MiaForm


class SignInForm(MiaForm):
    """E-mail, password, and where to go afterwards."""

    email = TextField(_l("E-mail"), [Required(_l("Write your e-mail address"))], max_length=254)
    password = PasswordField(_l("Password"), [Required(_l("Write your password"))])
    next = HiddenField()


class CodeForm(MiaForm):
    """The second step."""

    code = TextField(
        _l("Code"),
        [Required(_l("Write the code"))],
        max_length=40,
        description=_l("Six digits from your authenticator app, or one of your recovery codes."),
    )


class PasswordForm(MiaForm):
    """A first or new password, written twice."""

    password = PasswordField(
        _l("Choose a password"),
        [Required(_l("Choose a password"))],
        description=_l("At least 12 characters. A sentence that only you know is easy to remember."),
    )
    repeated = PasswordField(
        _l("Write it once more"),
        [Required(_l("Write the password once more")), EqualTo("password", _l("The two passwords are not the same"))],
    )
