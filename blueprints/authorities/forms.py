"""What is entered about an authority."""

from typing import Any

from core.authorities.queries import list_parties
from core.authorities.services import AuthorityValues
from core.i18n import _l
from core.web.fields import DateField, HiddenField, IntegerField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm


class AuthorityForm(MiaForm):
    """Kind of party, name, and from when to when its processing agreement holds."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    party_key = RadioField(_l("Kind of party"), [Required(_l("Choose what kind of party it is"))])
    name = TextField(
        _l("Name of the authority"),
        [Required(_l("Write the name of the authority"))],
        description=_l("Such as Arbetsmarknadsnämnden, Täby kommun. Each committee of a municipality is its own."),
    )
    agreement_from = DateField(
        _l("Processing agreement from"),
        [Optional()],
        description=_l("Such as 2022-09-15. Without an agreement in force nobody there reads about people."),
    )
    agreement_until = DateField(
        _l("Last day of the agreement"),
        [Optional()],
        description=_l("Left empty it holds until further notice. From the day after, nobody there reads about people."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.party_key.choices = list_parties()

    @property
    def values(self) -> AuthorityValues:
        """What was typed, as far as it could be read."""
        return AuthorityValues(
            party_key=self.party_key.data or "",
            name=self.name.data or "",
            agreement_from=self.agreement_from.data,
            agreement_until=self.agreement_until.data,
        )
