"""Reads the catalogue of insatser and who takes part in which."""

import datetime as dt
import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from core.audit import Action, record_access
from core.context import language
from core.db import session
from core.errors import NotFound
from core.interventions.models import Intervention, InterventionPeriod
from core.interventions.terms import InterventionKind
from core.participants.models import Participation, Subproject
from core.participants.queries import visible_participations
from core.participants.terms import INSATS_KINDS, Grade


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
