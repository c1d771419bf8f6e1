"""What the county says about something that was lifted to it."""

from collections.abc import Sequence
from typing import Any

from core.deviations.county import Answer
from core.deviations.terms import COUNTY_MOVES, MOST_PROPOSAL, MOST_STEP, CountyState
from core.i18n import _l
from core.ids import read_id
from core.web.fields import ChoiceField, DateField, HiddenField, IntegerField, LongTextField, Optional, RadioField, Required
from core.web.forms import MiaForm

LABELS = {
    CountyState.WAITING: _l("It waits"),
    CountyState.TAKEN_UP: _l("It is taken up"),
    CountyState.RESOLVED: _l("It is taken care of"),
    CountyState.WRITTEN_OFF: _l("It is written off"),
    CountyState.RETURNED: _l("Somebody can be recognised: the words go at once, and it goes back"),
}


class AnswerForm(MiaForm):
    """State, who takes the next step, and the answer."""

    version = IntegerField(widget=HiddenField.widget)
    state = RadioField(_l("How it stands"), [Required(_l("Choose how it stands"))])
    holder_id = ChoiceField(_l("Who takes the next step?"), [Optional()], prompt=_l("Nobody named"))
    next_step = LongTextField(_l("Next step"), [Optional()], description=_l("The sub-project reads this."), max_length=MOST_STEP)
    next_step_on = DateField(_l("By when"), [Optional()], description=_l("Such as 2022-09-15."))
    answer = LongTextField(
        _l("The county's answer"),
        [Optional()],
        description=_l("How it ended, to those who noted it. Needed when it has ended."),
        max_length=MOST_PROPOSAL,
    )

    def __init__(self, state: str, holders: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        offered = COUNTY_MOVES[CountyState(state)]
        self.state.choices = [(one.value, label) for one, label in LABELS.items() if one in offered]
        self.holder_id.choices = holders

    def given(self) -> Answer:
        """What was typed, for the service."""
        return Answer(
            version=self.version.data,
            state=self.state.data,
            holder_id=read_id(self.holder_id.data),
            next_step=self.next_step.data or "",
            next_step_on=self.next_step_on.data,
            answer=self.answer.data or "",
        )
