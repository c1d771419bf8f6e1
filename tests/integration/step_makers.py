"""Steps and follow-ups for tests. Works inside a tenant's scope."""

import datetime as dt
import uuid

from core.audit import Action
from core.followups.queries import list_of_participation, read_follow_up
from core.followups.services import Answer, answer_follow_up
from core.outcomes.situations import SituationValues
from core.participants.models import Participation
from core.participants.queries import get_for_change
from core.steps.services import Noted, note_step
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, leave, offer


def step_of(participation: Participation) -> uuid.UUID:
    """An interview, noted today about somebody who takes part."""
    return note_step(participation=get_for_change(participation.id), noted=Noted(kind="interview", on_date=TODAY, words="x")).id


def answered(house: House) -> uuid.UUID:
    """A follow-up of somebody who left a month ago and has said how it goes."""
    follow_up_id = _of_somebody_gone(house)
    values = SituationValues(sources=("lon",), main_source=None, main_activity="work", work_subsidised=False)
    followed = read_follow_up(follow_up_id, action=Action.WRITE)
    answer = Answer(answered_on=TODAY, way="phone", values=values, words="Trivs bra")
    answer_follow_up(followed=followed, version=followed.follow_up.version, answer=answer)
    return follow_up_id


def followed(house: House, participation: Participation) -> dict[str, uuid.UUID]:
    """The ids that the addresses of steps and follow-ups take: a step of this participant, follow-ups of others."""
    due = _of_somebody_gone(house)
    return {"step_id": step_of(participation), "follow_up_id": due, "answered_id": answered(house)}


def _of_somebody_gone(house: House) -> uuid.UUID:
    gone = begin(house, referral=offer(received_on=dt.date(2022, 6, 1)), started_on=dt.date(2022, 6, 20))
    leave(gone.id, ended_on=dt.date(2022, 8, 15))
    return list_of_participation(gone)[0].id
