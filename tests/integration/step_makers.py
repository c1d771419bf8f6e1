"""Steps and follow-ups for tests. Works inside a tenant's scope."""

import datetime as dt
import uuid

from core.followups.queries import list_of_participation
from core.participants.models import Participation
from core.participants.queries import get_for_change
from core.steps.services import Noted, note_step
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, leave, offer


def step_of(participation: Participation) -> uuid.UUID:
    """An interview, noted today about somebody who takes part."""
    return note_step(participation=get_for_change(participation.id), noted=Noted(kind="interview", on_date=TODAY, words="x")).id


def followed(house: House, participation: Participation) -> dict[str, uuid.UUID]:
    """The ids that the addresses of steps and follow-ups take: a step of this participant, a follow-up of somebody else."""
    gone = begin(house, referral=offer(received_on=dt.date(2022, 6, 1)), started_on=dt.date(2022, 6, 20))
    leave(gone.id, ended_on=dt.date(2022, 8, 15))
    return {"step_id": step_of(participation), "follow_up_id": list_of_participation(gone)[0].id}
