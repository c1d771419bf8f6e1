"""What somebody writes who is interested. As little as it takes to reach them; no number and nothing about health."""

from collections.abc import Sequence

from wtforms.validators import ValidationError

from core.file_kinds import Examined
from core.i18n import _, _l
from core.inbox.services import Interest
from core.inbox.terms import BY_TELEPHONE, CONTACT_WAY_NAMES, ContactWay
from core.web.fields import ChoiceField, HiddenField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm
from core.web.open_fields import NoNumber, email_field, phone_field
from core.web.uploads import UploadField

ELSEWHERE = "elsewhere"


class ApplicationForm(MiaForm):
    """The fields of the public form. `token` is the opening's, not the session's: there is none."""

    class Meta(MiaForm.Meta):
        """Without a cookie there is no session to hold a token; core/web/open_forms.py has another."""

        csrf = False

    keeps_draft = warns = False

    token = HiddenField()
    name = TextField(_l("Your name"), [Required(_l("Write your name")), NoNumber()])
    phone = phone_field()
    email = email_field()
    municipality = ChoiceField(_l("Where do you live?"), [Required(_l("Choose a municipality"))])
    contact_way = RadioField(
        _l("How shall we contact you?"),
        choices=[(key.value, name) for key, name in CONTACT_WAY_NAMES.items()],
        validators=[Required(_l("Choose how we shall contact you"))],
    )
    contact_when = TextField(
        _l("When does it suit you, and is there something we should know before we get in touch?"),
        [Optional(), NoNumber()],
        description=_l("Such as: afternoons, or with an interpreter. Nothing about your health."),
    )
    file = UploadField(
        _l("A file"),
        [Optional()],
        description=_l(
            "You need not send any. PDF, picture or document, at most 10 MB; no medical certificates. "
            "If this page comes back because something is missing, choose the file again."
        ),
    )

    def __init__(self, municipalities: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.municipality.choices = [*municipalities, (ELSEWHERE, _("Another municipality"))]

    def validate_contact_way(self, field: RadioField) -> None:
        """There must be a way to reach them, and it must be the one they have chosen."""
        if field.data in BY_TELEPHONE and not self.phone.data:
            raise ValidationError(_("Write your telephone number above, or choose e-mail"))
        if field.data == ContactWay.EMAIL and not self.email.data:
            raise ValidationError(_("Write your e-mail address above, or choose another way"))

    def interest(self) -> Interest:
        """What was written. Only after the form was found valid."""
        code = self.municipality.data
        return Interest(
            name=self.name.data,
            phone=self.phone.data or "",
            email=self.email.data or "",
            municipality_code=None if code == ELSEWHERE else code,
            contact_way=ContactWay(self.contact_way.data),
            contact_when=self.contact_when.data or "",
        )

    def attached(self) -> Examined | None:
        """The file, if there is one."""
        examined: Examined | None = self.file.examined
        return examined
