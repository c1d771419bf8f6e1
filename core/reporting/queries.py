"""The tenant's own counts, exact and live, from the same aggregate view that the county's facts come from."""

import datetime as dt

import sqlalchemy as sa

from core.db import session
from core.rollup.terms import Flow

_month = sa.table("agg_month", *(sa.column(name) for name in ("project_key", "month", "figure", "sex", "count")))


def count_own_events(project_key: str) -> dict[tuple[Flow, str], int]:
    """Events of the whole period in the tenant in force, by flow and sex. Counts only: the view holds no person."""
    chosen = (
        sa.select(_month.c.figure, _month.c.sex, sa.func.sum(_month.c.count).label("total"))
        .where(_month.c.project_key == project_key)
        .group_by(_month.c.figure, _month.c.sex)
    )
    rows = session.execute(chosen, bind_arguments={"bind_name": "tenant"})
    return {(Flow(row.figure), row.sex): int(row.total) for row in rows}


def count_started_by_month(project_key: str) -> dict[dt.date, int]:
    """How many started in each month (its first day) in the tenant in force; months in which nobody did are missing."""
    chosen = (
        sa.select(_month.c.month, sa.func.sum(_month.c.count).label("total"))
        .where(_month.c.project_key == project_key, _month.c.figure == Flow.STARTED)
        .group_by(_month.c.month)
    )
    rows = session.execute(chosen, bind_arguments={"bind_name": "tenant"})
    return {row.month: int(row.total) for row in rows}
