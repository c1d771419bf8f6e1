"""The small forms of a plan: begin, one goal, one action, agree, drop, how far an action has come."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.clock import today
from core.i18n import _l
from core.ids import read_id
from core.plans.terms import ACTION_MOVES, ACTION_STATE_NAMES, ActionState
from core.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    ManyField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
)
from core.web.forms import MiaForm

MAX_ROW = 2000
OWN_WORDS = _l("What the participant wants, in their own words")
REVIEW_ON = _l("The plan is looked at again")
NAMED_ONLY = _l("That an authority is named here opens nothing to it.")
Choices = Sequence[tuple[str, str]]


class BeginForm(MiaForm):
    """What a version begins with. `version` is that of a draft somebody else has begun meanwhile."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    own_words = LongTextField(
        OWN_WORDS,
        [Required(_l("Write what the participant wants, in their own words"))],
        description=_l("As the person says it. Write nothing about illness, and no names of others."),
    )
    review_on = DateField(
        REVIEW_ON,
        [Required(_l("Write the day when the plan is looked at again"))],
        description=_l("Today or a day to come, such as 2022-09-15."),
    )


class GoalForm(MiaForm):
    """One more goal and, if one likes, the first thing to do. `token` becomes the row's id: a second sending changes nothing."""

    token = HiddenField()
    goal = LongTextField(_l("Goal"), [Required(_l("Write the goal"))], max_length=MAX_ROW)
    text = LongTextField(_l("What is to be done"), [Optional()], max_length=MAX_ROW)
    who = ChoiceField(_l("Who does it"), [Optional()], description=NAMED_ONLY)
    due_on = DateField(_l("Done by"), [Optional()], description=_l("Such as 2022-09-15."))

    def __init__(self, doers: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.who.choices = doers

    @property
    def has_action(self) -> bool:
        """Whether the first thing to do has been begun upon."""
        return bool(self.text.data or self.who.data or self.due_on.data)


class ActionForm(MiaForm):
    """One more action. `token` becomes the row's id."""

    token = HiddenField()
    goal_id = ChoiceField(_l("Leads to the goal"), [Optional()], prompt=_l("No goal of its own"))
    text = LongTextField(_l("What is to be done"), [Required(_l("Write what is to be done"))], max_length=MAX_ROW)
    who = ChoiceField(_l("Who does it"), [Required(_l("Choose who does it"))], description=NAMED_ONLY)
    due_on = DateField(_l("Done by"), [Optional()], description=_l("Such as 2022-09-15."))

    def __init__(self, goals: Choices, doers: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.goal_id.choices, self.who.choices = goals, doers


class AgreeForm(MiaForm):
    """Who agrees to the version that is shown, and when."""

    version = IntegerField(widget=HiddenField.widget)
    agreed_on = DateField(_l("Agreed on"), [Required(_l("Write the day")), NotAfterToday()], default=today)
    who = BooleanField(_l("The participant agrees"), [Required(_l("A plan holds only when the participant agrees to it"))])
    authorities = ManyField(
        _l("Authorities that agree"),
        [Required(_l("Choose at least one authority that agrees"))],
        description=_l("Those that take part in the plan. It is noted; nothing is sent to them."),
    )

    def __init__(self, authorities: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.authorities.choices = authorities

    @property
    def authority_ids(self) -> list[uuid.UUID]:
        """Those that were ticked."""
        return [found for found in map(read_id, self.authorities.data or []) if found]


class DropForm(MiaForm):
    """The draft is not to be."""

    version = IntegerField(widget=HiddenField.widget)


class StateForm(MiaForm):
    """How far an action has come."""

    version = IntegerField(widget=HiddenField.widget)
    state = RadioField(_l("How far it has come"), [Required(_l("Choose how far it has come"))])
    done_on = DateField(_l("Done on"), [Optional(), NotAfterToday()], description=_l("Only when it is done."), default=today)

    def __init__(self, state: ActionState, **options: Any) -> None:
        super().__init__(**options)
        self.state.choices = [(str(one), ACTION_STATE_NAMES[one]) for one in ActionState if one in ACTION_MOVES[state]]
