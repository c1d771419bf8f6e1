"""Whom somebody works with: as contact person, beside them, or in their place during a leave.

Every rule of who may read what about a participant asks this. It imports no queries, so that each of them can ask.
"""

import uuid
from functools import cache
from typing import Any

import sqlalchemy as sa

from core.caseloads.models import ParticipationWorker
from core.clock import today
from core.context import current_person
from core.participants.models import Participation

_participation = Participation.__table__.c
_beside = ParticipationWorker.__table__.c


def works_today(day: sa.ColumnElement[Any] | None = None) -> sa.ColumnElement[bool]:
    """Whether a row of ParticipationWorker holds on the day: not before its first, not after its last."""
    on = sa.bindparam(None, callable_=today, type_=sa.Date()) if day is None else day
    return sa.and_(_beside.starts_on <= on, sa.or_(_beside.ends_on.is_(None), _beside.ends_on >= on))


@cache
def is_mine() -> sa.ColumnElement[bool]:
    """Whether a row of Participation is one that the signed-in person works with today; filled in when a statement is sent.

    The participations they work with beside the contact person are found once a statement, by the index of their account,
    and looked up as an array: the list can still go by the index of the contact person.
    """
    me: sa.BindParameter[uuid.UUID] = sa.bindparam(None, callable_=lambda: current_person().account_id, type_=sa.Uuid())
    theirs = sa.select(_beside.participation_id).where(_beside.account_id == me, works_today()).correlate(None)
    as_array: sa.ColumnElement[Any] = sa.func.array(theirs.scalar_subquery())
    return sa.or_(_participation.key_worker_id == me, _participation.id == sa.any_(as_array))
