"""A list kept under a name."""

from core.i18n import _l
from core.saved_lists.services import LONGEST_NAME
from core.web.fields import BooleanField, HiddenField, IntegerField, Required, TextField
from core.web.forms import MiaForm


class ChangeForm(MiaForm):
    """Its name, and for whom it is."""

    version = IntegerField(widget=HiddenField.widget)
    name = TextField(
        _l("Name of the list"),
        [Required(_l("Write a name for the list"))],
        description=_l("Such as: Started this autumn. Nothing about any person."),
        max_length=LONGEST_NAME,
    )
    shared = BooleanField(
        _l("Offer it to colleagues here"), description=_l("Each of them sees only those that they may read about.")
    )
    opens = BooleanField(_l("Open the page on this list"), description=_l("For you only."))


class SaveForm(ChangeForm):
    """A new one. What it chooses came with the address of the list and goes along unseen; it keeps no draft of its own."""

    keeps_draft = False
    token = HiddenField()
    kind = HiddenField()
    choices = HiddenField()
