"""Reads steps, and who may read them. Every read and write of a step goes through `visible_steps`."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.audit import Action, record_access
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Participation, Staff
from core.participants.queries import visible_participations
from core.participants.terms import OUTCOME_KINDS
from core.steps.models import Step

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
FIELDS = "step"


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as a page shows it. One that was taken back says by whom, when and why."""

    id: uuid.UUID
    kind: str
    on_date: dt.date
    words: str
    owner_id: uuid.UUID
    owner: str
    by_name: str | None
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str
    withdrawn_by_name: str | None


def visible_steps(statement: Statement) -> Statement:
    """Narrow a select of Step joined with its Participation to what the signed-in person may read.

    A step is a part of what became of it: who reads the participation reads it, another authority on a consent to that.
    """
    return visible_participations(statement, OUTCOME_KINDS)


def list_steps(participation: Participation) -> Sequence[StepRow]:
    """The steps of a participation, the latest first, also those taken back. The caller has read the participation."""
    taker = aliased(Staff)
    chosen = (
        sa.select(
            Step.id,
            Step.kind,
            Step.on_date,
            Step.words,
            Step.owner_id,
            Authority.name.label("owner"),
            Staff.name.label("by_name"),
            Step.withdrawn_at,
            Step.withdrawn_reason,
            taker.name.label("withdrawn_by_name"),
        )
        .join(Participation, Participation.id == Step.participation_id)
        .join(Authority, Authority.id == Step.owner_id)
        .outerjoin(Staff, Staff.account_id == Step.by_account)
        .outerjoin(taker, taker.account_id == Step.withdrawn_by)
        .where(Step.participation_id == participation.id)
        .order_by(Step.on_date.desc(), Step.at.desc(), Step.id.desc())
    )
    return [StepRow(**row._mapping) for row in session.execute(visible_steps(chosen))]


def read_step(step_id: uuid.UUID, *, action: Action = Action.READ) -> Step:
    """The step, once the access log has its row; locked when it is to be changed. Raises NotFound."""
    record_access(action, subject_ids=list_subjects(step_id), fields=FIELDS)
    chosen = sa.select(Step).join(Participation, Participation.id == Step.participation_id).where(Step.id == step_id)
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=Step)
    found: Step | None = session.scalars(visible_steps(chosen).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_subjects(step_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a step, for the access log. Raises NotFound."""
    chosen = (
        sa.select(Participation.person_id, Participation.id)
        .join(Step, Step.participation_id == Participation.id)
        .where(Step.id == step_id)
    )
    row = session.execute(visible_steps(chosen)).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or row.id]


def find_step_sent(form_token: uuid.UUID) -> Step | None:
    """The step that this sending of the form has made already, if the signed-in person may read it."""
    chosen = sa.select(Step).join(Participation, Participation.id == Step.participation_id).where(Step.form_token == form_token)
    found: Step | None = session.scalar(visible_steps(chosen))
    return found
