"""What a certificate of participation may say: that somebody took part, when, in what, and for how many hours."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.attendance.models import Attendance
from core.attendance.terms import ATTENDANCE_KINDS, AttendanceState
from core.audit import Action, record_access
from core.clock import today
from core.db import session
from core.errors import NotFound
from core.interventions.queries import list_periods, name_of
from core.interventions.terms import InterventionKind
from core.participants.models import Participation
from core.participants.queries import list_subjects, may_read, read_participation
from core.participants.terms import INSATS_KINDS, Grade, ParticipationState

MINUTES = 60
ABOUT_HEALTH = frozenset({InterventionKind.CBT, InterventionKind.HEALTH_GROUP})
"""Insatser that an employer has no business with: they are left out."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts of the paper. `insatser`: (name, first day, last day or None). `hours` None: none that may be read."""

    number: str
    name: str
    controller: str
    subproject: str
    started_on: dt.date
    ended_on: dt.date | None
    insatser: list[tuple[str, dt.date, dt.date | None]]
    hours: int | None
    issued_on: dt.date


def get_certificate(participation_id: uuid.UUID) -> Certificate:
    """The facts, in the reader's language, once the access log has its row of something taken out.

    Nothing of means of support, reasons, notes or insatser about health: employers read it. Raises NotFound, also for an
    anonymous participation and for one that was a mistake.
    """
    record_access(Action.EXPORT, subject_ids=list_subjects(participation_id), fields="certificate")
    participation = read_participation(participation_id, fields="identity participation")
    person = participation.person
    if person is None or participation.grade != Grade.PERSONAL or participation.state == ParticipationState.MISREGISTERED:
        raise NotFound
    periods = list_periods(participation) if may_read(participation, INSATS_KINDS) else []
    return Certificate(
        number=participation.number,
        name=f"{person.given_name} {person.family_name}",
        controller=participation.controller.name,
        subproject=participation.subproject.name,
        started_on=participation.started_on,
        ended_on=participation.ended_on,
        insatser=[
            (name_of(period.intervention), period.starts_on, period.ends_on)
            for period in periods
            if period.intervention.kind not in ABOUT_HEALTH
        ],
        hours=_hours(participation) if may_read(participation, ATTENDANCE_KINDS) else None,
        issued_on=today(),
    )


def _hours(participation: Participation) -> int | None:
    """Whole hours, rounded down as in the attendance reports; None when nothing has been registered."""
    of_them = Attendance.participation_id == participation.id, Attendance.state == AttendanceState.PRESENT
    minutes = session.scalar(sa.select(sa.func.sum(Attendance.attended_minutes)).where(*of_them))
    return int(minutes) // MINUTES if minutes else None
