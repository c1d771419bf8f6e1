"""The part of a form that says who somebody is, on the way in: the question that comes first, the fields, and the answer to
"is it the same person". What becomes of it: core.persons.services.find_or_register.
"""

import uuid
from collections.abc import Mapping, Sequence

from wtforms.validators import Regexp, ValidationError

from core.i18n import _, _l, format_date
from core.identity_numbers import Identity, IdentityNumberError, parse, temporary
from core.participants.terms import Sex
from core.persons.errors import Match, PersonMayBeKnown
from core.persons.services import AnotherPerson, Answer, Applicant, ContactDetails, SamePerson, TheRegistered
from core.web.fields import ChoiceField, DateField, LongTextField, NotAfterToday, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm

NUMBER, TEMPORARY = "number", "temporary"
ELSEWHERE = "elsewhere"
ANOTHER = "another"
REGISTERED = "registered"
MAX_NOTE = 2_000
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+$"


class ProtectionQuestion(MiaForm):
    """The question before the first field."""

    keeps_draft = warns = False

    protected = RadioField(
        _l("Does the person have protected identity?"),
        choices=[("no", _l("No")), ("yes", _l("Yes")), ("unknown", _l("I do not know"))],
        validators=[Required(_l("Answer the question about protected identity"))],
        description=_l(
            "Confidentiality marking, protected Population Register data or new identity details. Ask the case officer "
            "or the person if you are not sure."
        ),
    )


class ApplicantForm(MiaForm):
    """Who somebody is, where they live, how they are reached, and why they are admitted outside the rule."""

    has_number = RadioField(
        _l("Identity"),
        choices=[(NUMBER, _l("Personal identity number or coordination number")), (TEMPORARY, _l("Temporary identity"))],
        default=NUMBER,
        validators=[Required(_l("Choose how the person is identified"))],
    )
    identity_number = TextField(
        _l("Personal identity number or coordination number"), description=_l("Such as YYYYMMDD-NNNN"), max_length=40
    )
    birth_date = DateField(
        _l("Date of birth"),
        [Optional(), NotAfterToday()],
        description=_l("Only for a temporary identity. Such as 1990-05-31"),
    )
    sex = RadioField(
        _l("Sex"),
        choices=[(Sex.WOMAN.value, _l("Woman")), (Sex.MAN.value, _l("Man"))],
        validators=[Optional()],
        description=_l("Only for a temporary identity. Otherwise it follows from the number."),
    )
    given_name = TextField(_l("Given name"), [Required(_l("Write the given name"))])
    family_name = TextField(_l("Family name"), [Required(_l("Write the family name"))])
    municipality = ChoiceField(
        _l("Municipality of residence"),
        [Required(_l("Choose a municipality"))],
        description=_l("Where the person is registered in the Population Register."),
    )
    phone = TextField(_l("Telephone"), max_length=40)
    email = TextField(_l("E-mail"), [Optional(), Regexp(EMAIL, message=_l("Write an e-mail address, such as name@example.com"))])
    address = LongTextField(_l("Address"), max_length=500)
    exception_reason = LongTextField(
        _l("Reason to admit outside the rule of admission"),
        description=_l("The reason stands in the history of the referral."),
        max_length=MAX_NOTE,
    )
    answer = RadioField(_l("Is it the same person?"), validators=[Optional()], validate_choice=False)

    def __init__(self, municipalities: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.municipality.choices = [*municipalities, (ELSEWHERE, _("Another municipality"))]
        self.answer.choices = []
        self.identity: Identity | None = None

    def prefill(self, known: Mapping[str, str]) -> None:
        """Write what is known into fields that nobody has written in."""
        for name, value in known.items():
            if value and not self[name].data and not self[name].raw_data:
                self[name].data = value

    def validate_identity_number(self, field: TextField) -> None:
        """Read the number, when there is to be one."""
        if self.has_number.data == TEMPORARY or field.errors:
            return
        if not field.data:
            raise ValidationError(_("Write the number, or choose temporary identity"))
        try:
            self.identity = parse(field.data)
        except IdentityNumberError as error:
            raise ValidationError(str(error.message)) from error

    def validate_has_number(self, field: RadioField) -> None:
        """A temporary identity needs what a number would have told."""
        if field.data != TEMPORARY:
            return
        if self.birth_date.data and self.sex.data in list(Sex):
            self.identity = temporary(birth_date=self.birth_date.data, sex=Sex(self.sex.data))
        elif not self.birth_date.process_errors:
            raise ValidationError(_("A temporary identity needs date of birth and sex"))

    def applicant(self) -> Applicant:
        """Who it is. Only after the form was found valid."""
        if self.identity is None:
            raise ValueError("the form was not validated")
        code = self.municipality.data
        return Applicant(
            given_name=self.given_name.data,
            family_name=self.family_name.data,
            identity=self.identity,
            municipality_code=None if code == ELSEWHERE else code,
            contact=ContactDetails(address=self.address.data or "", phone=self.phone.data or "", email=self.email.data or ""),
        )

    def chosen_answer(self) -> Answer:
        """What was said about somebody who may be the same person."""
        if self.answer.data == ANOTHER:
            return AnotherPerson()
        if self.answer.data == REGISTERED:
            return TheRegistered()
        try:
            return SamePerson(person_id=uuid.UUID(self.answer.data or ""))
        except ValueError:
            return None

    def ask(self, found: PersonMayBeKnown) -> None:
        """Offer the answers there are: each person who may be known to the reader, and, if it can be, another one."""
        self.answer.choices = [(str(match.person_id), _described(match)) for match in found.matches]
        if found.joinable:
            self.answer.choices.append((REGISTERED, _("Yes, let this referral belong to that person")))
        if not found.certain:
            self.answer.choices.append((ANOTHER, _("No, it is another person")))
        self.add_faults({"answer" if self.answer.choices else "": found.message})


def _described(match: Match) -> str:
    if match.birth_date is None:
        return _("Yes, it is %(name)s", name=match.name)
    return _("Yes, it is %(name)s, born %(day)s", name=match.name, day=format_date(match.birth_date))
