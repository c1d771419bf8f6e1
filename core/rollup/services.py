"""Recounting: from a tenant's own aggregate views to facts and headlines, by the builder's role.

A run reads some marks, counts their months again and only then deletes exactly those marks (not "up to an id": a slower
transaction may have taken a lower id and commit later). Everything may happen twice or be cut off; nothing is lost by it.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core import clock
from core.context import TenantRef, current_tenant
from core.db import engine_for, session
from core.rollup.models import DirtyMark, Fact, FactState, headline_built
from core.rollup.progress import month_of
from core.rollup.terms import Flow

log = logging.getLogger("mia.rollup")

MARKS_AT_ONCE = 10_000
FACT = cast("sa.Table", Fact.__table__)


def has_marks() -> bool:
    """Whether something of this tenant changed since it was last counted."""
    return session.scalar(sa.select(DirtyMark.id).limit(1)) is not None


def recount() -> int:
    """Count the marked months of the tenant in force again. Returns how many marks were worked off."""
    tenant = current_tenant()
    with engine_for("rollup_builder").begin() as connection:
        lock_facts(connection, tenant.id)
        marks = _read_marks(connection, tenant)
        months = sorted({month for _, month in marks})
        if marks:
            _write_facts(connection, tenant.id, _count(connection, tenant, months), months)
            _write_headlines(connection, tenant)
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
        before = _stored(connection, tenant.id)
        counted = _count(connection, tenant, None)
        _write_facts(connection, tenant.id, counted, None)
        _write_headlines(connection, tenant)
    drifted = sum(1 for key in before ^ set(counted) if key[1] not in expected) if before else 0
    if drifted:
        log.error("recount of tenant %s: %d facts differed from the incremental count", tenant.id, drifted)
    _delete_marks([mark_id for mark_id, _ in marks])
    return drifted


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


def _count(connection: sa.Connection, tenant: TenantRef, months: Sequence[dt.date] | None) -> list[_FactKey]:
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


def _write_facts(
    connection: sa.Connection, tenant_id: uuid.UUID, counted: list[_FactKey], months: Sequence[dt.date] | None
) -> None:
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


def _delete_marks(mark_ids: list[int]) -> None:
    """In the tenant's own role; the caller's commit, together with the job's done mark."""
    if mark_ids:
        session.execute(sa.delete(DirtyMark).where(DirtyMark.id.in_(mark_ids)).execution_options(synchronize_session=False))


def _quoted(tenant: TenantRef) -> sa.quoted_name:
    return sa.quoted_name(tenant.schema, quote=True)
