"""Crossed facts: what the tenant's aggregate views count by month, one cube for each thing asked. Builder's role only.

Rules and bands stand in one place: tenants/migrations/tenant/0005. A cube's key is a category, or two joined by ">".
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa

from core.rollup.models import CubeFact, month_status_built

UNKNOWN = "unknown"
"""Category of those of whom nothing is registered."""


class CubeName(StrEnum):
    """What is counted, crossed with what. Unique persons, as core/rollup/terms.py: Flow counts them, unless it says otherwise."""

    STARTED_AGE = "started_age"
    """Key: first year of a band of five, "65" and over."""
    STARTED_MUNICIPALITY = "started_municipality"
    STARTED_PARTY = "started_party"
    STARTED_SUPPORT = "started_support"
    STARTED_ACTIVITY = "started_activity"
    STARTED_WAIT = "started_wait"
    """Days from the referral to the first activity."""
    ENDED_GOAL = "ended_goal"
    ENDED_SUPPORT = "ended_support"
    """Main means of support before and after, joined by ">"."""
    ENDED_ACTIVITY = "ended_activity"
    ENDED_LENGTH = "ended_length"
    """Whole months from start to exit."""
    ACTIVE_SINCE = "active_since"
    """Who takes part now, by the month they were taken in."""
    PAUSED = "paused"
    INSATS = "insats"
    """A person once a kind, so that the sum is of insatser and not of people."""
    MINUTES = "minutes"
    """Attended minutes by main means of support before."""
    ATTENDEES = "attendees"
    """The participations behind the minutes of a month."""
    HOURS = "hours"
    """All minutes of a month in one sum (no sex). Key: whether they may be told outside, see HoursVerdict."""
    REFERRED = "referred"
    """Referrals by the party they came from; a person may be referred twice."""
    WAITING = "waiting"
    FOLLOW_UP = "follow_up"
    """Months after the exit and how it stands, joined by ">"; by the month it is due."""
    MISSING = "missing"
    VOLUME = "volume"
    """Counted heads, shown apart and never against a target."""


class HoursVerdict(StrEnum):
    """Whether a month's hours may be told: the tenant's view says it, since it alone knows the people behind them."""

    OPEN = "open"
    FEW = "few"
    """Fewer than five people."""
    DOMINATED = "dominated"
    """One or two people have nearly all of them."""


VIEWS = ("agg_people", "agg_insats", "agg_hours", "agg_referrals", "agg_follow_ups", "agg_volume")
COLUMNS = ("project_key", "month", "cube", "key", "sex", "apart", "count")
FACT = cast("sa.Table", CubeFact.__table__)

CubeRow = tuple[str, dt.date, str, str, str, bool, int]
"""COLUMNS."""
Months = Sequence[dt.date] | None
"""None: every month."""


def count_cubes(connection: sa.Connection, schema: sa.quoted_name, months: Months) -> list[CubeRow]:
    """What the tenant's views say now, in one statement, so that a move between two months or cubes is seen whole."""
    parts = []
    for name in VIEWS:
        columns: list[sa.ColumnClause[Any]] = [sa.column(column) for column in COLUMNS]
        view = sa.table(name, *columns, schema=schema)
        part = sa.select(view)
        parts.append(part if months is None else part.where(view.c.month.in_(months)))
    return [cast("CubeRow", tuple(row)) for row in connection.execute(sa.union_all(*parts))]


def stored_cubes(connection: sa.Connection, tenant_id: uuid.UUID) -> set[CubeRow]:
    """All crossed facts of a tenant."""
    rows = connection.execute(sa.select(*(FACT.c[name] for name in COLUMNS)).where(FACT.c.tenant_id == tenant_id))
    return {cast("CubeRow", tuple(row)) for row in rows}


def write_cubes(connection: sa.Connection, tenant_id: uuid.UUID, counted: Sequence[CubeRow], months: Months) -> None:
    """Instead of what stood for these months."""
    replaced = sa.delete(FACT).where(FACT.c.tenant_id == tenant_id)
    connection.execute(replaced if months is None else replaced.where(FACT.c.month.in_(months)))
    rows = [{"tenant_id": tenant_id, **dict(zip(COLUMNS, row, strict=True))} for row in counted]
    if rows:
        connection.execute(sa.insert(FACT), rows)


def write_month_status(connection: sa.Connection, tenant_id: uuid.UUID, schema: sa.quoted_name) -> None:
    """Which months are locked, with the comments. All of them: they are few."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("project_key", "month", "locked_at", "comment")]
    view = sa.table("agg_month_lock", *columns, schema=schema)
    locked = [{"tenant_id": tenant_id, **row._mapping} for row in connection.execute(sa.select(view))]
    connection.execute(sa.delete(month_status_built).where(month_status_built.c.tenant_id == tenant_id))
    if locked:
        connection.execute(sa.insert(month_status_built), locked)
