"""What is entered about an activity."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.attendance.planning import ActivityValues, Series
from core.i18n import _l
from core.ids import new_id, read_id
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    ManyField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.times import TimeField, time_of

Choices = Sequence[tuple[str, str]]
ONE, REST = "one", "rest"
WEEKDAYS = {
    "0": _l("Monday"),
    "1": _l("Tuesday"),
    "2": _l("Wednesday"),
    "3": _l("Thursday"),
    "4": _l("Friday"),
    "5": _l("Saturday"),
    "6": _l("Sunday"),
}


class _ActivityFields(MiaForm):
    intervention_id = HiddenField()
    name = TextField(
        _l("Name"),
        [Required(_l("Write what the activity is called"))],
        description=_l("Such as Course in the morning. About the activity, never about a person."),
    )
    on_date = DateField(_l("Day"), [Required(_l("Write the day"))], description=_l("Such as 2022-09-15."))
    begins_at = TimeField(_l("Begins"), [Required(_l("Write when it begins"))], description=_l("Such as 09:00."))
    ends_at = TimeField(_l("Ends"), [Required(_l("Write when it ends"))], description=_l("Such as 12:00."))
    leader_id = ChoiceField(_l("Leader"), [Optional()], prompt=_l("Nobody named"))
    place_id = ChoiceField(_l("Place"), [Optional()], prompt=_l("No place on record"))
    people = ManyField(_l("Who takes part"), [Optional()])

    def __init__(self, leaders: Choices, places: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.leader_id.choices, self.place_id.choices = leaders, places

    @property
    def insats(self) -> uuid.UUID | None:
        """The insats it belongs to, if any."""
        return read_id(self.intervention_id.data)

    @property
    def chosen(self) -> frozenset[uuid.UUID]:
        """The participations that were ticked."""
        return frozenset(found for found in map(read_id, self.people.data or []) if found)

    @property
    def values(self) -> ActivityValues:
        """What was typed, for the service."""
        return ActivityValues(
            name=self.name.data or "",
            on_date=self.on_date.data,
            begins_at=time_of(self.begins_at.data),
            ends_at=time_of(self.ends_at.data),
            intervention_id=self.insats,
            leader_id=read_id(self.leader_id.data),
            place_id=read_id(self.place_id.data),
            people=self.chosen,
        )


class PlanForm(_ActivityFields):
    """An activity to be, or a series of them. `token` names one sending."""

    token = HiddenField(default=lambda: str(new_id()))
    every_weeks = IntegerField(
        _l("Repeat every so many weeks"), [Optional()], description=_l("Empty for a single time. 1 is every week.")
    )
    weekdays = ManyField(
        _l("Also on these days of the week"),
        [Optional()],
        choices=list(WEEKDAYS.items()),
        description=_l("Only when it is repeated. The day of the week of the first day is always one of them."),
    )
    until = DateField(_l("Repeat until"), [Optional()], description=_l("The last day of the series, within a year."))

    @property
    def series(self) -> Series | None:
        """The series, once anything of it is filled in."""
        if self.every_weeks.data is None and self.until.data is None and not self.weekdays.data:
            return None
        weekdays = frozenset(int(one) for one in self.weekdays.data or [] if one in WEEKDAYS)
        return Series(every_weeks=self.every_weeks.data, until=self.until.data, weekdays=weekdays)


def _scope() -> RadioField:
    return RadioField(
        _l("What is changed"),
        [Required(_l("Choose what is changed"))],
        choices=[(ONE, _l("Only this time")), (REST, _l("This time and those that follow in the series"))],
        default=ONE,
    )


class ChangeForm(_ActivityFields):
    """An activity that stands already."""

    version = IntegerField(widget=HiddenField.widget)
    scope = _scope()

    def __init__(self, leaders: Choices, places: Choices, *, in_series: bool, **options: Any) -> None:
        super().__init__(leaders, places, **options)
        if not in_series:
            del self.scope

    @property
    def rest(self) -> bool:
        """Whether those that follow are meant too."""
        return "scope" in self and self.scope.data == REST


class CancelForm(MiaForm):
    """It is not held."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget)
    scope = _scope()

    def __init__(self, *, in_series: bool, **options: Any) -> None:
        super().__init__(**options)
        if not in_series:
            del self.scope

    @property
    def rest(self) -> bool:
        """Whether those that follow are meant too."""
        return "scope" in self and self.scope.data == REST
