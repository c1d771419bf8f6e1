"""The tenant's own counts, exact and live, from the same aggregate view that the county's facts come from."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from core.db import session
from core.rollup.cubes import COLUMNS, VIEWS, CubeName
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


BY_MONTH = (CubeName.HOURS, CubeName.ATTENDEES, CubeName.ACTIVE_SINCE)
"""Cubes of which the month is asked; all others are summed over time."""


@dataclass(frozen=True, slots=True)
class OwnCount:
    """A count of one of the tenant's own cubes, those registered anonymously included. `month` only where it is asked."""

    cube: str
    key: str
    sex: str
    month: dt.date | None
    count: int


def list_own_counts(project_key: str) -> list[OwnCount]:
    """Every cube of the tenant in force, in one statement. Counts only: the views hold no person."""
    parts = []
    for name in VIEWS:
        view = sa.table(name, *(sa.column(column) for column in COLUMNS))
        registered = sa.or_(~view.c.apart, view.c.cube != CubeName.MISSING)  # an anonymous row lacks what it is not to have
        parts.append(sa.select(view).where(view.c.project_key == project_key, registered))
    told = sa.union_all(*parts).subquery("told")
    month = sa.case((told.c.cube.in_(BY_MONTH), told.c.month)).label("of_month")
    chosen = sa.select(told.c.cube, told.c.key, told.c.sex, month, sa.func.sum(told.c.count).label("total"))
    chosen = chosen.group_by(told.c.cube, told.c.key, told.c.sex, month).order_by(told.c.cube, told.c.key, told.c.sex, month)
    rows = session.execute(chosen, bind_arguments={"bind_name": "tenant"})
    return [OwnCount(row.cube, row.key, row.sex, row.of_month, int(row.total)) for row in rows]


def list_own_months(project_key: str) -> dict[tuple[dt.date, Flow], int]:
    """Events by month and flow in the tenant in force."""
    chosen = (
        sa.select(_month.c.month, _month.c.figure, sa.func.sum(_month.c.count).label("total"))
        .where(_month.c.project_key == project_key)
        .group_by(_month.c.month, _month.c.figure)
    )
    rows = session.execute(chosen, bind_arguments={"bind_name": "tenant"})
    return {(row.month, Flow(row.figure)): int(row.total) for row in rows}
