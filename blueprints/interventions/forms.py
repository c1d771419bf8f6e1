"""Forms of the insatser."""

from collections.abc import Sequence
from typing import Any

from core.clock import today
from core.i18n import _l
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    NotAfterToday,
    Optional,
    Required,
    TextField,
)
from core.web.forms import MiaForm


class BeginForm(MiaForm):
    """A new insats. `token` becomes the row's id, so that a second sending changes nothing."""

    token = HiddenField()
    intervention_id = ChoiceField(_l("Intervention"), [Required(_l("Choose an intervention"))])
    starts_on = DateField(
        _l("First day"),
        [Required(_l("Write the first day")), NotAfterToday()],
        description=_l("Such as 2022-09-15."),
        default=today,
    )
    extent_percent = IntegerField(
        _l("Extent in per cent"), [Optional()], description=_l("100 is 40 hours a week, whoever the person is.")
    )
    place = TextField(_l("Place"), [Optional()], description=_l("The workplace or the address, not a person's name."))

    def __init__(self, catalogue: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.intervention_id.choices = catalogue


class EndForm(MiaForm):
    """The last day of an insats."""

    version = IntegerField(widget=HiddenField.widget)
    ends_on = DateField(
        _l("Last day"),
        [Required(_l("Write the last day")), NotAfterToday()],
        description=_l("Such as 2022-09-15."),
        default=today,
    )
