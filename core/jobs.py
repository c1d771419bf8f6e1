"""Work after the answer. PostgreSQL is the truth: a row in the outbox, written in the caller's transaction (architecture D5).

RQ only carries (tenant id, outbox id); when the queue is gone the scheduler's sweep finds what was left.
A domain registers its work in core/<domain>/jobs.py:

    @job("referrals.answer_sent")
    def answer_sent(*, referral_id: uuid.UUID) -> None: ...

and its services say `enqueue("referrals.answer_sent", referral_id=referral.id)`. The function flushes and does not commit;
its effects and its done mark are one transaction. It must be safe to run again: what it does outside the database it was
opened in (another role's tables, mail) may happen twice when a machine dies. Its transaction is open all the while: half a
minute without a statement and the server ends it, so long computing belongs before the first or after the last of them.
"""

import datetime as dt
import logging
import re
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import queue
from core.config import get_settings
from core.context import TenantRef, current_tenant
from core.db import BoundSession, Keyed, PlatformModel, TenantModel, new_id, session
from core.errors import NotFound, WallBreach

log = logging.getLogger("mia.jobs")

LEASE = dt.timedelta(seconds=60)
"""After this a dead runner's row is free again. A living one holds the row's lock as well, however long it takes."""
RETRY_AFTER = tuple(dt.timedelta(seconds=s) for s in (15, 60, 240, 960))
"""Waits between the tries; one more try than waits, then the row is marked failed."""
MAX_TRIES = len(RETRY_AFTER) + 1


class _OutboxColumns(Keyed):
    job: Mapped[str]
    """A name in the registry of jobs, never a dotted path."""
    ids: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    """Ids and months only: never a name, number or text about a person."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    due_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    lease_until: Mapped[dt.datetime | None]
    lease_token: Mapped[uuid.UUID | None]
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    done_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]
    """The kind of error, never its message (which may quote data)."""


class Outbox(_OutboxColumns, TenantModel):
    """A tenant's work to be done."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_open", "due_at", postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL")),)


class PlatformOutbox(_OutboxColumns, PlatformModel):
    """The platform's work to be done."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_open", "due_at", postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL")),)


class SchedulerState(PlatformModel):
    """When the scheduler last did each of its rounds; one scheduler holds the lease."""

    __tablename__ = "scheduler_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[dt.datetime]
    holder: Mapped[str] = mapped_column(default="", server_default="")
    lease_until: Mapped[dt.datetime | None]


AnyOutbox = type[Outbox] | type[PlatformOutbox]
Place = Literal["tenant", "platform"]


class ScopeFactory(Protocol):
    """Filled by `tenants`: a job's scope in a new app context, and which tenants are active."""

    def open(self, tenant_id: uuid.UUID | None) -> AbstractContextManager[TenantRef | None]:
        """The tenant's scope, or (None) the platform's. Raises NotFound for a tenant that is not active."""

    def list_tenants(self) -> Sequence[uuid.UUID]:
        """Ids of the active tenants."""


_scopes: ScopeFactory | None = None


def use_scopes(factory: ScopeFactory) -> None:
    """Called once by the composition root."""
    global _scopes
    _scopes = factory


def scopes() -> ScopeFactory:
    """The factory in use. Raises WallBreach when the application was not composed."""
    if _scopes is None:
        raise WallBreach("no scopes: the application was not composed")
    return _scopes


@dataclass(frozen=True, slots=True)
class Job:
    """A registered function. `every` and `when` make the scheduler enqueue it; see `job`."""

    name: str
    function: Callable[..., None]
    on: Place
    every: dt.timedelta | None
    when: Callable[[dt.datetime | None], bool] | None
    needs_worker_key: bool


_registry: dict[str, Job] = {}
_Function = TypeVar("_Function", bound=Callable[..., None])


def job(
    name: str,
    *,
    on: Place = "tenant",
    every: dt.timedelta | None = None,
    when: Callable[[dt.datetime | None], bool] | None = None,
    needs_worker_key: bool = False,
) -> Callable[[_Function], _Function]:
    """Register a function under a name. `on` says whose outbox carries it: the tenant's (in its scope) or the platform's.

    `every`: the scheduler enqueues it in that interval, in every tenant or once on the platform. `when`: the scheduler asks
    it in that scope, with the instant of the last time it was enqueued (or None), and enqueues only on True.
    `needs_worker_key`: a process without MIA_WORKER_KEY leaves it to one that has it.
    """

    def register(function: _Function) -> _Function:
        if name in _registry and _registry[name].function.__qualname__ != function.__qualname__:
            raise WallBreach(f"two jobs are called {name}")
        _registry[name] = Job(name, function, on, every, when, needs_worker_key)
        return function

    return register


def can_run(name: str) -> bool:
    """Whether this process holds what the job needs."""
    found = _registry.get(name)
    return found is not None and (bool(get_settings().worker_key) or not found.needs_worker_key)


def registered_jobs() -> list[Job]:
    """All jobs, by name."""
    return [_registry[name] for name in sorted(_registry)]


_SLUG = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INT_LIMIT = 10**9
"""An identity number has ten digits or more."""


def enqueue(name: str, **ids: uuid.UUID | int | dt.date | str) -> uuid.UUID:
    """Write a row in the caller's transaction; the edge dispatches it after commit. Returns the row's id.

    ids: UUIDs, small integers, dates and short slugs only. Raises WallBreach for anything else, LookupError for an unknown
    job: a mistake is found where it is made.
    """
    if name not in _registry:
        raise LookupError(f"no job is called {name}")
    payload = {key: _plain(key, value) for key, value in ids.items()}
    row_id = new_id()
    if _registry[name].on == "tenant":
        tenant_id: uuid.UUID | None = current_tenant().id
        session.add(Outbox(id=row_id, job=name, ids=payload))
    else:
        tenant_id = None
        session.add(PlatformOutbox(id=row_id, job=name, ids=payload))
    session.info.setdefault("to_dispatch", []).append((tenant_id, row_id))
    return row_id


def dispatch() -> None:
    """After commit: hand what was enqueued to the queue. Never fails; the sweep finds what could not be handed over."""
    for tenant_id, row_id in session.info.pop("to_dispatch", []):
        queue.push(tenant_id, row_id)


@sa.event.listens_for(BoundSession, "after_rollback")
def _forget_undone(current: Any) -> None:
    current.info.pop("to_dispatch", None)


def _plain(key: str, value: object) -> int | str:
    if isinstance(value, uuid.UUID) or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _INT_LIMIT:
        return value
    if isinstance(value, str) and any(shape.fullmatch(value) for shape in (_SLUG, _UUID, _DATE)):
        return value
    raise WallBreach(f"a job carries ids only, not {key}")


def _typed(value: int | str) -> uuid.UUID | int | dt.date | str:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return uuid.UUID(value)
    if isinstance(value, str) and _DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    return value


class Outcome(StrEnum):
    """What became of one run."""

    DONE = "done"
    NOT_TAKEN = "not_taken"
    """Done already, failed for good, not due yet, or another runner has it."""
    REFUSED = "refused"
    """No such row in that tenant, or no such tenant."""
    FENCED = "fenced"
    """Somebody else took over: nothing of this run remains."""
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class _Lease:
    row_id: uuid.UUID
    token: uuid.UUID
    job: str
    ids: dict[str, int | str]
    attempts: int


class _Fenced(Exception):
    """The lease is another's by now."""


def run(tenant_id: str | None, outbox_id: str) -> str:
    """The only function the queue may call. Opens the tenant's scope, does the work at most once, never raises."""
    try:
        tenant = uuid.UUID(tenant_id) if tenant_id else None
        row_id = uuid.UUID(outbox_id)
        with scopes().open(tenant):
            outcome = _run_in_scope(Outbox if tenant else PlatformOutbox, row_id)
    except NotFound:
        outcome = Outcome.REFUSED
    except Exception as error:  # a trace could carry personal data into the queue; the log tells kinds and places only
        log.error("job not run: %s %s", outbox_id, type(error).__name__, exc_info=error)
        return Outcome.RETRY
    if outcome is Outcome.REFUSED:
        log.warning("job refused: tenant %s has no row %s", tenant_id, outbox_id)
    return outcome


def is_open(model: AnyOutbox) -> sa.ColumnElement[bool]:
    """Rows that are still to be done."""
    return sa.and_(model.done_at.is_(None), model.failed_at.is_(None))


def is_ready(model: AnyOutbox) -> sa.ColumnElement[bool]:
    """Open rows that are due and in nobody's hands."""
    free = sa.or_(model.lease_until.is_(None), model.lease_until < sa.func.now())
    return sa.and_(is_open(model), model.due_at <= sa.func.now(), free)


def _run_in_scope(model: AnyOutbox, row_id: uuid.UUID) -> Outcome:
    lease = _take_lease(model, row_id)
    if lease is None:
        known = session.scalar(sa.select(model.id).where(model.id == row_id))
        session.rollback()
        return Outcome.NOT_TAKEN if known else Outcome.REFUSED
    try:
        if lease.attempts > MAX_TRIES:
            raise InterruptedError
        _hold(model, lease)
        found = _registry[lease.job]
        found.function(**{key: _typed(value) for key, value in lease.ids.items()})
        session.flush()
        _update(model, lease, done_at=sa.func.now(), lease_token=None, lease_until=None, error=None)
        session.commit()
    except _Fenced:
        session.rollback()
        return Outcome.FENCED
    except Exception as error:  # noqa: BLE001 - whatever the job raised, the row must tell
        session.rollback()
        return _note_failure(model, lease, type(error).__name__)
    dispatch()
    return Outcome.DONE


def _take_lease(model: AnyOutbox, row_id: uuid.UUID) -> _Lease | None:
    token = uuid.uuid4()
    free = sa.select(model.id).where(model.id == row_id, is_ready(model)).with_for_update(skip_locked=True)
    taken = session.execute(
        sa.update(model)
        .where(model.id == free.scalar_subquery())
        .values(lease_token=token, lease_until=sa.func.now() + LEASE, attempts=model.attempts + 1)
        .returning(model.job, model.ids, model.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.commit()
    return _Lease(row_id, token, taken.job, taken.ids, taken.attempts) if taken else None


def _hold(model: AnyOutbox, lease: _Lease) -> None:
    """Lock the row until the effects are committed: nobody can lease it while this connection lives."""
    mine = sa.select(model.id).where(model.id == lease.row_id, model.lease_token == lease.token, is_open(model))
    if session.scalar(mine.with_for_update()) is None:
        raise _Fenced


def _update(model: AnyOutbox, lease: _Lease, **values: Any) -> None:
    """Change the row only while the lease is ours (fencing)."""
    changed = session.execute(
        sa.update(model)
        .where(model.id == lease.row_id, model.lease_token == lease.token, is_open(model))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
        raise _Fenced


def _note_failure(model: AnyOutbox, lease: _Lease, kind: str) -> Outcome:
    final = lease.attempts >= MAX_TRIES
    values: dict[str, Any] = {"lease_token": None, "lease_until": None, "error": kind}
    if final:
        values["failed_at"] = sa.func.now()
    else:
        values["due_at"] = sa.func.now() + RETRY_AFTER[lease.attempts - 1]
    try:
        _update(model, lease, **values)
        session.commit()
    except _Fenced:
        session.rollback()
        return Outcome.FENCED
    log.error("job %s %s: %s, attempt %d of %d", lease.job, lease.row_id, kind, lease.attempts, MAX_TRIES, exc_info=True)
    return Outcome.FAILED if final else Outcome.RETRY
