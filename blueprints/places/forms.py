"""What is entered about a place of work."""

from collections.abc import Sequence
from typing import Any

from core.i18n import _l
from core.ids import new_id
from core.interventions.places import PlaceValues
from core.interventions.terms import PLACE_KIND_NAMES, PlaceKind
from core.web.fields import (
    BooleanField,
    ChoiceField,
    HiddenField,
    IntegerField,
    LongTextField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm


class PlaceForm(MiaForm):
    """Name, kind, contact and room. `token` becomes a new row's id, so that a second sending changes nothing."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField(default=lambda: str(new_id()))
    name = TextField(_l("Name of the place"), [Required(_l("Write the name of the place"))])
    kind = RadioField(
        _l("Kind"),
        [Required(_l("Choose what kind of place it is"))],
        choices=[(kind.value, name) for kind, name in PLACE_KIND_NAMES.items()],
    )
    municipality_code = ChoiceField(_l("Municipality"), [Optional()])
    tasks = LongTextField(
        _l("What one does there"),
        [Optional()],
        description=_l("In a line or two, such as: café, garden, packing."),
        max_length=500,
    )
    contact_name = TextField(_l("Contact at the place"), [Optional()], description=_l("Who is reached there, at work."))
    contact_phone = TextField(_l("Telephone"), [Optional()], max_length=40)
    contact_email = TextField(_l("E-mail"), [Optional()])
    capacity = IntegerField(
        _l("Places"), [Optional()], description=_l("How many can be there at the same time. Empty: nobody has said.")
    )
    active = BooleanField(
        _l("Takes in new participants"),
        default=True,
        description=_l("A place that is closed is not offered. Who is there stays."),
    )

    def __init__(self, municipalities: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.municipality_code.choices = list(municipalities)

    @property
    def values(self) -> PlaceValues:
        """What was typed, as far as it could be read."""
        return PlaceValues(
            kind=PlaceKind(self.kind.data) if self.kind.data in PLACE_KIND_NAMES else None,
            name=self.name.data or "",
            municipality_code=self.municipality_code.data or None,
            tasks=self.tasks.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_email=self.contact_email.data or "",
            capacity=self.capacity.data,
            active=bool(self.active.data),
        )
