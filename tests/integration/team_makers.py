"""Team days for tests, made by the services. Works inside a tenant's scope."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.db import new_id, session
from core.plans.models import Plan
from core.teams import agenda, services
from core.teams.agenda import Outcome
from core.teams.calendar import get_for_change
from core.teams.candidates import list_candidates
from core.teams.models import AgendaItem, TeamMeeting
from core.teams.queries import AgendaLine, get_item_for_change, list_agenda
from core.teams.services import MeetingValues
from core.teams.terms import ItemKind
from tests.house import TODAY, House
from tests.integration.referral_makers import refer

ALL_ROLES = ("subproject_manager", "case_worker", "party_representative.fk", "party_representative.kommun")
QUESTION = "Hur kommer vi vidare?"


def values(house: House, *, called: Sequence[str] = ALL_ROLES, **changes: Any) -> MeetingValues:
    """A team day of today at nine, to which everybody who reads persons is called."""
    given: dict[str, Any] = {
        "name": "Samverkansteam",
        "on_date": TODAY,
        "starts_at": dt.time(9),
        "ends_at": dt.time(11, 30),
        "place": "Stadshuset",
        "called": frozenset(house.accounts[f"{role}@roslagen.example"] for role in called),
    }
    return MeetingValues(**given | changes)


def meet(house: House, **changes: Any) -> TeamMeeting:
    return services.plan_meetings(values=values(house, **changes))


def bring_up(meeting: TeamMeeting, row_id: uuid.UUID, question: str = QUESTION, *, name_is_meant: bool = False) -> AgendaItem:
    """The referral or the participation with this id, put on the agenda."""
    key = next((one.key for one in list_candidates(meeting) if one.row_id == row_id), None)
    return agenda.add_item(meeting=meeting, item_id=new_id(), key=key, question=question, name_is_meant=name_is_meant)


def ask(meeting: TeamMeeting, question: str = "När ses vi nästa år?") -> AgendaItem:
    """A question about nobody."""
    return agenda.add_item(meeting=meeting, item_id=new_id(), key=ItemKind.OTHER.value, question=question, name_is_meant=False)


def line_of(meeting: TeamMeeting, item_id: uuid.UUID) -> AgendaLine | None:
    """The item as whoever is in scope sees it on the agenda; None when it is not there for them."""
    return next((line for line in list_agenda(meeting) if line.id == item_id), None)


def note(item_id: uuid.UUID, **changes: Any) -> None:
    """The team says that the waiting list is right, and looks at it again in eight weeks."""
    meeting, item, line = get_item_for_change(item_id)
    version = changes.pop("version", item.version)
    given: dict[str, Any] = {
        "outcome": "wait",
        "line": "",
        "next_review_on": meeting.on_date + dt.timedelta(weeks=8),
        "participant_present": False,
    }
    agenda.note_outcome(meeting=meeting, item=item, line=line, version=version, said=Outcome(**given | changes))


def hold(house: House, meeting_id: uuid.UUID, *here: str, remarks: str = "") -> TeamMeeting:
    """Somebody is there, and the meeting is closed."""
    meeting = get_for_change(meeting_id)
    accounts = [house.accounts[f"{role}@roslagen.example"] for role in here or ("subproject_manager",)]
    services.note_present(meeting=meeting, seen=[], present=accounts)
    services.close_meeting(meeting=meeting, version=meeting.version, remarks=remarks)
    return meeting


def let_review_fall_due(person_id: uuid.UUID | None, on_date: dt.date = TODAY) -> None:
    """As if the person's plan had been agreed long ago, to be looked at again on this day."""
    days = {"review_on": on_date, "agreed_on": on_date - dt.timedelta(weeks=8)}
    session.execute(sa.update(Plan).where(Plan.person_id == person_id).values(**days))


def remove(item_id: uuid.UUID) -> None:
    """Take the item off the agenda."""
    meeting, item, line = get_item_for_change(item_id)
    agenda.remove_item(meeting=meeting, item=item, line=line)


def stand_on_an_agenda(house: House) -> dict[str, uuid.UUID]:
    """Ids, as addresses name them, of a meeting of today and of a referral on its agenda."""
    meeting = meet(house)
    return {"meeting_id": meeting.id, "item_id": bring_up(meeting, refer().id).id}
