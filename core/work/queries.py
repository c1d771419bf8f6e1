"""Counts of what waits, in one statement whatever the number of kinds."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.db import session


def count_all(counts: Mapping[str, Any]) -> dict[str, int]:
    """Each select's number by its name. Every select gives one number about the tenant; together they are one statement."""
    if not counts:
        return {}
    row = session.execute(sa.select(*(chosen.scalar_subquery().label(name) for name, chosen in counts.items()))).one()
    return {name: number or 0 for name, number in zip(counts, row, strict=True)}
