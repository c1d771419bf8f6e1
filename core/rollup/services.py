"""Recounting: from a tenant's own aggregate views to facts and headlines, by the builder's role.

A run reads some marks, counts their months again and only then deletes exactly those marks (not "up to an id": a slower
transaction may have taken a lower id and commit later). Everything may happen twice or be cut off; nothing is lost by it.
"""

import datetime as dt
import logging
import uuid
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import ProgrammingError

from core import clock
from core.context import TenantRef, current_tenant
from core.db import engine_for, session
from core.rollup.cubes import CubeRow, Months, count_cubes, stored_cubes, write_cubes, write_month_status
from core.rollup.models import DirtyMark, Fact, FactState, count_state_built, headline_built, headline_month_built
from core.rollup.progress import month_of
from core.rollup.terms import Flow

log = logging.getLogger("mia.rollup")

MARKS_AT_ONCE = 10_000
FACT = cast("sa.Table", Fact.__table__)


def has_marks() -> bool:
    """Whether something of this tenant changed since it was last counted."""
    return session.scalar(sa.select(DirtyMark.id).limit(1)) is not None


def recount() -> int:
    """Count the marked months of the tenant in force again. Returns how many marks were worked off.

    A tenant whose schema is a revision behind keeps its marks, and is said to be behind; its headlines go on.
    """
    tenant = current_tenant()
    with engine_for("rollup_builder").begin() as connection:
        lock_facts(connection, tenant.id)
        marks = _read_marks(connection, tenant)
        months = sorted({month for _, month in marks})
        done = not marks or _recount_months(connection, tenant, months)[1] is not None
    if not done:
        return 0
    _delete_marks([mark_id for mark_id, _ in marks])
    return len(marks)


def recount_all() -> int:
    """Count every month of the tenant in force again. Returns how many facts differed: none, or the alarm is logged.

    Months with open marks are expected to differ. The headline follows the month that has begun, too.
    """
    tenant = current_tenant()
    with engine_for("rollup_builder").begin() as connection:
        lock_facts(connection, tenant.id)
        marks = _read_marks(connection, tenant)
        expected = {month for _, month in marks}
        before, crossed_before = _stored(connection, tenant.id), stored_cubes(connection, tenant.id)
        counted, crossed = _recount_months(connection, tenant, None)
    differing = before ^ set(counted) if before else set()
    crossed_differing = crossed_before ^ set(crossed) if crossed_before and crossed is not None else set()
    drifted = sum(1 for key in (*differing, *crossed_differing) if key[1] not in expected)
    if drifted:
        log.error("recount of tenant %s: %d facts differed from the incremental count", tenant.id, drifted)
    if crossed is not None:
        _delete_marks([mark_id for mark_id, _ in marks])
    return drifted


def _recount_months(
    connection: sa.Connection, tenant: TenantRef, months: Months
) -> "tuple[list[_FactKey], list[CubeRow] | None]":
    """What was counted; no crossed counts where the tenant's schema does not have their views yet."""
    counted = _count(connection, tenant, months)
    _write_facts(connection, tenant.id, counted, months)
    _write_headlines(connection, tenant)
    crossed = _recount_cubes(connection, tenant, months)
    _write_count_state(connection, tenant.id, behind=crossed is None)
    return counted, crossed


def _recount_cubes(connection: sa.Connection, tenant: TenantRef, months: Months) -> list[CubeRow] | None:
    try:
        with connection.begin_nested():
            counted = count_cubes(connection, _quoted(tenant), months)
            write_cubes(connection, tenant.id, counted, months)
            write_month_status(connection, tenant.id, _quoted(tenant))
    except ProgrammingError as error:
        log.warning("tenant %s is a revision behind: %s", tenant.id, getattr(error.orig, "pgcode", None))
        return None
    return counted


def _write_count_state(connection: sa.Connection, tenant_id: uuid.UUID, *, behind: bool) -> None:
    """One that is behind keeps the instant it was last counted whole."""
    fresh = {"behind": behind} if behind else {"behind": behind, "as_of": clock.now()}
    statement = postgresql.insert(count_state_built).values(tenant_id=tenant_id, as_of=clock.now(), behind=behind)
    connection.execute(statement.on_conflict_do_update(index_elements=["tenant_id"], set_=fresh))


_FactKey = tuple[str, dt.date, str, str, int]
"""Project, month, figure, sex, count."""


def lock_facts(connection: sa.Connection, tenant_id: uuid.UUID) -> None:
    """One recount of a tenant at a time: a row lock (advisory locks are closed to our roles). Sets as_of."""
    values = {"tenant_id": tenant_id, "as_of": sa.func.clock_timestamp()}
    statement = postgresql.insert(FactState).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["tenant_id"], set_={"as_of": sa.func.clock_timestamp()}))


def _read_marks(connection: sa.Connection, tenant: TenantRef) -> list[tuple[int, dt.date]]:
    mark = sa.table("dirty_mark", sa.column("id"), sa.column("month"), schema=_quoted(tenant))
    rows = connection.execute(sa.select(mark.c.id, mark.c.month).order_by(mark.c.id).limit(MARKS_AT_ONCE))
    return [(row.id, row.month) for row in rows]


def _count(connection: sa.Connection, tenant: TenantRef, months: Months) -> list[_FactKey]:
    """What the tenant's view says now, in one statement, so that a move between two months is seen whole."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("project_key", "month", "figure", "sex", "count")]
    view = sa.table("agg_month", *columns, schema=_quoted(tenant))
    statement = sa.select(view)
    if months is not None:
        statement = statement.where(view.c.month.in_(months))
    return [cast("_FactKey", tuple(row)) for row in connection.execute(statement)]


def _stored(connection: sa.Connection, tenant_id: uuid.UUID) -> set[_FactKey]:
    columns = (FACT.c.project_key, FACT.c.month, FACT.c.figure, FACT.c.sex, FACT.c.count)
    rows = connection.execute(sa.select(*columns).where(FACT.c.tenant_id == tenant_id))
    return {cast("_FactKey", tuple(row)) for row in rows}


def _write_facts(connection: sa.Connection, tenant_id: uuid.UUID, counted: list[_FactKey], months: Months) -> None:
    replaced = sa.delete(FACT).where(FACT.c.tenant_id == tenant_id)
    connection.execute(replaced if months is None else replaced.where(FACT.c.month.in_(months)))
    names = ("project_key", "month", "figure", "sex", "count")
    rows = [{"tenant_id": tenant_id, **dict(zip(names, fact, strict=True))} for fact in counted]
    if rows:
        connection.execute(sa.insert(FACT), rows)


def _write_headlines(connection: sa.Connection, tenant: TenantRef) -> None:
    """Stocks are flows cumulated up to this month; what is dated later is not yet told."""
    names = ("project_key", "starts_on", "ends_on", "target", "target_is_example")
    part = sa.table("agg_subproject", *[sa.column(name) for name in names], schema=_quoted(tenant))
    so_far = sa.and_(FACT.c.tenant_id == tenant.id, FACT.c.month <= month_of(clock.today()))
    sums = sa.select(FACT.c.project_key, FACT.c.figure, sa.func.sum(FACT.c.count)).where(so_far)
    flows = {
        (project, figure): int(count)
        for project, figure, count in connection.execute(sums.group_by(FACT.c.project_key, FACT.c.figure))
    }
    rows = []
    for row in connection.execute(sa.select(part)):
        started, ended, never = (
            flows.get((row.project_key, flow.value), 0) for flow in (Flow.STARTED, Flow.ENDED, Flow.ENDED_NOT_STARTED)
        )
        figures = {"started": started, "ended": ended, "active": started - ended + never}
        rows.append({"tenant_id": tenant.id, **row._mapping, **figures, "as_of": clock.now()})
    connection.execute(sa.delete(headline_built).where(headline_built.c.tenant_id == tenant.id))
    if rows:
        connection.execute(sa.insert(headline_built), rows)
    _write_headline_months(connection, tenant)


def _write_headline_months(connection: sa.Connection, tenant: TenantRef) -> None:
    """The same flows month by month; months that have not begun are not told."""
    told = (Flow.STARTED, Flow.ENDED, Flow.ENDED_NOT_STARTED)
    sums = [
        sa.func.coalesce(sa.func.sum(FACT.c.count).filter(FACT.c.figure == flow), 0).cast(sa.Integer).label(flow) for flow in told
    ]
    rows = (
        sa.select(FACT.c.tenant_id, FACT.c.project_key, FACT.c.month, *sums)
        .where(FACT.c.tenant_id == tenant.id, FACT.c.figure.in_(told), FACT.c.month <= month_of(clock.today()))
        .group_by(FACT.c.tenant_id, FACT.c.project_key, FACT.c.month)
    )
    connection.execute(sa.delete(headline_month_built).where(headline_month_built.c.tenant_id == tenant.id))
    names = ["tenant_id", "project_key", "month", *told]
    connection.execute(sa.insert(headline_month_built).from_select(names, rows))


def _delete_marks(mark_ids: list[int]) -> None:
    """In the tenant's own role; the caller's commit, together with the job's done mark."""
    if mark_ids:
        session.execute(sa.delete(DirtyMark).where(DirtyMark.id.in_(mark_ids)).execution_options(synchronize_session=False))


def _quoted(tenant: TenantRef) -> sa.quoted_name:
    return sa.quoted_name(tenant.schema, quote=True)
