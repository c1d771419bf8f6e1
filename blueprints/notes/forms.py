"""The form of a note."""

from core.clock import today
from core.i18n import _l
from core.ids import new_id, read_id
from core.notes.services import Written
from core.notes.terms import MOST_CHARACTERS
from core.web.fields import DateField, HiddenField, LongTextField, NotAfterToday, Required
from core.web.next_contact import WithNextContact


class NoteForm(WithNextContact):
    """A note, or its correction. `token` names one sending, so that a double click makes one note.

    A correction, and a note about somebody who does not take part, has no next contact beside it.
    """

    token = HiddenField(default=lambda: str(new_id()))
    noted_on = DateField(
        _l("Day"),
        [Required(_l("Write the day it is about")), NotAfterToday()],
        description=_l("The day it is about, such as 2022-09-15."),
        default=today,
    )
    text = LongTextField(
        _l("Note"),
        [Required(_l("Write the note"))],
        description=_l("What happened and what was agreed, in a few sentences. Never a diagnosis, and nothing of other persons."),
        max_length=MOST_CHARACTERS,
    )

    def written(self) -> Written:
        """What was typed, for the service."""
        return Written(on_date=self.noted_on.data, text=self.text.data or "", form_token=read_id(self.token.data))
