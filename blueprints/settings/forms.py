"""What is entered in the settings of a delprojekt, and of a line of one of its lists."""

import re
from collections.abc import Sequence

from core.i18n import _l
from core.ids import read_id
from core.participants.codes import CodeValues
from core.participants.settings import SettingValues
from core.web.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class SettingsForm(MiaForm):
    """Everything at once, in the order it is met on the way."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    intake_authority_id = ChoiceField(
        _l("Takes in referrals"),
        [Optional()],
        prompt=_l("Each authority its own"),
        description=_l(
            "Receives what case officers of other authorities and the public form send. Only an authority with a "
            "processing agreement in force can be chosen."
        ),
    )
    age_min = IntegerField(_l("Lowest age"), [Required(_l("Write an age in whole years"))])
    age_max = IntegerField(_l("Highest age"), [Required(_l("Write an age in whole years"))])
    places = IntegerField(
        _l("Places"), [Optional()], description=_l("How many can take part at the same time. Empty: nobody has said.")
    )
    mapping_counts = RadioField(
        _l("Does the assessment count as a first activity?"),
        [Required(_l("Choose whether the assessment counts"))],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        description=_l("Decides from which day somebody is counted as started. When it is changed everybody is counted anew."),
    )
    review_weeks = IntegerField(
        _l("Weeks to the next review"),
        [Required(_l("Write a number of weeks from 1 to 52"))],
        description=_l("What is proposed after a team day."),
    )
    consent_months = IntegerField(
        _l("Months a new consent is proposed to hold"), [Required(_l("Write a number of months from 1 to 60"))]
    )
    reminder_days = IntegerField(
        _l("Days before a consent ends that it is brought up"), [Required(_l("Write a number of days from 1 to 180"))]
    )
    caseload_limit = IntegerField(
        _l("Participants a contact person has at most"),
        [Optional()],
        description=_l("Shown beside each caseload; it stops nobody. Empty: no limit."),
    )
    quiet_days = IntegerField(
        _l("Days without anything noted before a participant is brought up"),
        [Required(_l("Write a number of days from 7 to 365"))],
    )
    follow_up_months = TextField(
        _l("Months after the exit that somebody is followed up"),
        [Optional()],
        description=_l("Such as 1, 6. Empty: nobody is followed up."),
        max_length=40,
    )

    esf_ends_on = DateField(
        _l("The European Social Fund pays until"),
        [Optional()],
        description=_l("The public pages tell who pays and until when. From the day after it is the association's own money."),
    )

    def __init__(self, authorities: Sequence[tuple[str, str]], stored: dict[str, object] | None = None) -> None:
        super().__init__(data=stored)
        self.intake_authority_id.choices = list(authorities)

    @property
    def values(self) -> SettingValues:
        """What was typed, as far as it could be read."""
        intake = self.intake_authority_id.data
        return SettingValues(
            intake_authority_id=read_id(intake),
            places=self.places.data,
            age_min=self.age_min.data,
            age_max=self.age_max.data,
            mapping_counts=self.mapping_counts.data == "yes",
            review_weeks=self.review_weeks.data,
            consent_months=self.consent_months.data,
            reminder_days=self.reminder_days.data,
            quiet_days=self.quiet_days.data,
            caseload_limit=self.caseload_limit.data,
            follow_up_months=_months(self.follow_up_months.data or ""),
            esf_ends_on=self.esf_ends_on.data,
        )


class LineForm(MiaForm):
    """A line of a list: its names, its place, and whether it is in use."""

    keeps_draft = False

    version = IntegerField(widget=HiddenField.widget, default=0)
    name_sv = TextField(_l("Name in Swedish"), [Required(_l("Write the name"))])
    name_en = TextField(_l("Name in English"), [Required(_l("Write the name"))])
    position = IntegerField(
        _l("Place in the order"), [Optional()], description=_l("The lower number comes first. A new line left empty comes last.")
    )
    active = BooleanField(
        _l("In use"), default=True, description=_l("A line out of use is no longer offered. What was entered with it stays.")
    )

    def __init__(self, stored: object | None = None) -> None:
        super().__init__(obj=stored)

    @property
    def values(self) -> CodeValues:
        """What was typed, as far as it could be read."""
        return CodeValues(
            name_sv=self.name_sv.data or "",
            name_en=self.name_en.data or "",
            position=self.position.data,
            active=bool(self.active.data),
        )


class BlankForm(MiaForm):
    """A translation of the blank consent form. A draft cannot hold the file."""

    keeps_draft = False

    language_name = TextField(
        _l("Language"),
        [Required(_l("Write the language, such as: Arabic"))],
        description=_l("As its readers find it. A new file of the same language takes the earlier one's place."),
        max_length=60,
    )
    file = UploadField(
        _l("File"),
        [Required(_l("Choose a file"))],
        description=_l("PDF, Word or LibreOffice, at most 10 MB. Nothing about persons."),
    )


def _months(text: str) -> list[int] | None:
    """The numbers, each once and in order; None when something else stands there."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if any(not re.fullmatch(r"[0-9]{1,3}", part) for part in parts):
        return None
    return sorted({int(part) for part in parts})
