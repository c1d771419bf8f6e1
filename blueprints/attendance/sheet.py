"""The form of one roster: as many boxes as it has, each with a hidden one that carries what stood there."""

import uuid
from typing import Any

from core.attendance.roster import Roster, Typed
from core.i18n import _, format_date
from core.web.fields import BooleanField, HiddenField, Optional, TextField
from core.web.forms import MiaForm

MAX_BOX = 8
BOX = 3
"""Letters that are wanted in a box: P, 2,5."""


class Sheet:
    """The form, and how a template finds its fields."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.form = _form(roster)

    @property
    def typed(self) -> dict[uuid.UUID, Typed]:
        """What the page sends, by the row of each box."""
        return {
            box.id: Typed(self.form[box.name].data or "", self.form[was_of(box.name)].data or "") for box in self.roster.boxes
        }

    @property
    def all_there(self) -> set[uuid.UUID]:
        """The days on which all the others were there."""
        return {day.id for day in self.roster.days if self.form[there_of(day)].data}

    def has_seen(self, boxes: Any) -> None:
        """After a lost race: from now on the page knows what stands in these boxes."""
        for name, box in boxes.items():
            known = self.form[was_of(name)]
            known.raw_data, known.data = None, box.noted.mark


def was_of(name: str) -> str:
    """The hidden field beside a box."""
    return f"{name.removesuffix('_said')}_was"


def there_of(day: Any) -> str:
    """The tick under a day."""
    return f"day_{day.id.hex}_there"


def _form(roster: Roster) -> MiaForm:
    """The form's class, made for these boxes. The order of the fields is the order in which faults are listed."""
    fields: dict[str, Any] = {}
    days = {day.id: day for day in roster.days}
    for line in roster.lines:
        for activity_id, box in line.boxes.items():
            label = f"{line.name}, {format_date(days[activity_id].on_date)}"
            fields[box.name] = TextField(label, [Optional()], max_length=MAX_BOX, default=box.text)
            fields[was_of(box.name)] = HiddenField(default=box.noted.mark)
    for day in roster.days:
        label = _("All others were there, %(day)s", day=format_date(day.on_date))
        fields[there_of(day)] = BooleanField(label, [Optional()])
    form: MiaForm = type("RosterForm", (MiaForm,), fields)()
    return form
