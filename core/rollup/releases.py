"""Releases: outcomes that passed disclosure control, made by the builder's role from facts alone (architecture D8).

A row is counted anew only when at least five more have ended (for the goals) or started (for women and men) since it was
last counted; until then it keeps its values, what was hidden in it, and its date. The county's sum is the sum of the rows as
they stand in the release, so that no difference between an old row and a new sum tells of fewer than five.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa

from core import clock
from core.config import get_settings
from core.db import engine_for, new_id
from core.rollup.disclosure import Counts, Protection, Row, is_small, protect
from core.rollup.history import Column, Told
from core.rollup.hours import write_hours
from core.rollup.models import COUNTY, Fact, FactState, ReleaseBasis, ReleaseCellMade, ReleaseMade, headline_built
from core.rollup.progress import month_of, percent_half_up
from core.rollup.services import lock_facts
from core.rollup.terms import ENOUGH, Figure, Flow

log = logging.getLogger("mia.rollup")

TenantId = uuid.UUID
Counted = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are counted, hidden and renewed together. `basis` are the names of the counts kept for the next release."""

    cells: tuple[Figure, Figure]
    basis: tuple[str, ...]
    renewed_by: tuple[str, ...]
    """The counts whose sum must have moved by five."""

    def counts(self, counted: Counted) -> Counts:
        """The row of the table that is published."""
        if self is SEX:
            return Counts((counted[Figure.STARTED_WOMEN], counted[Figure.STARTED_MEN]))
        return _goal_counts(counted)


SEX = Group(
    (Figure.STARTED_WOMEN, Figure.STARTED_MEN),
    (Figure.STARTED_WOMEN, Figure.STARTED_MEN),
    (Figure.STARTED_WOMEN, Figure.STARTED_MEN),
)
GOALS = Group(
    (Figure.WORK_OR_STUDIES, Figure.REGULAR_MEASURES),
    (Flow.ENDED, Flow.ENDED_OUTSIDE_GOALS, Flow.WORK_OR_STUDIES, Flow.REGULAR_MEASURES),
    (Flow.ENDED,),
)
GROUPS = (SEX, GOALS)
PERCENT_OF = {
    Figure.WORK_OR_STUDIES: Figure.WORK_OR_STUDIES_PERCENT,
    Figure.REGULAR_MEASURES: Figure.REGULAR_MEASURES_PERCENT,
}


def _goal_counts(counted: Counted) -> Counts:
    """Work or studies, regular measures, and the rest of those who ended (never published).

    The public total is all who ended; the goals' base leaves deaths out. A complement that is small in either is hidden.
    """
    work, regular = counted[Flow.WORK_OR_STUDIES], counted[Flow.REGULAR_MEASURES]
    rest = counted[Flow.ENDED] - work - regular
    base = _base(counted)
    sensitive = {
        column for column, complement in enumerate((base - work, base - regular, base - work - regular)) if is_small(complement)
    }
    return Counts((work, regular, rest), frozenset(sensitive))


def _base(counted: Counted) -> int:
    return counted[Flow.ENDED] - counted[Flow.ENDED_OUTSIDE_GOALS]


@dataclass(frozen=True, slots=True)
class Part:
    """One tenant's row of one group, as counted on a day. `hidden` when it is kept from the release before."""

    counted: Counted
    counted_on: dt.date
    hidden: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before: exact counts by tenant and figure with their day, and the cells that were hidden."""

    number: int
    basis: Mapping[tuple[TenantId, str], tuple[int, dt.date]]
    hidden: frozenset[tuple[TenantId, str]]


def make_releases(*, provisional: bool = True) -> list[str]:
    """A release for every project in which a row may be counted anew. Returns the keys of those projects."""
    with engine_for("rollup_builder").begin() as connection:
        lock_facts(connection, COUNTY)
        projects = connection.scalars(
            sa.select(headline_built.c.project_key).distinct().order_by(headline_built.c.project_key)
        ).all()
        return [project for project in projects if _renew(connection, project, provisional=provisional)]


def make_release(connection: sa.Connection, project_key: str, *, provisional: bool) -> uuid.UUID:
    """A release of a counted project whatever has changed: where nothing may be renewed, the outcomes stand as they did."""
    return _renew(connection, project_key, provisional=provisional) or _repeat(connection, project_key, provisional=provisional)


def _repeat(connection: sa.Connection, project_key: str, *, provisional: bool) -> uuid.UUID:
    before = sa.select(ReleaseMade.id, ReleaseMade.number).where(ReleaseMade.project_key == project_key)
    last = connection.execute(before.order_by(ReleaseMade.number.desc()).limit(1)).one()
    release_id = _write_header(connection, project_key, last.number + 1, provisional=provisional)
    for model in (ReleaseCellMade, ReleaseBasis):
        table = cast("sa.Table", model.__table__)
        kept = sa.and_(table.c.release_id == last.id, ~table.c.figure.startswith(Figure.HOURS))
        names = [column.name for column in table.columns]
        columns = [sa.literal(release_id).label(name) if name == "release_id" else table.c[name] for name in names]
        connection.execute(sa.insert(table).from_select(names, sa.select(*columns).where(kept)))
    write_hours(connection, release_id, project_key)
    return release_id


def _write_header(connection: sa.Connection, project_key: str, number: int, *, provisional: bool) -> uuid.UUID:
    release_id = new_id()
    header = {"id": release_id, "project_key": project_key, "number": number, "provisional": provisional}
    connection.execute(sa.insert(ReleaseMade), header | {"made_at": clock.now(), "as_of": clock.today()})
    return release_id


def _renew(connection: sa.Connection, project_key: str, *, provisional: bool) -> uuid.UUID | None:
    previous = _previous(connection, project_key)
    now = _counted_now(connection, project_key)
    parts = {group: {tenant: _part(group, tenant, now[tenant], previous) for tenant in now} for group in GROUPS}
    known = {tenant for tenant, _ in previous.basis} if previous else None
    anything_new = any(part.hidden is None for rows in parts.values() for part in rows.values())
    if not now or (not anything_new and known == set(now)):
        return None
    hidden = {group: _protection(group, rows, previous) for group, rows in parts.items()}
    if None in hidden.values():
        log.warning("project %s: the last release stays, a new one beside it would tell too much", project_key)
        return None
    number = previous.number + 1 if previous else 1
    release_id = _write_header(connection, project_key, number, provisional=provisional)
    cells: list[dict[str, object]] = []
    basis: list[dict[str, object]] = []
    for group, rows in parts.items():
        cells += _cells(group, rows, hidden[group] or Protection())
        basis += _basis(group, rows)
    connection.execute(sa.insert(ReleaseCellMade), [{"release_id": release_id, **cell} for cell in cells])
    connection.execute(sa.insert(ReleaseBasis), [{"release_id": release_id, **row} for row in basis])
    write_hours(connection, release_id, project_key)
    return release_id


def _counted_now(connection: sa.Connection, project_key: str) -> dict[TenantId, dict[str, int]]:
    """Exact counts up to this month, for every tenant that has a part in the project."""
    names = {*SEX.basis, *GOALS.basis}
    tenants = connection.scalars(sa.select(headline_built.c.tenant_id).where(headline_built.c.project_key == project_key)).all()
    counted = {tenant: dict.fromkeys(names, 0) for tenant in sorted(tenants)}
    sums = (
        sa.select(Fact.tenant_id, Fact.figure, Fact.sex, sa.func.sum(Fact.count).label("total"))
        .where(Fact.project_key == project_key, Fact.month <= month_of(clock.today()), Fact.tenant_id.in_(tenants))
        .group_by(Fact.tenant_id, Fact.figure, Fact.sex)
    )
    of_sex = {"woman": Figure.STARTED_WOMEN, "man": Figure.STARTED_MEN}
    for row in connection.execute(sums):
        name = of_sex[row.sex] if row.figure == Flow.STARTED else row.figure
        if name in names:
            counted[row.tenant_id][name] += int(row.total)
    return counted


def _previous(connection: sa.Connection, project_key: str) -> Previous | None:
    newest = sa.select(ReleaseMade.id, ReleaseMade.number)
    newest = newest.where(ReleaseMade.project_key == project_key).order_by(ReleaseMade.number.desc()).limit(1)
    release = connection.execute(newest).one_or_none()
    if release is None:
        return None
    basis = connection.execute(
        sa.select(ReleaseBasis.tenant_id, ReleaseBasis.figure, ReleaseBasis.count, ReleaseBasis.counted_on).where(
            ReleaseBasis.release_id == release.id
        )
    )
    hidden = sa.select(ReleaseCellMade.tenant_id, ReleaseCellMade.figure)
    hidden = hidden.where(ReleaseCellMade.release_id == release.id, ReleaseCellMade.suppressed)
    return Previous(
        number=release.number,
        basis={(tenant, figure): (count, day) for tenant, figure, count, day in basis},
        hidden=frozenset((row.tenant_id, row.figure) for row in connection.execute(hidden)),
    )


def _part(group: Group, tenant: TenantId, now: Counted, previous: Previous | None) -> Part:
    fresh = Part(now, clock.today())
    if previous is None or any((tenant, name) not in previous.basis for name in group.basis):
        return fresh
    before = {name: previous.basis[tenant, name][0] for name in group.basis}
    moved = sum(now[name] for name in group.renewed_by) - sum(before[name] for name in group.renewed_by)
    if abs(moved) >= ENOUGH:
        return fresh
    hidden = frozenset(at for at, figure in enumerate(group.cells) if (tenant, figure) in previous.hidden)
    return Part(before, previous.basis[tenant, group.basis[0]][1], hidden)


def _protection(group: Group, parts: Mapping[TenantId, Part], previous: Previous | None) -> Protection | None:
    """What to hide; None when even without the county's sums this release and the one before would tell too much together."""
    rows: dict[Row, Counts] = {tenant: group.counts(part.counted) for tenant, part in parts.items()}
    frozen: dict[Row, frozenset[int]] = {t: part.hidden for t, part in parts.items() if part.hidden is not None}
    protection = protect(rows, len(group.cells), frozen)
    for sums in (protection.sums, set(range(len(group.cells)))):
        found = Protection(protection.cells, sums)
        if previous is None or all(column.holds() for column in _columns(group, rows, found, previous)):
            return found
    return None


def _columns(group: Group, rows: Mapping[Row, Counts], found: Protection, previous: Previous) -> Iterator[Column]:
    """Each published column as it stood in the release before and as it would stand in this one."""
    tenants = sorted({tenant for tenant, name in previous.basis if name == group.basis[0]})
    was = {t: group.counts({name: previous.basis[t, name][0] for name in group.basis}) for t in tenants}
    for at, figure in enumerate(group.cells):
        yield Column(
            before={t: Told(was[t].values[at], was[t].total, (t, figure) not in previous.hidden) for t in tenants},
            after={row: Told(c.values[at], c.total, (row, at) not in found.cells) for row, c in rows.items()},
            sum_shown_before=(COUNTY, figure) not in previous.hidden,
            sum_shown_after=at not in found.sums,
        )


def _cells(group: Group, parts: Mapping[TenantId, Part], protection: Protection) -> list[dict[str, object]]:
    county = Part(
        {name: sum(part.counted[name] for part in parts.values()) for name in group.basis},
        min(part.counted_on for part in parts.values()),
    )
    made = []
    for tenant, part in (*parts.items(), (COUNTY, county)):
        for at, figure in enumerate(group.cells):
            shown = _is_shown(protection, tenant, at)
            made.append(_cell(tenant, figure, part.counted[figure] if shown else None, part.counted_on))
            if figure in PERCENT_OF:
                base = _base(part.counted)
                percent = percent_half_up(part.counted[figure], base) if shown and base >= ENOUGH else None
                made.append(_cell(tenant, PERCENT_OF[figure], percent, part.counted_on))
    return made


def _is_shown(protection: Protection, tenant: TenantId, column: int) -> bool:
    return column not in protection.sums if tenant == COUNTY else (tenant, column) not in protection.cells


def _cell(tenant: TenantId, figure: Figure, value: int | None, counted_on: dt.date) -> dict[str, object]:
    return {
        "tenant_id": tenant,
        "figure": figure.value,
        "value": value,
        "suppressed": value is None,
        "counted_on": counted_on,
    }


def _basis(group: Group, parts: Mapping[TenantId, Part]) -> list[dict[str, object]]:
    return [
        {"tenant_id": tenant, "figure": str(name), "count": part.counted[name], "counted_on": part.counted_on}
        for tenant, part in parts.items()
        for name in group.basis
    ]


def facts_newer_than(since: dt.datetime | None) -> bool:
    """Whether a tenant was counted after `since`, or ever. A minute's margin for a count that was under way then.

    A scheduler that does not hold the worker's key cannot look, and asks the worker every time.
    """
    if not get_settings().worker_key:
        return True
    statement = sa.select(FactState.tenant_id).where(FactState.tenant_id != COUNTY).limit(1)
    if since is not None:
        statement = statement.where(FactState.as_of > since - dt.timedelta(minutes=1))
    with engine_for("rollup_builder").connect() as connection:
        return connection.execute(statement).first() is not None
