"""Steps and follow-ups for tests. Works inside a tenant's scope."""

import uuid

from core.participants.models import Participation
from core.participants.queries import get_for_change
from core.steps.services import Noted, note_step
from tests.house import TODAY, House


def step_of(participation: Participation) -> uuid.UUID:
    """An interview, noted today about somebody who takes part."""
    return note_step(participation=get_for_change(participation.id), noted=Noted(kind="interview", on_date=TODAY, words="x")).id


def followed(_house: House, participation: Participation) -> dict[str, uuid.UUID]:
    """The ids that the addresses of steps take, of one about this participant."""
    return {"step_id": step_of(participation)}
