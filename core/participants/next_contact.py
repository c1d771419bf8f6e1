"""The next contact, agreed in the same breath as something else: every form that writes about a participant offers it."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import today
from core.db import session
from core.i18n import _l
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Participation
from core.participants.queries import visible_participations
from core.participants.terms import OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What stood in the field. None leaves what stands; `version` is the participation's, as the form showed it."""

    version: int | None
    next_contact_on: dt.date | None


def find_open_participation(person_id: uuid.UUID, *, lock: bool = False) -> Participation | None:
    """The participation whose next contact may be agreed. The caller has opened the person, and so logged it."""
    chosen = sa.select(Participation).where(Participation.person_id == person_id, Participation.state.in_(sorted(OPEN_STATES)))
    chosen = visible_participations(chosen).execution_options(populate_existing=True)
    found: Participation | None = session.scalars(chosen.with_for_update() if lock else chosen).one_or_none()
    return found


def faults_of_next_contact(participation: Participation, agreed: Agreed | None) -> dict[str, object]:
    """What is wrong with the day, by field of the form."""
    if agreed is None or not _is_new(participation, agreed):
        return {}
    return {"next_contact_on": _l("Choose today or a day to come")} if (agreed.next_contact_on or today()) < today() else {}


def agree_next_contact(participation: Participation, agreed: Agreed | None) -> None:
    """Set it, when another day than the one that stands was written. The day has been checked, the row is locked.

    Raises ChangedMeanwhile when somebody else has changed the participation since the form was opened.
    """
    if agreed is None or not _is_new(participation, agreed):
        return
    if agreed.version != participation.version:
        raise ChangedMeanwhile
    participation.next_contact_on = agreed.next_contact_on


def proposed(participation: Participation) -> dt.date | None:
    """What the field begins with: the day that stands, unless it has passed."""
    day = participation.next_contact_on
    return day if day is not None and day >= today() else None


def _is_new(participation: Participation, agreed: Agreed) -> bool:
    return agreed.next_contact_on is not None and agreed.next_contact_on != participation.next_contact_on
