"""The forms of team days: a meeting, what is put on its agenda, what was said, who was there, the end."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from core.i18n import _l
from core.ids import new_id, read_id
from core.teams.agenda import Outcome
from core.teams.services import MeetingValues, Series
from core.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    ManyField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.times import TimeField, time_of

Choices = Sequence[tuple[str, str]]
MAX_QUESTION = 500
TELLS_NOBODY = _l("Written so that it tells nobody who it is about: everybody who is called reads it.")
NAME_IS_MEANT = _l("The name is meant to stand there")


def ids_of(texts: Iterable[str] | None) -> frozenset[uuid.UUID]:
    """The ids among what was ticked; what is none is left out, and the field says so."""
    return frozenset(found for found in map(read_id, texts or []) if found)


class _MeetingFields(MiaForm):
    name = TextField(_l("Name"), [Required(_l("Write what the meeting is called"))])
    on_date = DateField(_l("Day"), [Required(_l("Write the day of the meeting"))], description=_l("Such as 2022-09-15."))
    starts_at = TimeField(_l("Begins"), [Required(_l("Write when the meeting begins"))], description=_l("Such as 09:00."))
    ends_at = TimeField(_l("Ends"), [Optional()])
    place = TextField(_l("Place"), [Optional()], description=_l("Where you meet, or how to join from a distance."))
    called = ManyField(
        _l("Who is called"),
        [Required(_l("Choose at least one who is called"))],
        description=_l("Those who are called see the agenda. Names on it they see only where consent or their authority allows."),
    )

    def __init__(self, staff: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.called.choices = staff

    @property
    def values(self) -> MeetingValues:
        """What was typed, for the service."""
        return MeetingValues(
            name=self.name.data or "",
            on_date=self.on_date.data,
            starts_at=time_of(self.starts_at.data),
            ends_at=time_of(self.ends_at.data),
            place=self.place.data or "",
            called=ids_of(self.called.data),
        )


class MeetingForm(_MeetingFields):
    """A meeting that stands already."""

    version = IntegerField(widget=HiddenField.widget)


class PlanForm(_MeetingFields):
    """A meeting to be, or a series of them. `token` names one sending."""

    token = HiddenField(default=lambda: str(new_id()))
    every_weeks = IntegerField(
        _l("Repeat every so many weeks"), [Optional()], description=_l("Empty for a single meeting. 2 is every other week.")
    )
    until = DateField(_l("Repeat until"), [Optional()], description=_l("The last day of the series, within a year."))

    @property
    def series(self) -> Series | None:
        """The series, once anything of it is filled in."""
        if self.every_weeks.data is None and self.until.data is None:
            return None
        return Series(every_weeks=self.every_weeks.data, until=self.until.data)


class _Question(MiaForm):
    question = LongTextField(
        _l("Question to the team"),
        [Required(_l("Write what the team is asked"))],
        description=TELLS_NOBODY,
        max_length=MAX_QUESTION,
    )
    keep_name = BooleanField(NAME_IS_MEANT)


class QuestionForm(_Question):
    """What the team is asked about an item."""

    version = IntegerField(widget=HiddenField.widget)


class ItemForm(_Question):
    """Something more for the agenda. `token` becomes the row's id: a second sending changes nothing."""

    token = HiddenField(default=lambda: str(new_id()))
    who = RadioField(_l("What is to be brought up"), [Required(_l("Choose what is to be brought up"))])

    def __init__(self, candidates: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.who.choices = candidates


class OutcomeForm(MiaForm):
    """What the team said about an item."""

    version = IntegerField(widget=HiddenField.widget)
    outcome = ChoiceField(_l("What the team said"), [Required(_l("Choose what the team said"))])
    outcome_line = LongTextField(_l("In one line"), [Optional()], description=TELLS_NOBODY, max_length=MAX_QUESTION)
    keep_name = BooleanField(NAME_IS_MEANT)
    next_review_on = DateField(
        _l("Next review"), [Optional()], description=_l("It is then proposed for the agenda. Empty when none is needed.")
    )
    participant_present = RadioField(
        _l("Was the participant there?"),
        [Required(_l("Say whether the participant was there"))],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
    )

    def __init__(self, outcomes: Choices, *, about_somebody: bool, **options: Any) -> None:
        super().__init__(**options)
        self.outcome.choices = outcomes
        if not about_somebody:
            del self.participant_present

    @property
    def said(self) -> Outcome:
        """What was typed, for the service."""
        return Outcome(
            outcome=self.outcome.data,
            line=self.outcome_line.data or "",
            next_review_on=self.next_review_on.data,
            participant_present="participant_present" in self and self.participant_present.data == "yes",
            name_is_meant=bool(self.keep_name.data),
        )


class PresentForm(MiaForm):
    """Who is there. `seen` are those who were ticked when the page was opened."""

    keeps_draft = False
    seen = HiddenField()
    present = ManyField(_l("Who is here"), [Optional()])

    def __init__(self, members: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.present.choices = members

    @property
    def seen_ids(self) -> frozenset[uuid.UUID]:
        """Those who were ticked."""
        return ids_of((self.seen.data or "").split())


class CloseForm(MiaForm):
    """The end of a meeting."""

    version = IntegerField(widget=HiddenField.widget)
    remarks = LongTextField(
        _l("What else was said"),
        [Optional()],
        description=_l("About how you work together. Nothing about any person."),
        max_length=5000,
    )
    sure = BooleanField(
        _l("The minutes are right, and nothing of the meeting is to be changed any more"),
        [Required(_l("Read through what was noted, and tick that it is right"))],
    )


class VersionForm(MiaForm):
    """A deed with one button, on what its reader has seen."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget)


class BeginPlanForm(MiaForm):
    """The first words of a plan that is begun in the room. `version` is that of a draft begun by somebody else meanwhile."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    own_words = LongTextField(
        _l("What the participant wants, in their own words"),
        [Required(_l("Write what the participant wants, in their own words"))],
        description=_l("As the person says it. Write nothing about illness, and no names of others."),
    )
    review_on = DateField(
        _l("The plan is looked at again"),
        [Required(_l("Write the day when the plan is looked at again"))],
        description=_l("Today or a day to come, such as 2022-09-15."),
    )
