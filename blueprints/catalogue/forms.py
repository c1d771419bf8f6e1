"""What is entered about an insats of the catalogue."""

from core.i18n import _l
from core.interventions.catalogue import CatalogueValues
from core.interventions.terms import KIND_NAMES, InterventionKind
from core.web.fields import DateField, HiddenField, IntegerField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm


class InterventionForm(MiaForm):
    """Name, kind and last day. `token` becomes a new row's id, so that a second sending changes nothing."""

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
    valid_until = DateField(
        _l("Last day it is offered"),
        [Optional()],
        description=_l("Leave it empty while it is offered. Those who take part already go on after that day."),
    )

    @property
    def values(self) -> CatalogueValues:
        """What was typed, as far as it could be read."""
        return CatalogueValues(
            kind=InterventionKind(self.kind.data) if self.kind.data in KIND_NAMES else None,
            name_sv=self.name_sv.data or "",
            name_en=self.name_en.data or "",
            valid_until=self.valid_until.data,
        )
