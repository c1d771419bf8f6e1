"""What pages may ask: headlines (exact, at most a minute old) and the latest release. Both by the reader's role alone."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.db import session
from core.errors import NotFound
from core.rollup.models import COUNTY, Release, ReleaseCell, headline
from core.rollup.terms import Figure


@dataclass(frozen=True, slots=True)
class Headline:
    """Public figures of one tenant's part in a project."""

    tenant_id: uuid.UUID
    project_key: str
    starts_on: dt.date
    ends_on: dt.date
    target: int | None
    target_is_example: bool
    started: int
    active: int
    ended: int
    as_of: dt.datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """The county's sum. `target` is None unless every part has one; a person who took part in two counts twice."""

    started: int
    active: int
    ended: int
    target: int | None
    target_is_example: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that passed disclosure control; `value` is None when it is suppressed (fewer than 5, or near it)."""

    value: int | None
    suppressed: bool
    counted_on: dt.date


@dataclass(frozen=True, slots=True)
class ReleaseRead:
    """A release with its cells."""

    id: uuid.UUID
    number: int
    provisional: bool
    made_at: dt.datetime
    as_of: dt.date
    cells: Mapping[tuple[uuid.UUID, str], Cell]

    def cell(self, tenant_id: uuid.UUID, figure: Figure) -> Cell | None:
        """The cell of a tenant, or None when the release does not know the tenant."""
        return self.cells.get((tenant_id, figure.value))

    def county(self, figure: Figure) -> Cell | None:
        """The cell of the county's sum."""
        return self.cell(COUNTY, figure)


def headlines(project_key: str) -> dict[uuid.UUID, Headline]:
    """By tenant. A tenant whose figures were never counted is missing."""
    statement = sa.select(headline).where(headline.c.project_key == project_key).order_by(headline.c.tenant_id)
    return {row.tenant_id: Headline(**row._mapping) for row in session.execute(statement)}


def find_headline(tenant_id: uuid.UUID, project_key: str) -> Headline | None:
    """One tenant's, or None when it was never counted."""
    wanted = sa.and_(headline.c.tenant_id == tenant_id, headline.c.project_key == project_key)
    row = session.execute(sa.select(headline).where(wanted)).one_or_none()
    return Headline(**row._mapping) if row else None


def sum_of(parts: Iterable[Headline]) -> Sum:
    """The county's headline figures."""
    listed = list(parts)
    targets = [part.target for part in listed if part.target is not None]
    return Sum(
        started=sum(part.started for part in listed),
        active=sum(part.active for part in listed),
        ended=sum(part.ended for part in listed),
        target=sum(targets) if listed and len(targets) == len(listed) else None,
        target_is_example=any(part.target_is_example for part in listed),
    )


def latest_release(project_key: str) -> ReleaseRead | None:
    """The newest release of a project with its cells, or None before the first."""
    newest = sa.select(Release).where(Release.project_key == project_key).order_by(Release.number.desc()).limit(1)
    release = session.scalar(newest)
    return _with_cells(release) if release else None


def get_release(release_id: uuid.UUID) -> ReleaseRead:
    """A release with its cells, as it was made. Raises NotFound."""
    release = session.get(Release, release_id)
    if release is None:
        raise NotFound
    return _with_cells(release)


def _with_cells(release: Release) -> ReleaseRead:
    rows = session.execute(
        sa.select(
            ReleaseCell.tenant_id, ReleaseCell.figure, ReleaseCell.value, ReleaseCell.suppressed, ReleaseCell.counted_on
        ).where(ReleaseCell.release_id == release.id)
    )
    cells = {(row.tenant_id, row.figure): Cell(row.value, row.suppressed, row.counted_on) for row in rows}
    return ReleaseRead(release.id, release.number, release.provisional, release.made_at, release.as_of, cells)


def list_counted() -> dict[uuid.UUID, dt.datetime]:
    """When each tenant's headlines were last counted. A tenant that never was is missing."""
    statement = sa.select(headline.c.tenant_id, sa.func.max(headline.c.as_of)).group_by(headline.c.tenant_id)
    return {row[0]: row[1] for row in session.execute(statement)}
