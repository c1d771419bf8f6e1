"""The form of a hand-over: to whom, with which words beside it."""

from typing import Any

from core.handovers.services import Giving
from core.handovers.terms import MOST_CHARACTERS
from core.i18n import _l
from core.ids import new_id, read_id
from core.web.fields import HiddenField, IntegerField, LongTextField, Optional, RadioField, Required
from core.web.forms import MiaForm

CONFIRM, CHANGE = "confirm", "change"


class HandOverForm(MiaForm):
    """`version` is the item's as it stood on the page; `step` says which of the page's buttons was pressed."""

    token = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenField.widget)
    step = HiddenField()
    to_authority_id = RadioField(
        _l("Hand over to"),
        [Required(_l("Choose an authority"))],
        description=_l("Those that the person's consent names for this, and that have an agreement in force."),
        validate_choice=False,  # whether it may learn this is asked again when it is handed over, and said in words
    )
    message = LongTextField(
        _l("Message to the receiver"),
        [Optional()],
        description=_l("Goes with what is handed over and cannot be changed afterwards."),
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.to_authority_id.choices = choices

    def receiver_name(self) -> str:
        """The name of the authority that was chosen; empty when it came to be possible a moment ago."""
        return next((str(choice.label) for choice in self.to_authority_id.iter_choices() if choice.selected), "")

    def giving(self) -> Giving:
        """What was chosen, for the service."""
        return Giving(
            to_authority_id=read_id(self.to_authority_id.data),
            message=self.message.data or "",
            version=self.version.data,
            form_token=read_id(self.token.data),
        )
