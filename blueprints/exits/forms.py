"""The form of the exit."""

from collections.abc import Mapping
from typing import Any

from core.clock import today
from core.i18n import _l
from core.outcomes.services import Exit
from core.outcomes.situations import SituationValues
from core.participants.choices import CodeRow, offered
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    ManyField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm

ANSWERS = {"yes": True, "no": False}


class ExitForm(MiaForm):
    """Why, when, and the situation afterwards. What is left out for the dead and the anonymous the domain knows."""

    version = IntegerField(widget=HiddenField.widget)
    ended_on = DateField(
        _l("Day of the exit"),
        [Required(_l("Write the day of the exit")), NotAfterToday()],
        description=_l("Interventions that go on end the same day."),
        default=today,
    )
    exit_reason = ChoiceField(
        _l("Reason for leaving"),
        [Required(_l("Choose the reason for leaving"))],
        description=_l("It decides which goal the exit counts towards, if any."),
    )
    sources = ManyField(
        _l("Means of support directly after the exit"),
        [Optional()],
        description=_l("Choose all that apply within the first week."),
    )
    main_source = ChoiceField(
        _l("Main means of support"), [Optional()], description=_l("Needed only when there is more than one.")
    )
    main_activity = RadioField(
        _l("Main activity directly after the exit"),
        [Optional()],
        description=_l("What the person actually does. Employed but unable to work because of illness is not work."),
    )
    work_subsidised = RadioField(
        _l("Is the work subsidised?"),
        [Optional()],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        description=_l("Answer when the person works."),
    )
    handed_to = TextField(
        _l("Handed over to"),
        [Optional()],
        description=_l("The unit that goes on with the person, such as the local office. No names."),
    )

    def __init__(self, codes: Mapping[str, dict[str, CodeRow]], **options: Any) -> None:
        super().__init__(**options)
        self.exit_reason.choices = offered(codes["exit_reason"])
        self.sources.choices = self.main_source.choices = offered(codes["support_source"])
        self.main_activity.choices = offered(codes["main_activity"])

    @property
    def exit(self) -> Exit:
        """What was entered, for the domain to check."""
        return Exit(
            ended_on=self.ended_on.data,
            exit_reason=self.exit_reason.data or "",
            handed_to=self.handed_to.data or "",
            after=SituationValues(
                sources=tuple(self.sources.data or ()),
                main_source=self.main_source.data or None,
                main_activity=self.main_activity.data or None,
                work_subsidised=ANSWERS.get(self.work_subsidised.data or ""),
            ),
        )
