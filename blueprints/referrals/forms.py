"""What is typed about a referral and a move. Each sending of a form that makes a row carries a token."""

import uuid
from collections.abc import Sequence

from wtforms.validators import Regexp, ValidationError

from core.clock import today
from core.i18n import _, _l
from core.identity_numbers import Identity, IdentityNumberError, parse, temporary
from core.ids import read_id
from core.participants.terms import Sex
from core.persons.services import AnotherPerson, Answer, Applicant, ContactDetails, SamePerson, TheRegistered
from core.referrals.services import Arrival, Sending
from core.referrals.terms import ARRIVAL_NAMES, KIND_NAMES, ArrivalWay, ReferralKind
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    LongTextField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm

Pairs = Sequence[tuple[str, str]]
"""(key, name) of what may be chosen."""

NUMBER, TEMPORARY = "number", "temporary"
ELSEWHERE = "elsewhere"
ANOTHER = "another"
REGISTERED = "registered"
MAX_NOTE = 2_000
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+$"


class ProtectionForm(MiaForm):
    """The question before the first field."""

    protected = RadioField(
        _l("Does the person have protected identity?"),
        choices=[("no", _l("No")), ("yes", _l("Yes")), ("unknown", _l("I do not know"))],
        validators=[Required(_l("Answer the question about protected identity"))],
        description=_l(
            "Confidentiality marking, protected Population Register data or new identity details. Ask the case officer "
            "or the person if you are not sure."
        ),
    )


class OnceForm(MiaForm):
    """A form that makes one row however often it is sent."""

    form_token = HiddenField(default=lambda: str(uuid.uuid4()))

    @property
    def token(self) -> uuid.UUID | None:
        """The token, or None when somebody has tampered with it."""
        return read_id(self.form_token.data)


class ReferralForm(OnceForm):
    """Who is referred, how it came, and from whom."""

    receiver = RadioField(_l("Receiving authority"), [Required(_l("Choose who is to receive the referral"))])
    person_agrees = RadioField(
        _l("Has the person said yes to the referral being sent?"),
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        validators=[Optional()],
        description=_l("Needed when another authority receives it. Without a yes it is not sent."),
    )
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

    kind = RadioField(
        _l("What has come in?"),
        choices=[(key.value, name) for key, name in KIND_NAMES.items()],
        validators=[Required(_l("Choose what has come in"))],
    )
    arrival_way = ChoiceField(
        _l("How it came"),
        [Required(_l("Choose how it came"))],
        choices=[(key.value, name) for key, name in ARRIVAL_NAMES.items()],
    )
    received_on = DateField(
        _l("Day it was received"),
        [Required(_l("Write the day it was received")), NotAfterToday()],
        description=_l("The day it reached you, not the day you write it here. Such as 2022-09-15."),
    )
    referring_party = ChoiceField(
        _l("Referring party"),
        [Required(_l("Choose who refers"))],
        description=_l("The authority whose case officer refers, or the person."),
    )
    referrer_name = TextField(_l("Case officer's name"), description=_l("Leave empty when the person has applied themselves."))
    referrer_contact = TextField(_l("Case officer's telephone or e-mail"))
    exception_reason = LongTextField(
        _l("Reason to admit outside the rule of admission"),
        description=_l("The reason stands in the history of the referral."),
        max_length=MAX_NOTE,
    )
    answer = RadioField(_l("Is it the same person?"), validators=[Optional()], validate_choice=False)

    def __init__(self, *, municipalities: Pairs, parties: Pairs, receivers: Pairs, own: uuid.UUID | None) -> None:
        super().__init__()
        self._offer_receivers(receivers, own)
        self.municipality.choices = [*municipalities, (ELSEWHERE, _("Another municipality"))]
        self.referring_party.choices = list(parties)
        self.answer.choices = []
        self.identity: Identity | None = None
        if self.received_on.data is None and not self.received_on.raw_data:
            self.received_on.data = today()

    def _offer_receivers(self, receivers: Pairs, own: uuid.UUID | None) -> None:
        """Nothing is asked where there is nothing to choose: the writer's own authority receives it."""
        if [key for key, _name in receivers] == [str(own)]:
            del self.receiver, self.person_agrees
            return
        self.receiver.choices = list(receivers)
        if self.receiver.data is None and not self.receiver.raw_data:
            self.receiver.data = receivers[0][0] if receivers else None

    def prefill(self, known: dict[str, str]) -> None:
        """Write what is known of the case officer into fields that nobody has written in."""
        for name, value in known.items():
            field = self[name]
            if not field.data and not field.raw_data and value:
                field.data = value

    def sending(self) -> Sending | None:
        """To whom it goes; None where the form did not ask."""
        receiver_id = read_id(self.receiver.data) if "receiver" in self else None
        return Sending(receiver_id=receiver_id, person_agrees=self.person_agrees.data == "yes") if receiver_id else None

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
        """Who is referred. Only after the form was found valid."""
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

    def arrival(self) -> Arrival:
        """How it came."""
        return Arrival(
            kind=ReferralKind(self.kind.data),
            arrival_way=ArrivalWay(self.arrival_way.data),
            received_on=self.received_on.data,
            referring_party=self.referring_party.data,
            referrer_name=self.referrer_name.data or "",
            referrer_contact=self.referrer_contact.data or "",
            exception_reason=self.exception_reason.data or "",
        )

    def chosen_answer(self) -> Answer:
        """What was said about somebody who may be the same person."""
        if self.answer.data == ANOTHER:
            return AnotherPerson()
        if self.answer.data == REGISTERED:
            return TheRegistered()
        person_id = read_id(self.answer.data)
        return SamePerson(person_id=person_id) if person_id else None


class SearchForm(MiaForm):
    """Looking for somebody. Sent as POST, so that no name or number stands in an address."""

    keeps_draft = warns = False

    sought = TextField(_l("Name or personal identity number"), [Required(_l("Write a name or a number"))], max_length=MAX_NOTE)
