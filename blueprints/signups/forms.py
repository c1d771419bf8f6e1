"""What somebody writes who wants to come: a name and a way to reach them. And what the list is saved for."""

from collections.abc import Mapping
from typing import Any

from core.i18n import _, _l
from core.signups.services import Visitor
from core.signups.terms import MOST_EMAIL, MOST_NAME, MOST_QUESTION
from core.web.fields import HiddenField, LongTextField, Optional, Required, TextField
from core.web.forms import MiaForm
from core.web.open_fields import NoNumber, email_field, phone_field


class SignupForm(MiaForm):
    """The reader's. `token` is the opening's, not the session's: there is none."""

    class Meta(MiaForm.Meta):
        """Without a cookie there is no session to hold a token; core/web/open_forms.py has another."""

        csrf = False

    keeps_draft = warns = False

    token = HiddenField()
    name = TextField(_l("Your name"), [Required(_l("Write your name")), NoNumber()], max_length=MOST_NAME)
    email = email_field(max_length=MOST_EMAIL)
    phone = phone_field()
    question = LongTextField(
        _l("Something you wish to ask"),
        [Optional(), NoNumber()],
        description=_l("Nothing about your health or what you need. If you need an interpreter, say, get in touch instead."),
        max_length=MOST_QUESTION,
    )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """There must be a way to reach them; an empty field asks nothing by itself."""
        valid = super().validate(extra_validators)
        if self.email.data or self.phone.data:
            return valid
        self.add_faults({"email": _("Write an e-mail address or a telephone number")})
        return False

    def visitor(self) -> Visitor:
        """What was written. Only after the form was found valid."""
        return Visitor(
            name=self.name.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
            question=self.question.data or "",
        )


class ListForm(MiaForm):
    """What the file is for."""

    keeps_draft = warns = False
    reason = TextField(
        _l("What is the file for?"),
        [Required(_l("Write what the file is for"))],
        description=_l("For example name badges. It stands in the access log. Nothing about any person."),
    )


class ButtonForm(MiaForm):
    """A button."""

    keeps_draft = warns = False
