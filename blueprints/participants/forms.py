"""Forms of the start, the anonymous registration and the changes along the way."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from core.clock import today
from core.i18n import _l
from core.ids import read_id
from core.outcomes.situations import SituationValues
from core.participants.choices import CodeRow, list_controllers, list_workers, offered
from core.participants.services import Start
from core.participants.terms import PARTICIPATION_MOVES, SEX_NAMES, STATE_NAMES, ParticipationState, Sex
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
)
from core.web.forms import MiaForm

Codes = Mapping[str, dict[str, CodeRow]]


class StartForm(MiaForm):
    """From an offered place to a participant with a baseline."""

    started_on = DateField(
        _l("Day of the start"),
        [Required(_l("Write the day of the start")), NotAfterToday()],
        description=_l("The day the participant takes up the place, such as 2022-09-15."),
        default=today,
    )
    controller_id = RadioField(
        _l("Data controller"),
        [Required(_l("Choose which authority is data controller"))],
        description=_l("The authority that answers for what is written here. Never the coordination association."),
    )
    key_worker_id = ChoiceField(
        _l("Contact person"),
        [Required(_l("Choose a contact person"))],
        description=_l("Holds the whole together and is the one the participant turns to."),
    )
    next_contact_on = DateField(_l("Next contact"), [Optional()], description=_l("When the contact person will be in touch."))
    sources = ManyField(
        _l("Means of support directly before the start"),
        [Required(_l("Choose at least one means of support"))],
        description=_l("Choose all that apply within the last week."),
    )
    main_source = ChoiceField(
        _l("Main means of support"),
        [Optional()],
        description=_l("Needed only when there is more than one."),
    )
    main_activity = RadioField(
        _l("Main activity directly before the start"),
        [Required(_l("Choose the main activity"))],
        description=_l("What the person actually did. Employed but unable to work because of illness is not work."),
    )
    education = ChoiceField(
        _l("Highest completed education"),
        [Required(_l("Choose the highest education"))],
        description=_l("Education from another country: the nearest Swedish level."),
    )
    support_since = DateField(
        _l("Public support since"),
        [Optional()],
        description=_l("The day it began. Breaks of up to a month do not count. Leave it empty if it is not known."),
    )

    def __init__(self, codes: Codes, authorities: Collection[uuid.UUID], **options: Any) -> None:
        super().__init__(**options)
        self.controller_id.choices = list_controllers(today(), authorities)
        self.key_worker_id.choices = list_workers(authorities)
        self.sources.choices = self.main_source.choices = offered(codes["support_source"])
        self.main_activity.choices = offered(codes["main_activity"])
        self.education.choices = offered(codes["education"])

    @property
    def start(self) -> Start:
        """What was entered, for the domain to check."""
        return Start(
            started_on=self.started_on.data,
            controller_id=read_id(self.controller_id.data),
            key_worker_id=read_id(self.key_worker_id.data),
            next_contact_on=self.next_contact_on.data,
            baseline=SituationValues(
                sources=tuple(self.sources.data or ()),
                main_source=self.main_source.data or None,
                main_activity=self.main_activity.data,
                education=self.education.data,
                support_since=self.support_since.data,
            ),
        )


class AnonymousForm(MiaForm):
    """Sex and start, and nothing else. `token` becomes the row's id, so that a second sending changes nothing."""

    token = HiddenField()
    sex = RadioField(_l("Sex"), [Required(_l("Choose woman or man"))])
    started_on = DateField(
        _l("Day of the start"),
        [Required(_l("Write the day of the start")), NotAfterToday()],
        description=_l("Such as 2022-09-15."),
        default=today,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sex.choices = named(SEX_NAMES, Sex)


class NextContactForm(MiaForm):
    """When the contact person will be in touch next."""

    version = IntegerField(widget=HiddenField.widget)
    next_contact_on = DateField(
        _l("Next contact"),
        [Required(_l("Write the day of the next contact"))],
        description=_l("Today or a day to come, such as 2022-09-15."),
    )


class KeyWorkerForm(MiaForm):
    """Another contact person."""

    version = IntegerField(widget=HiddenField.widget)
    key_worker_id = ChoiceField(
        _l("Contact person"),
        [Required(_l("Choose a contact person"))],
        description=_l("At the data controller, or at an authority that the participant has consented to."),
    )

    def __init__(self, authorities: Collection[uuid.UUID], **options: Any) -> None:
        super().__init__(**options)
        self.key_worker_id.choices = list_workers(authorities)


class StatusForm(MiaForm):
    """Pause, go on, or close a mistake. The exit has a form of its own."""

    version = IntegerField(widget=HiddenField.widget)
    status = RadioField(_l("New status"), [Required(_l("Choose the new status"))])

    def __init__(self, state: ParticipationState, **options: Any) -> None:
        super().__init__(**options)
        allowed = PARTICIPATION_MOVES[state] - {ParticipationState.ENDED}
        self.status.choices = named(STATE_NAMES, [one for one in ParticipationState if one in allowed])


def named(names: Mapping[Any, object], values: Iterable[Any]) -> list[tuple[str, object]]:
    """(value, name) pairs for a choice."""
    return [(str(value), names[value]) for value in values]
