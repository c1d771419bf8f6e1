"""The field in which the next contact is agreed beside something else (core/participants/next_contact.py)."""

from typing import Any

from core.i18n import _l
from core.participants.next_contact import Agreed, proposed
from core.web.fields import DateField, HiddenField, IntegerField, Optional
from core.web.forms import MiaForm


class WithNextContact(MiaForm):
    """A form about a participant that ends with the next contact. `participation` None: there is none to agree on."""

    version = IntegerField(widget=HiddenField.widget)
    next_contact_on = DateField(
        _l("Next contact"),
        [Optional()],
        description=_l("When the contact person will be in touch next. Empty leaves what stands."),
    )

    def __init__(self, participation: Any = None, **options: Any) -> None:
        shown = {}
        if participation is not None:
            shown = {"version": participation.version, "next_contact_on": proposed(participation)}
        super().__init__(data=shown | options.pop("data", {}), **options)
        if participation is None:
            del self.version, self.next_contact_on

    @property
    def agreed(self) -> Agreed | None:
        """What was typed, for the domain to check."""
        if "next_contact_on" not in self:
            return None
        return Agreed(version=self.version.data, next_contact_on=self.next_contact_on.data)
