"""What is entered about an insats of the catalogue."""

from core.i18n import _l
from core.interventions.catalogue import CatalogueValues
from core.interventions.terms import KIND_NAMES, MOST_GIVEN_BY, InterventionKind
from core.web.fields import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm


class InterventionForm(MiaForm):
    """Name, kind, text, places and days. `token` becomes a new row's id, so that a second sending changes nothing."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField()
    name_sv = TextField(
        _l("Name in Swedish"),
        [Required(_l("Write the name of the intervention"))],
        description=_l("As participants know it. It stands on the public page; never a person's name."),
    )
    name_en = TextField(_l("Name in English"), [Optional()], description=_l("Left empty the Swedish name stands there too."))
    kind = RadioField(
        _l("Kind"),
        [Required(_l("Choose what kind of intervention it is"))],
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        description=_l("So that sub-projects with other names for the same thing can be read side by side."),
    )
    text_sv = LongTextField(
        _l("In Swedish, what it is"),
        [Optional()],
        description=_l("A few sentences for the public page and for participants."),
        max_length=1000,
    )
    text_en = LongTextField(_l("In English, what it is"), [Optional()], max_length=1000)
    capacity = IntegerField(
        _l("Places"), [Optional()], description=_l("How many can take part at the same time. Empty: nobody has said.")
    )
    valid_from = DateField(_l("First day it is offered"), [Optional()], description=_l("Left empty it is offered already."))
    valid_until = DateField(
        _l("Last day it is offered"),
        [Optional()],
        description=_l("Leave it empty while it is offered. Those who take part already go on after that day."),
    )

    is_complementary = BooleanField(
        _l("Complementary: somebody else gives it"),
        description=_l("A party, or another project, that participants may use beside the sub-project's own interventions."),
    )
    given_by = TextField(
        _l("Who gives it"),
        [Optional()],
        description=_l("An organisation, never a person. Only for what is complementary."),
        max_length=MOST_GIVEN_BY,
    )

    @property
    def values(self) -> CatalogueValues:
        """What was typed, as far as it could be read."""
        return CatalogueValues(
            kind=InterventionKind(self.kind.data) if self.kind.data in KIND_NAMES else None,
            name_sv=self.name_sv.data or "",
            name_en=self.name_en.data or "",
            valid_until=self.valid_until.data,
            text_sv=self.text_sv.data or "",
            text_en=self.text_en.data or "",
            capacity=self.capacity.data,
            valid_from=self.valid_from.data,
            is_complementary=bool(self.is_complementary.data),
            given_by=self.given_by.data or "",
        )
