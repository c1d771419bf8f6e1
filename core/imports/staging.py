"""Puts what rows lead to on the staging table. Numbers are sealed here, for the person they will belong to."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, cast

import sqlalchemy as sa

from core.db import new_id, session
from core.imports.models import ImportRow, ImportRun
from core.imports.plans import Plan
from core.imports.terms import RowKind
from core.persons.queries import IDENTITY_NUMBER
from core.persons.services import sealed_column

BATCH = 1000
_TABLE = cast("sa.Table", ImportRow.__table__)
"""Without the mapper: thousands of rows at once."""


def stage(run: ImportRun, plans: Sequence[Plan]) -> None:
    """The rows of this check in place of those of a former one, and how many there are of each kind."""
    session.execute(sa.delete(ImportRow).where(ImportRow.run_id == run.id), execution_options={"synchronize_session": False})
    for some in batches(plans):
        session.execute(sa.insert(_TABLE), [_row(run.id, plan) for plan in some])
    counts = Counter(plan.kind for plan in plans)
    run.total_rows = len(plans)
    run.new_rows, run.changed_rows = counts[RowKind.NEW], counts[RowKind.CHANGED]
    run.unchanged_rows, run.faulty_rows = counts[RowKind.UNCHANGED], counts[RowKind.FAULTY]


def batches(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """A thousand at a time."""
    for at in range(0, len(things), BATCH):
        yield things[at : at + BATCH]


def _row(run_id: uuid.UUID, plan: Plan) -> dict[str, Any]:
    digits = plan.identity_of.digits if plan.identity_of and plan.person_id else None
    return {
        "id": new_id(),
        "run_id": run_id,
        "line": plan.line,
        "kind": plan.kind,
        "person_id": plan.person_id,
        "participation_id": plan.participation_id if plan.kind is not RowKind.FAULTY else None,
        "faults": [list(fault) for fault in plan.faults],
        "values": plain_json(plan.values),
        "former": plain_json(plan.former),
        "identity_number": sealed_column(plan.person_id, IDENTITY_NUMBER, digits) if digits and plan.person_id else None,
        "identity_index": plan.index if digits else None,
    }


def plain_json(value: Any) -> Any:
    """Ids and days as text."""
    if isinstance(value, dict):
        return {str(key): plain_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(one) for one in value]
    if isinstance(value, uuid.UUID | dt.date):
        return str(value)
    return value
