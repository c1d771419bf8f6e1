"""What goes between a tenant and the county, read in one schema and written in the other by a job.

The tenant's row and the county's each carry a version; what is older than what stands is not written. Nothing but the
approved text, the codes and the month leaves the tenant: no account, no authority, no day.
"""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core.clock import now, today
from core.context import current_tenant
from core.db import session
from core.deviations.lifting import go, keep_reading
from core.deviations.models import Deviation, DeviationText, LiftedDeviation
from core.deviations.queries import list_touched
from core.deviations.terms import COUNTY_EMPTY, COUNTY_OPEN, WITH_THE_COUNTY, CountyState, State, Verdict
from core.jobs import scopes
from core.participants.models import Code


def tell_county(deviation_id: uuid.UUID) -> None:
    """Called in the tenant's scope."""
    deviation = session.get(Deviation, deviation_id)
    if deviation is None:
        return
    leaves = deviation.state == WITH_THE_COUNTY and deviation.approved_number == deviation.text_number
    row = _row(deviation) if leaves else None
    version = deviation.version
    with scopes().open(None):
        if row is not None:
            _put(row)
        else:
            _empty(deviation_id, version)
        session.commit()


def _row(deviation: Deviation) -> dict[str, Any]:
    """What leaves."""
    text = session.get_one(DeviationText, (deviation.id, deviation.approved_number))
    category = session.get_one(Code, (deviation.category_list, deviation.category))
    parties, _authorities = list_touched(deviation)
    return {
        "id": deviation.id,
        "tenant_id": current_tenant().id,
        "round": deviation.round,
        "told_version": deviation.version,
        "text_number": text.number,
        "kind": deviation.kind,
        "category": category.key,
        "category_sv": category.name_sv,
        "category_en": category.name_en,
        "level": deviation.level,
        "parties": parties,
        "title": text.title,
        "words": text.words,
        "proposal": text.proposal,
        "noted_month": deviation.noted_on.replace(day=1),
        "lifted_on": today(),
        "state": CountyState.WAITING.value,
        "answer": "",
        "next_step": "",
        "next_step_on": None,
        "answered_at": None,
        "answered_by": None,
    }


def _put(row: dict[str, Any]) -> None:
    """New at the county, or lifted once more; what was told already is left as the county has it."""
    changed = {name: value for name, value in row.items() if name not in ("id", "tenant_id")}
    changed["version"] = LiftedDeviation.version + 1
    session.execute(
        insert(LiftedDeviation)
        .values(row)
        .on_conflict_do_update(
            index_elements=[LiftedDeviation.id],
            set_=changed,
            where=sa.and_(LiftedDeviation.round < row["round"], LiftedDeviation.tenant_id == row["tenant_id"]),
        ),
        execution_options={"synchronize_session": False},
    )


def _empty(deviation_id: uuid.UUID, version: int) -> None:
    """It was taken back: the county keeps that there was one, and none of its words."""
    session.execute(
        sa.update(LiftedDeviation)
        .where(LiftedDeviation.id == deviation_id, LiftedDeviation.told_version < version)
        .where(LiftedDeviation.state.not_in(sorted(COUNTY_EMPTY)))
        .values(
            state=CountyState.WITHDRAWN.value,
            title="",
            words="",
            proposal="",
            told_version=version,
            version=LiftedDeviation.version + 1,
        ),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The county's row, carried from one scope to the other."""

    round: int
    version: int
    state: CountyState
    answer: str
    next_step: str
    next_step_on: Any


def tell_tenant(lifted_id: uuid.UUID) -> None:
    """Called in the platform's scope."""
    lifted = session.get(LiftedDeviation, lifted_id)
    if lifted is None or lifted.state == CountyState.WITHDRAWN:
        return
    state = CountyState(lifted.state)
    said = _Said(lifted.round, lifted.version, state, lifted.answer, lifted.next_step, lifted.next_step_on)
    with scopes().open(lifted.tenant_id):
        _take(lifted_id, said)
        session.commit()


def _take(deviation_id: uuid.UUID, said: _Said) -> None:
    deviation = session.scalars(sa.select(Deviation).where(Deviation.id == deviation_id).with_for_update()).one_or_none()
    if deviation is None or deviation.round != said.round or deviation.county_version >= said.version:
        return
    if deviation.state != WITH_THE_COUNTY:  # taken back meanwhile: the county is told so by another job
        return
    deviation.county_version, deviation.county_state, deviation.county_answer = said.version, said.state, said.answer
    deviation.county_step, deviation.county_step_on = said.next_step, said.next_step_on
    deviation.answered_at, deviation.seen_at = now(), None
    if said.state is CountyState.RETURNED and deviation.approved_number is not None:
        keep_reading(deviation, deviation.approved_number, Verdict.RETURNED, said.answer[:500], None)
    elif said.state not in COUNTY_OPEN:
        go(deviation, State(said.state.value), "", county=True)
    session.flush()
