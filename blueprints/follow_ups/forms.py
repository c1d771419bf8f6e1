"""Forms of a follow-up: the answer, a try, and what has become of it."""

from collections.abc import Mapping
from typing import Any

from core.clock import today
from core.followups.services import Answer
from core.followups.terms import FOLLOW_UP_MOVES, MOST_CHARACTERS, STATE_NAMES, WAY_NAMES, FollowUpState
from core.i18n import _l
from core.ids import new_id, read_id
from core.outcomes.situations import SituationValues
from core.participants.choices import CodeRow, offered
from core.web.fields import (
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

ANSWERS = {"yes": True, "no": False}
YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]
WAYS = [(str(way), name) for way, name in WAY_NAMES.items()]


class CorrectionForm(MiaForm):
    """What the person lives on and does now, and how it is, in their own words."""

    version = IntegerField(widget=HiddenField.widget)
    answered_on = DateField(
        _l("Day of the answer"),
        [Required(_l("Write the day")), NotAfterToday()],
        description=_l("Such as 2022-09-15."),
        default=today,
    )
    sources = ManyField(_l("Means of support now"), [Required(_l("Choose at least one means of support"))])
    main_source = ChoiceField(
        _l("Main means of support"), [Optional()], description=_l("Needed only when there is more than one.")
    )
    main_activity = RadioField(_l("Main activity now"), [Required(_l("Choose the main activity"))])
    work_subsidised = RadioField(
        _l("Is the work subsidised?"), [Optional()], choices=YES_NO, description=_l("Answer when the person works.")
    )
    words = LongTextField(
        _l("How is it going?"),
        [Optional()],
        description=_l("In the person's own words. Never a diagnosis, and nothing of other persons."),
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, codes: Mapping[str, dict[str, CodeRow]], **options: Any) -> None:
        super().__init__(**options)
        self.sources.choices = self.main_source.choices = offered(codes["support_source"])
        self.main_activity.choices = offered(codes["main_activity"])

    @property
    def answer(self) -> Answer:
        """What was entered, for the domain to check."""
        return Answer(
            answered_on=self.answered_on.data,
            way=self["way"].data if "way" in self else None,
            values=SituationValues(
                sources=tuple(self.sources.data or ()),
                main_source=self.main_source.data or None,
                main_activity=self.main_activity.data or None,
                work_subsidised=ANSWERS.get(self.work_subsidised.data or ""),
            ),
            words=self.words.data or "",
        )


class AnswerForm(CorrectionForm):
    """The answer as it comes in: also how the person was reached."""

    way = RadioField(_l("How was the person asked?"), [Required(_l("Choose how the person was asked"))], choices=WAYS)


class TryForm(MiaForm):
    """That somebody tried to ask. `token` names one sending, so that a double click makes one try."""

    token = HiddenField(default=lambda: str(new_id()))
    on_date = DateField(
        _l("Day"), [Required(_l("Write the day")), NotAfterToday()], description=_l("Such as 2022-09-15."), default=today
    )
    way = RadioField(_l("How did you try?"), [Required(_l("Choose how the person was asked"))], choices=WAYS)
    reached = RadioField(_l("Did you reach the person?"), [Required(_l("Say whether you reached the person"))], choices=YES_NO)

    def typed(self) -> dict[str, Any]:
        """What was entered, for the domain to check."""
        return {
            "on_date": self.on_date.data,
            "way": self.way.data,
            "reached": ANSWERS.get(self.reached.data or ""),
            "form_token": read_id(self.token.data),
        }


class StateForm(MiaForm):
    """Give up, or open again."""

    version = IntegerField(widget=HiddenField.widget)
    state = RadioField(_l("What has become of it?"), [Required(_l("Choose what has become of the follow-up"))])

    def __init__(self, state: FollowUpState, **options: Any) -> None:
        super().__init__(**options)
        allowed = FOLLOW_UP_MOVES[state] - {FollowUpState.ANSWERED}
        names = STATE_NAMES | {FollowUpState.DUE: _l("Open it again")}
        self.state.choices = [(str(one), names[one]) for one in FollowUpState if one in allowed]

    @property
    def to(self) -> FollowUpState | None:
        """What was chosen."""
        return FollowUpState(self.state.data) if self.state.data in set(FollowUpState) else None
