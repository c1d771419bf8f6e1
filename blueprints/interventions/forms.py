"""Forms of the insatser: begin, what changes while one runs, end."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.clock import today
from core.i18n import _, _l, format_number
from core.interventions.places import list_places
from core.interventions.terms import EMPLOYMENT_STAGE_NAMES, EmploymentStage
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm

DAY = _l("Such as 2022-09-15.")
FULL_TIME = _l("100 is 40 hours a week, whoever the person is.")


def choices_of_places(present: tuple[uuid.UUID, str] | None = None) -> list[tuple[str, str]]:
    """(id, name and how many places are free) of those that take in; the one that stands, although it has closed."""
    rows = list_places()
    found = [(str(row.place.id), _with_room(row.place.name, row.free)) for row in rows]
    if present is not None and str(present[0]) not in dict(found):
        found.append((str(present[0]), present[1]))
    return found


def _with_room(name: str, free: int | None) -> str:
    if free is None:
        return name
    return (
        _("%(name)s (full)", name=name)
        if free == 0
        else _("%(name)s (free places: %(free)s)", name=name, free=format_number(free))
    )


class BeginForm(MiaForm):
    """A new insats. `token` becomes the row's id, so that a second sending changes nothing."""

    token = HiddenField()
    intervention_id = ChoiceField(_l("Intervention"), [Required(_l("Choose an intervention"))])
    starts_on = DateField(
        _l("First day"),
        [Required(_l("Write the first day")), NotAfterToday()],
        description=DAY,
        default=today,
    )
    extent_percent = IntegerField(_l("Extent in per cent"), [Optional()], description=FULL_TIME)
    place_id = ChoiceField(_l("Place"), [Optional()], prompt=_l("None of those on record"))
    place = TextField(
        _l("Another place, in words"), [Optional()], description=_l("The workplace or the address, not a person's name.")
    )
    insured = RadioField(
        _l("Is the insurance arranged?"),
        [Optional()],
        choices=[("yes", _l("Yes")), ("no", _l("Not yet"))],
        description=_l("Asked before work training. It can begin anyway; you are reminded until it is arranged."),
    )

    def __init__(self, catalogue: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.intervention_id.choices = catalogue
        self.place_id.choices = choices_of_places()


class EndForm(MiaForm):
    """The last day of an insats."""

    version = IntegerField(widget=HiddenField.widget)
    ends_on = DateField(
        _l("Last day"),
        [Required(_l("Write the last day")), NotAfterToday()],
        description=DAY,
        default=today,
    )


class PlaceForm(MiaForm):
    """Another place."""

    version = IntegerField(widget=HiddenField.widget)
    place_id = ChoiceField(_l("Place"), [Optional()], prompt=_l("None of those on record"))
    place = TextField(
        _l("Another place, in words"), [Optional()], description=_l("The workplace or the address, not a person's name.")
    )


class ExtentForm(MiaForm):
    """Another extent from a day on."""

    version = IntegerField(widget=HiddenField.widget)
    percent = IntegerField(
        _l("Extent in per cent"), [Required(_l("Write the extent as a number from 1 to 100"))], description=FULL_TIME
    )
    valid_from = DateField(_l("From which day"), [Required(_l("Write from which day"))], description=DAY, default=today)


class PauseForm(MiaForm):
    """A pause, and when it goes on."""

    version = IntegerField(widget=HiddenField.widget)
    starts_on = DateField(
        _l("First day of the pause"), [Required(_l("Write the first day of the pause"))], description=DAY, default=today
    )
    ends_on = DateField(
        _l("Goes on again"), [Optional()], description=_l("The first day after the pause. Empty while nobody knows.")
    )


class InsuranceForm(MiaForm):
    """The day the insurance was arranged."""

    version = IntegerField(widget=HiddenField.widget)
    insured_on = DateField(
        _l("Insurance arranged"),
        [Required(_l("Write the day the insurance was arranged")), NotAfterToday()],
        description=_l("By the authority or the municipality that insures the participant. Such as 2022-09-15."),
        default=today,
    )


class StagesForm(MiaForm):
    """The five steps of supported employment: a day for each that was reached. Fields are named by the step."""

    version = IntegerField(widget=HiddenField.widget)
    engagement = DateField(EMPLOYMENT_STAGE_NAMES[EmploymentStage.ENGAGEMENT], [Optional(), NotAfterToday()])
    profile = DateField(EMPLOYMENT_STAGE_NAMES[EmploymentStage.PROFILE], [Optional(), NotAfterToday()])
    job_finding = DateField(EMPLOYMENT_STAGE_NAMES[EmploymentStage.JOB_FINDING], [Optional(), NotAfterToday()])
    employer = DateField(EMPLOYMENT_STAGE_NAMES[EmploymentStage.EMPLOYER], [Optional(), NotAfterToday()])
    on_the_job = DateField(EMPLOYMENT_STAGE_NAMES[EmploymentStage.ON_THE_JOB], [Optional(), NotAfterToday()])
