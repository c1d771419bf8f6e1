"""Reads the catalogue of insatser and who takes part in which."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import contains_eager

from core.audit import Action, record_access
from core.clock import today
from core.context import language
from core.db import session
from core.errors import NotFound
from core.interventions.models import (
    EmploymentStep,
    Intervention,
    InterventionExtent,
    InterventionPause,
    InterventionPeriod,
    Place,
)
from core.interventions.terms import INSURED_KINDS, InterventionKind
from core.lists import Page
from core.participants.models import Participation, Person, Subproject
from core.participants.queries import visible_participations
from core.participants.terms import INSATS_KINDS, OPEN_STATES, Grade


def name_of(intervention: Intervention) -> str:
    """The insats in the reader's language."""
    return intervention.name_en if language() == "en" else intervention.name_sv


def list_catalogue(subproject_id: uuid.UUID, day: dt.date) -> Sequence[Intervention]:
    """What the delprojekt offers on the day, in its own order."""
    chosen = (
        sa.select(Intervention)
        .where(
            Intervention.subproject_id == subproject_id,
            sa.or_(Intervention.valid_from.is_(None), Intervention.valid_from <= day),
            sa.or_(Intervention.valid_until.is_(None), Intervention.valid_until >= day),
        )
        .order_by(Intervention.position, Intervention.name_sv, Intervention.id)
    )
    return session.scalars(chosen).all()


def list_all(subproject_id: uuid.UUID) -> Sequence[Intervention]:
    """The whole catalogue, what is no longer offered too, in the delprojekt's own order."""
    chosen = sa.select(Intervention).where(Intervention.subproject_id == subproject_id)
    return session.scalars(chosen.order_by(Intervention.position, Intervention.name_sv, Intervention.id)).all()


def is_offered(intervention: Intervention, day: dt.date) -> bool:
    """Whether somebody may begin it on the day."""
    begun = intervention.valid_from is None or intervention.valid_from <= day
    return begun and (intervention.valid_until is None or intervention.valid_until >= day)


def get_intervention(intervention_id: uuid.UUID, *, lock: bool = False) -> Intervention:
    """A row of the catalogue; with `lock` held until the request is over. Raises NotFound."""
    chosen = sa.select(Intervention).where(Intervention.id == intervention_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found: Intervention | None = session.scalars(chosen).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_intervention(intervention_id: uuid.UUID) -> Intervention | None:
    """A row of the catalogue, or None."""
    return session.get(Intervention, intervention_id)


def list_periods(participation: Participation) -> Sequence[InterventionPeriod]:
    """The participant's insatser, the first begun first. The caller has read the participation, and so logged it."""
    chosen = (
        sa.select(InterventionPeriod)
        .join(InterventionPeriod.intervention)
        .options(contains_eager(InterventionPeriod.intervention))
        .where(InterventionPeriod.participation_id == participation.id)
        .order_by(InterventionPeriod.starts_on, Intervention.position, InterventionPeriod.id)
    )
    return session.scalars(chosen).all()


@dataclass(frozen=True, slots=True)
class Insats:
    """A participant's time in an insats as the participant's page shows it, today."""

    id: uuid.UUID
    name: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None
    extent_percent: int | None
    place_id: uuid.UUID | None
    place: str
    pauses: tuple[tuple[dt.date, dt.date | None], ...]
    insured_on: dt.date | None
    stages: int
    """How many of supported employment's steps were reached."""

    @property
    def is_paused(self) -> bool:
        """Whether it rests today."""
        return any(first <= today() and (last is None or today() < last) for first, last in self.pauses)

    @property
    def lacks_insurance(self) -> bool:
        """Work training that runs without the insurance having been arranged."""
        return self.kind in INSURED_KINDS and self.insured_on is None and (self.ends_on is None or self.ends_on >= today())


def list_insatser(participation: Participation) -> list[Insats]:
    """The participant's insatser with what has changed of them, the first begun first, in one statement.

    The caller has read the participation, and so logged it.
    """
    rows = session.execute(_insatser(), {"participation": participation.id, "today": today()})
    return [
        Insats(
            period.id,
            name_of(period.intervention),
            period.intervention.kind,
            period.starts_on,
            period.ends_on,
            later or period.extent_percent,
            period.place_id,
            named or period.place,
            tuple(zip(begun, ended, strict=True)),
            period.insured_on,
            stages,
        )
        for period, named, later, begun, ended, stages in rows
    ]


@cache
def _insatser() -> sa.Select[*tuple[Any, ...]]:
    extent, pause = InterventionExtent, InterventionPause
    begun = sa.and_(extent.period_id == InterventionPeriod.id, extent.valid_from <= sa.bindparam("today", type_=sa.Date()))
    later = sa.select(extent.percent).where(begun).order_by(extent.valid_from.desc()).limit(1).scalar_subquery()
    of_period = pause.period_id == InterventionPeriod.id
    pauses = (
        sa.func.array(sa.select(column).where(of_period).order_by(pause.starts_on, pause.id).scalar_subquery())
        for column in (pause.starts_on, pause.ends_on)
    )
    stages = sa.select(sa.func.count()).where(EmploymentStep.period_id == InterventionPeriod.id).scalar_subquery()
    typed = (sa.type_coerce(one, ARRAY(sa.Date())) for one in pauses)
    return (
        sa.select(InterventionPeriod, Place.name, later, *typed, stages)
        .join(InterventionPeriod.intervention)
        .outerjoin(Place, Place.id == InterventionPeriod.place_id)
        .options(contains_eager(InterventionPeriod.intervention))
        .where(InterventionPeriod.participation_id == sa.bindparam("participation", type_=sa.Uuid()))
        .order_by(InterventionPeriod.starts_on, Intervention.position, InterventionPeriod.id)
    )


MOST_UNINSURED = 10


def list_uninsured() -> Page:
    """Work training that runs and whose insurance is not arranged, of those the signed-in person may read; the first ten.

    Rows: id, number, participation_id, person_id, given_name, family_name, starts_on. The caller logs what it shows.
    """
    chosen = (
        sa.select(
            InterventionPeriod.id,
            InterventionPeriod.starts_on,
            Participation.id.label("participation_id"),
            Participation.number,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            sa.func.count().over().label("total"),
        )
        .order_by(InterventionPeriod.starts_on, InterventionPeriod.id)
        .limit(MOST_UNINSURED)
    )
    rows = session.execute(_uninsured(chosen).outerjoin(Person, Person.id == Participation.person_id)).all()
    return Page(rows, rows[0].total if rows else 0)


def waiting_uninsured() -> Any:
    """How many those are, as a select."""
    return _uninsured(sa.select(sa.func.count(InterventionPeriod.id)))


def _uninsured(chosen: Any) -> Any:
    joined = (
        chosen.select_from(InterventionPeriod)
        .join(Intervention, Intervention.id == InterventionPeriod.intervention_id)
        .join(Participation, Participation.id == InterventionPeriod.participation_id)
        .where(
            Intervention.kind.in_(sorted(INSURED_KINDS)),
            InterventionPeriod.insured_on.is_(None),
            sa.or_(InterventionPeriod.ends_on.is_(None), InterventionPeriod.ends_on >= today()),
            Participation.state.in_(sorted(OPEN_STATES)),
        )
    )
    return visible_participations(joined, INSATS_KINDS)


def read_period(period_id: uuid.UUID) -> InterventionPeriod:
    """A participant's time in an insats with the insats, once the access log has its row. Raises NotFound."""
    return _period(period_id, Action.READ)


def get_period_for_change(period_id: uuid.UUID) -> InterventionPeriod:
    """The same, logged as a change and locked until the request is over."""
    return _period(period_id, Action.WRITE)


def _period(period_id: uuid.UUID, action: Action) -> InterventionPeriod:
    chosen = (
        sa.select(InterventionPeriod, Participation.id.label("participation_id"), Participation.person_id)
        .join(Participation, Participation.id == InterventionPeriod.participation_id)
        .join(InterventionPeriod.intervention)
        .options(contains_eager(InterventionPeriod.intervention))
        .where(InterventionPeriod.id == period_id)
        .execution_options(populate_existing=True)
    )
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=[InterventionPeriod, Participation])
    row = session.execute(visible_participations(chosen, INSATS_KINDS)).one_or_none()
    if row is None:
        raise NotFound
    record_access(action, subject_ids=[row.person_id or row.participation_id], fields="participation")
    period: InterventionPeriod = row[0]
    return period


def list_subjects(period_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person who takes part, for the access log. Raises NotFound."""
    chosen = (
        sa.select(Participation.id, Participation.person_id)
        .join(InterventionPeriod, InterventionPeriod.participation_id == Participation.id)
        .where(InterventionPeriod.id == period_id)
    )
    row = session.execute(visible_participations(chosen, INSATS_KINDS)).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or row.id]


def first_activity(participation: Participation) -> dt.date | None:
    """The earliest day of an insats that counts; the mapping counts only where the delprojekt says so.

    The delprojekt is held against a change of what counts until the request is over.
    """
    hold_subproject(participation.subproject_id, shared=True)
    chosen = (
        sa.select(sa.func.min(InterventionPeriod.starts_on))
        .join(Intervention, Intervention.id == InterventionPeriod.intervention_id)
        .join(Subproject, Subproject.id == Intervention.subproject_id)
        .where(
            InterventionPeriod.participation_id == participation.id,
            _counts(),
        )
    )
    found: dt.date | None = session.scalar(chosen)
    return found


def hold_subproject(subproject_id: uuid.UUID, *, shared: bool = False) -> None:
    """Until the request is over nobody changes what counts; `shared`: beside others who only go by it."""
    session.execute(sa.select(Subproject.id).where(Subproject.id == subproject_id).with_for_update(read=shared))


def first_activities_anew(subproject_id: uuid.UUID) -> sa.UpdateBase:
    """The same rule for everybody of a delprojekt at once, as the statement that keeps it. Gives whose day it moved."""
    counted = (
        sa.select(sa.func.min(InterventionPeriod.starts_on))
        .join(Intervention, Intervention.id == InterventionPeriod.intervention_id)
        .join(Subproject, Subproject.id == Intervention.subproject_id)
        .where(InterventionPeriod.participation_id == Participation.id, _counts())
        .correlate(Participation)
        .scalar_subquery()
    )
    chosen = sa.update(Participation).where(
        Participation.subproject_id == subproject_id,
        Participation.grade != Grade.ANONYMOUS,
        Participation.first_activity_on.is_distinct_from(counted),
    )
    moved = chosen.values(first_activity_on=counted).returning(Participation.id, Participation.person_id)
    return moved.execution_options(synchronize_session=False)


def _counts() -> sa.ColumnElement[bool]:
    return sa.or_(Intervention.kind != InterventionKind.MAPPING, Subproject.mapping_counts)
