"""What pages may ask of full releases, months and attempts: by the reader's role, from what is stored and nothing else.

Every representation of a figure (page, chart, workbook, PDF, JSON) asks here, so that all of them say the same.
"""

import datetime as dt
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from core.db import session
from core.disclosure.policy import Policy
from core.disclosure.publishing import rate
from core.disclosure.tables import APART, TENANT, Cell, Dimension, Table
from core.errors import NotFound
from core.rollup.models import Release, count_state, headline_month, month_status
from core.rollup.stored import Build, ReleaseAudit, ReleaseFile, ReleaseRecord, ReleaseTableCell
from core.rollup.terms import BuildState


@dataclass(frozen=True)
class TablesRead:
    """The newest full release: its tables and every cell. A number is rounded to `policy.base`; 0 is "färre än 5"."""

    release_id: uuid.UUID
    number: int
    month: dt.date
    made_at: dt.datetime
    as_of: dt.date
    digest: str
    policy: Policy
    tables: Mapping[str, Table]
    """By name, in the order of core/rollup/asked.py: dimensions with their categories as they are released (merged)."""
    kept: frozenset[str]
    """Tenants whose rows stand as they were in the release before."""
    since: Mapping[str, dt.date]
    """Of those: the day of the release in which their rows were counted."""
    wide: bool
    """Margins needed more room than usual: they may lie up to two bases from the truth."""
    merges: Mapping[str, Mapping[str, str]]
    """By dimension: a category and the one it is told with ("other", or "region" for a small delprojekt)."""
    cells: Mapping[str, int]
    """By code: Cell.code."""

    def value(self, measure: str, **categories: str) -> int | None:
        """The rounded count of a cell; what is not named is the total. None where the release has no such cell."""
        return self.cells.get(Cell.of(measure, categories).code)

    def percent(self, measure: str, of: Mapping[str, str], **categories: str) -> int | None:
        """A cell in whole per cent of another (`of` names its categories); None under the base that a rate needs."""
        part, whole = self.value(measure, **categories), self.value(measure, **of)
        return None if part is None or whole is None else rate(part, whole, self.policy)

    def rows(self, name: str) -> Iterator[tuple[Mapping[str, str], int]]:
        """Every released cell of a table with its categories, margins too."""
        table = self.tables[name]
        for leaf in dict.fromkeys(cell for one in table.leaves() for cell in table.above(one)):
            if leaf.code in self.cells:
                yield dict(leaf.at), self.cells[leaf.code]

    def categories(self, name: str, dimension: str) -> tuple[str, ...]:
        """Of one dimension of a table, without the row of those who are told in the county's sums only."""
        found = next(one for one in self.tables[name].dimensions if one.name == dimension)
        return tuple(leaf for leaf in found.leaves if leaf != APART)

    def row_of(self, tenant_id: uuid.UUID) -> str:
        """The category of the dimension `tenant` in which a delprojekt is told."""
        return self.merges.get(TENANT, {}).get(str(tenant_id), str(tenant_id))


def latest_tables(project_key: str) -> TablesRead | None:
    """The newest full release of a project with all its tables, or None before the first.

    One small statement: what a release says never changes, so that a process reads each of them once.
    """
    full = sa.exists().where(ReleaseRecord.release_id == Release.id)
    newest = sa.select(Release.id).where(Release.project_key == project_key, full).order_by(Release.number.desc()).limit(1)
    release_id = session.scalar(newest)
    return None if release_id is None else get_tables(release_id)


_KEPT = 16
_read: OrderedDict[uuid.UUID, TablesRead] = OrderedDict()


def get_tables(release_id: uuid.UUID) -> TablesRead:
    """A full release. Raises NotFound."""
    found = _read.get(release_id)
    if found is None:
        found = _read_tables(release_id)
        _read[release_id] = found
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return found


def _read_tables(release_id: uuid.UUID) -> TablesRead:
    chosen = sa.select(ReleaseRecord, Release.number, Release.project_key, Release.made_at, Release.as_of)
    chosen = chosen.join(Release, Release.id == ReleaseRecord.release_id).where(ReleaseRecord.release_id == release_id)
    found = session.execute(chosen).one_or_none()
    if found is None:
        raise NotFound
    record: ReleaseRecord = found.ReleaseRecord
    rows = sa.select(ReleaseTableCell.code, ReleaseTableCell.value).where(ReleaseTableCell.release_id == release_id)
    parameters = cast("dict[str, Any]", record.parameters)
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in parameters["policy"].items()
    }
    return TablesRead(
        release_id=release_id,
        number=found.number,
        month=record.month,
        made_at=found.made_at,
        as_of=found.as_of,
        digest=record.digest,
        since=_since(found.number, found.project_key, parameters["kept"]),
        wide=parameters["wide"],
        policy=Policy(**given),
        tables={table.name: table for table in map(_table, cast("list[dict[str, Any]]", record.tables))},
        kept=frozenset(parameters["kept"]),
        merges=parameters["merges"],
        cells={row.code: row.value for row in session.execute(rows)},
    )


def _since(number: int, project_key: str, kept: Sequence[str]) -> dict[str, dt.date]:
    """Back through the releases before, to the one in which each of `kept` was counted."""
    if not kept:
        return {}
    chosen = sa.select(Release.as_of, ReleaseRecord.parameters).join(Release, Release.id == ReleaseRecord.release_id)
    chosen = chosen.where(Release.project_key == project_key, Release.number < number).order_by(Release.number.desc())
    found: dict[str, dt.date] = {}
    for row in session.execute(chosen):
        stood = set(cast("dict[str, Any]", row.parameters)["kept"])
        found |= {one: row.as_of for one in kept if one not in found and one not in stood}
        if len(found) == len(kept):
            break
    return found


def _table(told: dict[str, Any]) -> Table:
    dimensions = tuple(
        Dimension(one["name"], tuple(one["leaves"]), {name: tuple(of) for name, of in one["groups"].items()})
        for one in told["dimensions"]
    )
    apart = told["told_apart"]
    return Table(told["name"], told["measure"], dimensions, None if apart is None else frozenset(apart))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A full release that is being made, or how it ended. `percent` of the way."""

    id: uuid.UUID
    project_key: str
    month: dt.date
    state: BuildState
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    percent: int
    reason: str


def list_attempts(project_key: str, limit: int = 12) -> list[Attempt]:
    """The latest first: a refused one says that the release before still stands."""
    chosen = sa.select(Build).where(Build.project_key == project_key).order_by(Build.asked_at.desc(), Build.id.desc())
    return [_attempt(row) for row in session.scalars(chosen.limit(limit))]


def find_attempt(build_id: uuid.UUID) -> Attempt | None:
    """For the page that waits. None until the worker has begun it."""
    row = session.scalar(sa.select(Build).where(Build.id == build_id))
    return _attempt(row) if row else None


def _attempt(row: Build) -> Attempt:
    percent = 100 * row.done // row.steps if row.steps else 0
    return Attempt(row.id, row.project_key, row.month, BuildState(row.state), row.asked_at, row.ended_at, percent, row.reason)


def list_audits(build_id: uuid.UUID) -> list[ReleaseAudit]:
    """What the attacker tried and in how many cells it succeeded: the report of an attempt."""
    chosen = sa.select(ReleaseAudit).where(ReleaseAudit.build_id == build_id).order_by(ReleaseAudit.position)
    return list(session.scalars(chosen))


def find_file(release_id: uuid.UUID, kind: str, language: str) -> ReleaseFile | None:
    """A file of a release, as it was made then."""
    return session.get(ReleaseFile, (release_id, kind, language))


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """One tenant's headlines of one month: exact, public. Active at its end: the sums of started - ended + ended_not_started."""

    started: int
    ended: int
    ended_not_started: int


def list_months(project_key: str) -> dict[tuple[uuid.UUID, dt.date], MonthFlow]:
    """By tenant and month (its first day); months in which nothing happened are missing."""
    chosen = sa.select(headline_month).where(headline_month.c.project_key == project_key)
    chosen = chosen.order_by(headline_month.c.tenant_id, headline_month.c.month)
    return {
        (row.tenant_id, row.month): MonthFlow(row.started, row.ended, row.ended_not_started) for row in session.execute(chosen)
    }


@dataclass(frozen=True, slots=True)
class Lock:
    """A locked month with the delprojektledare's comment as it was then."""

    locked_at: dt.datetime
    comment: str


def list_locks(project_key: str) -> dict[tuple[uuid.UUID, dt.date], Lock]:
    """By tenant and month; an open month is missing, and its comment nobody's."""
    chosen = sa.select(month_status).where(month_status.c.project_key == project_key)
    chosen = chosen.order_by(month_status.c.tenant_id, month_status.c.month)
    return {(row.tenant_id, row.month): Lock(row.locked_at, row.comment) for row in session.execute(chosen)}


@dataclass(frozen=True, slots=True)
class CountState:
    """Until when a tenant's changes have been counted. `behind`: its schema waits for a migration, and its figures with it."""

    as_of: dt.datetime
    behind: bool


def list_count_states(tenants: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, CountState]:
    """Of these tenants, or of all; one that was never counted is missing."""
    chosen = sa.select(count_state).order_by(count_state.c.tenant_id)
    rows = session.execute(chosen if tenants is None else chosen.where(count_state.c.tenant_id.in_(tenants)))
    return {row.tenant_id: CountState(row.as_of, row.behind) for row in rows}
