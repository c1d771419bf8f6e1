"""What delprojekt have lifted to the county, counted: beside the figures they may explain. Never a word about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.deviations import county
from core.deviations.county import OPEN, Chosen, Count

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Lifted:
    """Counts by kind, and the open ones with their owner and next step, the latest first."""

    by_category: Sequence[Count]
    by_party: Sequence[Count]
    by_tenant: Sequence[Count]
    open: Sequence[Any]
    total: int


def read_lifted() -> Lifted:
    """For those who may see what is lifted."""
    found = county.list_lifted(Chosen(state=OPEN))
    counts = county.count_by_category(), county.count_by_party(), county.count_by_tenant()
    return Lifted(*counts, found.rows[:SHOWN], found.total)
