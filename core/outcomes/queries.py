"""Reads the situation before and after."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.audit import Action, record_access
from core.db import session
from core.errors import NotFound
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.situations import SituationValues
from core.outcomes.terms import Moment
from core.participants.models import Participation
from core.participants.queries import visible_participations
from core.participants.terms import OUTCOME_KINDS


def list_situations(participation: Participation) -> dict[Moment, SituationValues]:
    """Before and after, as far as they are known, main source first. The caller has read the participation."""
    chosen = (
        sa.select(Situation, SituationSupport.source, SituationSupport.main)
        .outerjoin(SituationSupport, SituationSupport.situation_id == Situation.id)
        .where(Situation.participation_id == participation.id)
        .order_by(Situation.observed_on, Situation.id, SituationSupport.main.desc(), SituationSupport.source)
    )
    found: dict[Moment, SituationValues] = {}
    for situation, source, main in session.execute(chosen):
        moment = Moment(situation.moment)
        former = found.get(moment)
        sources = (*(former.sources if former else ()), *([source] if source else []))
        found[moment] = SituationValues(
            sources=sources,
            main_source=source if main else (former.main_source if former else None),
            main_activity=situation.main_activity,
            education=situation.education,
            support_since=situation.support_since,
            work_subsidised=situation.work_subsidised,
            id=situation.id,
        )
    return found


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation, of whom, and what it says."""

    situation: Situation
    participation: Participation
    values: SituationValues


def read_situation(situation_id: uuid.UUID) -> Observed:
    """The observation with its participation, once the access log has its row. Raises NotFound."""
    return _observed(situation_id, Action.READ)


def get_situation_for_change(situation_id: uuid.UUID) -> Observed:
    """The same, logged as a change and locked until the request is over."""
    return _observed(situation_id, Action.WRITE)


def _observed(situation_id: uuid.UUID, action: Action) -> Observed:
    record_access(action, subject_ids=list_subjects(situation_id), fields="outcome")
    chosen = (
        sa.select(Situation, Participation)
        .join(Participation, Participation.id == Situation.participation_id)
        .where(Situation.id == situation_id)
        .execution_options(populate_existing=True)
    )
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=[Situation, Participation])
    row = session.execute(visible_participations(chosen, OUTCOME_KINDS)).one_or_none()
    if row is None:
        raise NotFound
    return Observed(row[0], row[1], list_situations(row[1])[Moment(row[0].moment)])


def list_subjects(situation_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person who was observed, for the access log. Raises NotFound."""
    chosen = (
        sa.select(Participation.id, Participation.person_id)
        .join(Situation, Situation.participation_id == Participation.id)
        .where(Situation.id == situation_id)
    )
    row = session.execute(visible_participations(chosen, OUTCOME_KINDS)).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or row.id]
