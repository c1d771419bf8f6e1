"""The forms of a step, and of taking one back."""

import uuid
from typing import Any

from core.clock import today
from core.i18n import _l
from core.ids import new_id
from core.participants.choices import list_codes, offered
from core.steps.services import Noted
from core.steps.terms import KINDS, MOST_CHARACTERS
from core.web.fields import DateField, HiddenField, IntegerField, LongTextField, NotAfterToday, Optional, RadioField, Required
from core.web.forms import MiaForm
from core.web.next_contact import WithNextContact


class StepForm(WithNextContact):
    """A step. `token` names one sending, so that a double click makes one step."""

    token = HiddenField(default=lambda: str(new_id()))
    kind = RadioField(_l("What kind of step is it?"), [Required(_l("Choose what kind of step it is"))])
    noted_on = DateField(
        _l("Day"),
        [Required(_l("Write the day of the step")), NotAfterToday()],
        description=_l("When it happened, such as 2022-09-15."),
        default=today,
    )
    words = LongTextField(
        _l("In a few words"),
        [Optional()],
        description=_l("What is different now. Never a diagnosis, and nothing of other persons."),
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, participation: Any, **options: Any) -> None:
        super().__init__(participation, **options)
        self.kind.choices = offered(list_codes(KINDS)[KINDS])

    def noted(self) -> Noted:
        """What was typed, for the service."""
        return Noted(
            kind=self.kind.data, on_date=self.noted_on.data, words=self.words.data or "", form_token=_id(self.token.data)
        )


class WithdrawalForm(MiaForm):
    """Why a step is taken back."""

    version = IntegerField(widget=HiddenField.widget)
    reason = LongTextField(
        _l("Why is the step taken back?"),
        [Required(_l("Write why the step is taken back"))],
        description=_l("Such as: noted about the wrong person."),
        max_length=MOST_CHARACTERS,
    )


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
