"""Forms of other workers, deputies and caseloads."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from core.caseloads.services import Beside, CaseloadMove
from core.caseloads.terms import DEED_NAMES, PART_NAMES, CaseloadDeed, WorkerPart
from core.clock import today
from core.i18n import _l
from core.ids import new_id, read_id
from core.participants.choices import list_workers
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

CONFIRM, CHANGE = "confirm", "change"
DAY = _l("Such as 2022-09-15.")


class WorkerForm(MiaForm):
    """Somebody more works with the participant. `token` becomes the row's id, so that a second sending changes nothing."""

    token = HiddenField(default=lambda: str(new_id()))
    account_id = ChoiceField(
        _l("Colleague"),
        [Required(_l("Choose a colleague"))],
        description=_l("At the data controller, or at an authority that the participant has consented to."),
    )
    part = RadioField(
        _l("In what way?"),
        [Required(_l("Choose what the colleague is to the participant"))],
        choices=[(part.value, name) for part, name in PART_NAMES.items()],
    )
    task = TextField(
        _l("With what"), [Optional()], description=_l("Such as job coach or counselling. Nothing about the person's health.")
    )
    starts_on = DateField(_l("First day"), [Required(_l("Write the first day"))], description=DAY, default=today)
    ends_on = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("A deputy has one. The colleague reads about the participant until then."),
    )

    def __init__(self, authorities: Collection[uuid.UUID], **options: Any) -> None:
        super().__init__(**options)
        self.account_id.choices = list_workers(authorities)

    def beside(self) -> Beside:
        """What was chosen, for the service."""
        return Beside(
            account_id=read_id(self.account_id.data),
            part=WorkerPart(self.part.data) if self.part.data in PART_NAMES else None,
            task=self.task.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class WorkerEndForm(MiaForm):
    """The last day of somebody beside the contact person."""

    version = IntegerField(widget=HiddenField.widget)
    ends_on = DateField(_l("Last day"), [Required(_l("Write the last day"))], description=DAY, default=today)


class CaseloadForm(MiaForm):
    """Which participants go to whom, and how. `step` says which of the page's buttons was pressed."""

    step = HiddenField()
    participation_ids = ManyField(_l("Participants"), [Required(_l("Choose at least one participant"))], validate_choice=False)
    to_id = ChoiceField(_l("To"), [Required(_l("Choose a colleague"))])
    deed = RadioField(
        _l("How?"),
        [Required(_l("Choose how the participants change hands"))],
        choices=[(deed.value, name) for deed, name in DEED_NAMES.items()],
    )
    starts_on = DateField(_l("First day of the leave"), [Optional()], description=DAY)
    ends_on = DateField(_l("Last day of the leave"), [Optional()], description=DAY)

    def __init__(self, caseload: Sequence[tuple[str, str]], colleagues: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.participation_ids.choices = list(caseload)
        self.to_id.choices = list(colleagues)

    def move(self, from_id: uuid.UUID) -> CaseloadMove:
        """What was chosen, for the service."""
        chosen = {read_id(one) for one in self.participation_ids.data or ()}
        return CaseloadMove(
            from_id=from_id,
            chosen_ids=[one for one in chosen if one is not None],
            to_id=read_id(self.to_id.data),
            deed=CaseloadDeed(self.deed.data) if self.deed.data in DEED_NAMES else None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )
