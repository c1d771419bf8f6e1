"""Attended hours in a release: a sum, so that not the number alone but the shares of those behind it decide. Builder's role only.

A month is told when it is locked (attendance of a locked month does not change) and when the tenant's own view says that it may
be: five people or more, none of whom can be reckoned from the sum (tenants/migrations/tenant/0005, agg_hours). What holds for
each month holds for sums of months, and so for what one release tells more than the one before. A month that has been told
stands, whatever is corrected in it later: the difference could be one person's. Months that may not be told are in no sum.
"""

import calendar
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from core import clock
from core.rollup.cubes import FACT, CubeName, HoursVerdict
from core.rollup.models import COUNTY, ReleaseBasis, ReleaseCellMade, ReleaseMade, headline_built, month_status_built
from core.rollup.terms import Figure

Minutes = Mapping[dt.date, int]
"""Of one delprojekt, by month."""
FIGURES = (Figure.HOURS, Figure.HOURS_MONTHS)
_MONTH = "hours:%Y-%m"
"""Figure of the basis: the minutes of a month as they were told first."""


def write_hours(connection: sa.Connection, release_id: uuid.UUID, project_key: str) -> None:
    """Cells of the hours, and the months behind them for the next release."""
    former = _told_before(connection, release_id, project_key)
    open_now = _open_months(connection, project_key)
    chosen = sa.select(headline_built.c.tenant_id).where(headline_built.c.project_key == project_key)
    tenants = connection.scalars(chosen.order_by(headline_built.c.tenant_id)).all()
    told = {tenant: {**open_now.get(tenant, {}), **former.get(tenant, {})} for tenant in tenants}
    made = {"release_id": release_id}
    connection.execute(sa.insert(ReleaseCellMade), [made | cell for cell in hour_cells(told, clock.today())])
    basis = [
        made | {"tenant_id": tenant, "figure": month.strftime(_MONTH), "count": minutes, "counted_on": month}
        for tenant, months in told.items()
        for month, minutes in months.items()
    ]
    if basis:
        connection.execute(sa.insert(ReleaseBasis), basis)


def hour_cells(told: Mapping[uuid.UUID, Minutes], today: dt.date) -> list[dict[str, object]]:
    """Whole hours of each delprojekt, of which the county's are the sum. Hidden where no month may be told.

    Their day is the last of the last month that is told.
    """
    cells, hours, days = [], [], []
    for tenant, months in told.items():
        until = _end_of(max(months)) if months else today
        value = (2 * sum(months.values()) + 60) // 120 if months else None
        cells.append(_cell(tenant, Figure.HOURS, value, until))
        cells.append(_cell(tenant, Figure.HOURS_MONTHS, len(months), until))
        if value is not None:
            hours.append(value)
            days.append(until)
    return [*cells, _cell(COUNTY, Figure.HOURS, sum(hours) if hours else None, max(days, default=today))]


def _end_of(month: dt.date) -> dt.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _cell(tenant: uuid.UUID, figure: Figure, value: int | None, day: dt.date) -> dict[str, object]:
    return {"tenant_id": tenant, "figure": figure.value, "value": value, "suppressed": value is None, "counted_on": day}


def _told_before(connection: sa.Connection, release_id: uuid.UUID, project_key: str) -> dict[uuid.UUID, dict[dt.date, int]]:
    former = sa.select(ReleaseMade.id).where(ReleaseMade.project_key == project_key, ReleaseMade.id != release_id)
    former = former.order_by(ReleaseMade.number.desc()).limit(1)
    rows = connection.execute(
        sa.select(ReleaseBasis.tenant_id, ReleaseBasis.counted_on, ReleaseBasis.count).where(
            ReleaseBasis.release_id == former.scalar_subquery(), ReleaseBasis.figure.startswith("hours:")
        )
    )
    return _by_tenant(rows.all())


def _open_months(connection: sa.Connection, project_key: str) -> dict[uuid.UUID, dict[dt.date, int]]:
    """The locked months whose hours may be told."""
    locked = month_status_built
    same_month = sa.and_(
        locked.c.tenant_id == FACT.c.tenant_id, locked.c.project_key == FACT.c.project_key, locked.c.month == FACT.c.month
    )
    rows = connection.execute(
        sa.select(FACT.c.tenant_id, FACT.c.month, FACT.c["count"])
        .join(locked, same_month)
        .where(FACT.c.project_key == project_key, FACT.c.cube == CubeName.HOURS, FACT.c.key == HoursVerdict.OPEN)
    )
    return _by_tenant(rows.all())


def _by_tenant(rows: Iterable[Any]) -> dict[uuid.UUID, dict[dt.date, int]]:
    found: dict[uuid.UUID, dict[dt.date, int]] = {}
    for tenant, month, minutes in rows:
        found.setdefault(tenant, {})[month] = minutes
    return found
