"""The waiting list: who stands in it, in which order, how many places are free; and how long people have waited."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import today
from core.db import session
from core.errors import Invalid, NotAllowed
from core.i18n import _, _l
from core.lists import PAGE_SIZE, Page
from core.participants.choices import get_current_subproject, list_codes
from core.participants.models import Code, Participation, Person, Subproject
from core.participants.terms import ParticipationState
from core.referrals.errors import MoveNotPossible, ReferralChanged
from core.referrals.history import note, write
from core.referrals.models import Referral, ReferralEvent
from core.referrals.queries import get_for_change, visible_referrals
from core.referrals.services import is_ours_to_move
from core.referrals.terms import OPEN_STATES, ReferralState

PRIORITIES = "waiting_priority"


@dataclass(frozen=True, slots=True)
class Places:
    """Of the delprojekt as a whole, whoever the controllers are: a count, and no persons."""

    places: int | None
    active: int
    offered: int
    """Places offered by those whose referrals the reader sees."""

    @property
    def free(self) -> int | None:
        """Places minus those who take part; None when nobody has said how many places there are."""
        return None if self.places is None else max(0, self.places - self.active)


@dataclass(frozen=True, slots=True)
class Times:
    """Days from arrival; None for what has not happened. Of several: the median, and of how many."""

    to_contact: int | None
    to_start: int | None
    contacts: int = 1
    starts: int = 1


def _put_on_list() -> sa.ScalarSelect[Any]:
    """The day a referral was put on the list, the last time it was."""
    into = sa.and_(
        ReferralEvent.to_state == ReferralState.WAITING_LIST,
        ReferralEvent.from_state.is_distinct_from(ReferralState.WAITING_LIST),
    )
    day = sa.select(sa.func.max(ReferralEvent.on_date)).where(ReferralEvent.referral_id == Referral.id, into)
    return day.correlate(Referral).scalar_subquery()


def list_waiting(page: int = 1) -> Page:
    """Who waits, next first: by the order of the priorities, then the day they were put on the list; logged.

    Rows: id, version, person_id, given_name, family_name, priority, listed_on, received_on, total.
    """
    listed_on = _put_on_list().label("listed_on")
    statement = (
        sa.select(
            Referral.id,
            Referral.version,
            Referral.person_id,
            Person.given_name,
            Person.family_name,
            Referral.priority,
            listed_on,
            Referral.received_on,
            sa.func.count().over().label("total"),
        )
        .join(Person, Person.id == Referral.person_id)
        .join(Code, sa.and_(Code.list == PRIORITIES, Code.key == Referral.priority))
        .where(Referral.state == ReferralState.WAITING_LIST)
        .order_by(Code.position, Code.key, listed_on, Referral.received_on, Referral.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(visible_referrals(statement)).all()
    record_access(Action.LIST, subject_ids=list(dict.fromkeys(row.person_id for row in rows)), fields="list")
    return Page(rows, rows[0].total if rows else 0)


def count_places() -> Places:
    """Of the delprojekt that runs now."""
    subproject = get_current_subproject(today())
    return Places(subproject.places, _count_active(subproject), _count_offered(subproject))


def set_priority(*, referral_id: uuid.UUID, priority: str, reason: str, version: int) -> None:
    """Move somebody in the order of the list, and say why. Raises NotFound, NotAllowed, ReferralChanged, Invalid."""
    referral = _open_for_change(referral_id, version)
    rows = list_codes(PRIORITIES)[PRIORITIES]
    faults: dict[str, object] = {}
    if priority not in rows or not (rows[priority].active or priority == referral.priority):
        faults["priority"] = _l("Choose a priority")
    if not reason.strip():
        faults["reason"] = _l("Write why the order is changed")
    if faults:
        raise Invalid(faults)
    referral.priority = priority
    write()
    note(referral, today(), _("Priority: %(name)s. %(reason)s", name=rows[priority].name, reason=reason))


def note_first_contact(*, referral_id: uuid.UUID, on_date: dt.date | None, version: int) -> None:
    """The day somebody was first in touch with the person. Raises NotFound, NotAllowed, ReferralChanged, Invalid."""
    referral = _for_change(referral_id, version)
    if on_date is None or not referral.received_on <= on_date <= today():
        raise Invalid({"first_contact_on": _l("Write a day from the day the referral came in until today")})
    if referral.first_contact_on == on_date:
        return
    referral.first_contact_on = on_date
    write()
    note(referral, on_date, _("First contact with the person"))


def times_of(referral: Referral) -> Times:
    """How long the person of an opened referral has waited for what has happened."""
    started_on = session.scalar(sa.select(_started_on(sa.literal(referral.id, sa.Uuid()))))
    contact = referral.first_contact_on
    return Times(
        to_contact=(contact - referral.received_on).days if contact else None,
        to_start=(started_on - referral.received_on).days if started_on else None,
    )


def median_times() -> Times:
    """Over the referrals of the delprojekt that runs now and that the signed-in person may read: counts, and no persons."""
    subproject = get_current_subproject(today())
    started_on = _started_on(Referral.id)
    days = visible_referrals(
        sa.select(
            (Referral.first_contact_on - Referral.received_on).label("to_contact"),
            (started_on - Referral.received_on).label("to_start"),
        ).where(Referral.subproject_id == subproject.id)
    ).subquery()
    row = session.execute(
        sa.select(
            sa.func.percentile_cont(0.5).within_group(days.c.to_contact).label("to_contact"),
            sa.func.percentile_cont(0.5).within_group(days.c.to_start).label("to_start"),
            sa.func.count(days.c.to_contact).label("contacts"),
            sa.func.count(days.c.to_start).label("starts"),
        )
    ).one()
    return Times(_whole(row.to_contact), _whole(row.to_start), row.contacts, row.starts)


def _whole(median: float | None) -> int | None:
    """A median of whole days may end on a half, which is rounded up."""
    return None if median is None else int(median + 0.5)


def _started_on(referral_id: Any) -> sa.ScalarSelect[Any]:
    started = sa.select(sa.func.max(ReferralEvent.on_date)).where(
        ReferralEvent.referral_id == referral_id, ReferralEvent.to_state == ReferralState.STARTED
    )
    return started.correlate(Referral).scalar_subquery()


def _count_active(subproject: Subproject) -> int:
    chosen = sa.select(sa.func.count()).select_from(Participation)
    chosen = chosen.where(Participation.subproject_id == subproject.id, Participation.state == ParticipationState.ACTIVE)
    return session.scalar(chosen) or 0


def _count_offered(subproject: Subproject) -> int:
    chosen = sa.select(sa.func.count()).select_from(Referral)
    chosen = chosen.where(Referral.subproject_id == subproject.id, Referral.state == ReferralState.OFFERED)
    return session.scalar(visible_referrals(chosen)) or 0


def _for_change(referral_id: uuid.UUID, version: int) -> Referral:
    referral = get_for_change(referral_id)
    if not is_ours_to_move(referral):
        raise NotAllowed(_l("Only the authority that received the referral, or the sub-project manager, moves it on."))
    if referral.version != version:
        raise ReferralChanged
    return referral


def _open_for_change(referral_id: uuid.UUID, version: int) -> Referral:
    referral = _for_change(referral_id, version)
    if referral.state not in OPEN_STATES:
        raise MoveNotPossible
    return referral
