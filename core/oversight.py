"""How each place stands, as the scheduler saw it in its last round: for the page of those who operate the platform.

One row a place, so that the page asks one table and never opens the tenants. Counts and kinds of work only, no content.
"""

import datetime as dt
import logging
import uuid
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from core import jobs
from core.db import PlatformModel, session
from core.jobs import AnyOutbox, Outbox, PlatformOutbox, enqueue, job, scopes

log = logging.getLogger("mia.jobs")

PLATFORM = uuid.UUID(int=0)
"""Stands for the platform itself among the places."""


class PlaceState(PlatformModel):
    """A tenant, or (the zero UUID) the platform."""

    __tablename__ = "place_state"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    revision: Mapped[str | None]
    waiting: Mapped[int] = mapped_column(sa.Integer)
    """Rows of the outbox that are still to be done."""
    failed: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    """Kind of work → how often it was given up."""
    seen_at: Mapped[dt.datetime]


@dataclass(slots=True)
class Seen:
    """What one round saw in a place."""

    revision: str | None
    waiting: int
    failed: dict[str, int] = field(default_factory=dict)


def look(model: AnyOutbox) -> Seen:
    """Judge the place whose scope is open."""
    stamped = sa.table("alembic_version", sa.column("version_num"), schema=model.metadata.schema)
    revision = session.scalar(sa.select(stamped.c.version_num), bind_arguments={"bind_name": model.bind_name})
    counts = session.execute(
        sa.select(model.job, model.failed_at.is_not(None).label("failed"), sa.func.count().label("number"))
        .where(model.done_at.is_(None))
        .group_by(model.job, sa.text("failed"))
        .order_by(model.job)
    ).all()
    return Seen(
        revision=revision,
        waiting=sum(row.number for row in counts if not row.failed),
        failed={row.job: row.number for row in counts if row.failed},
    )


def keep(seen: dict[uuid.UUID | None, Seen]) -> None:
    """Write down what a round saw, in the platform's scope. The caller commits."""
    rows = [
        {
            "tenant_id": tenant_id or PLATFORM,
            "revision": found.revision,
            "waiting": found.waiting,
            "failed": found.failed,
            "seen_at": sa.func.now(),
        }
        for tenant_id, found in sorted(seen.items(), key=lambda pair: str(pair[0] or ""))
    ]
    if rows:
        statement = insert(PlaceState).values(rows)
        changed = {name: statement.excluded[name] for name in ("revision", "waiting", "failed", "seen_at")}
        session.execute(statement.on_conflict_do_update(index_elements=[PlaceState.tenant_id], set_=changed))


def list_places() -> dict[uuid.UUID, PlaceState]:
    """By tenant; the platform under PLATFORM. A place no round has seen yet is missing."""
    return {state.tenant_id: state for state in session.scalars(sa.select(PlaceState))}


def ask_for_retry(*, place: uuid.UUID, kind: str) -> None:
    """In the caller's transaction: have work of this kind that was given up in a place tried again. Raises LookupError."""
    if kind not in {one.name for one in jobs.registered_jobs()}:
        raise LookupError(f"no job is called {kind}")
    enqueue("jobs.retry", place=place, kind=kind)


@job("jobs.retry", on="platform")
def retry(place: uuid.UUID, kind: str) -> None:
    """Open the rows that were given up; the next sweep finds them. Doing it twice opens nothing more."""
    model: AnyOutbox = PlatformOutbox if place == PLATFORM else Outbox
    with scopes().open(None if place == PLATFORM else place):
        opened = session.execute(
            sa.update(model)
            .where(model.job == kind, model.failed_at.is_not(None), model.done_at.is_(None))
            .values(failed_at=None, attempts=0, error=None, due_at=sa.func.now(), lease_token=None, lease_until=None)
            .execution_options(synchronize_session=False)
        )
        session.commit()
    log.info("tried again: %d of %s", opened.rowcount, kind)  # type: ignore[attr-defined]  # an UPDATE's CursorResult
