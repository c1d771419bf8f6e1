"""What a row leads to, as it is put on the staging table."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from core.identity_numbers import Identity
from core.ids import new_id
from core.imports.terms import RowKind
from core.imports.words import Fault


@dataclass(slots=True)
class Plan:
    """`values` by table: "person", "participation", "before", "after", "period" (a new one), "ends" (periods that end).

    `former`: what stood before, for undoing, with "versions" that must still stand when it is written.
    """

    line: int
    kind: RowKind
    faults: list[Fault] = field(default_factory=list)
    person_id: uuid.UUID | None = None
    participation_id: uuid.UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    former: dict[str, Any] = field(default_factory=dict)
    identity_of: Identity | None = None
    index: bytes | None = None


def without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is None."""
    return {name: value for name, value in values.items() if value is not None}


def period_values(insats: uuid.UUID | None, first: dt.date, last: dt.date | None) -> dict[str, Any] | None:
    """A new time in an insats."""
    if insats is None:
        return None
    return {"id": new_id(), "intervention_id": insats, "starts_on": first, "ends_on": last}
