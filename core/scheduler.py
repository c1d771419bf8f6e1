"""The scheduler: one loop whose whole state lies in PostgreSQL. Redis may be gone and the database may restart under it.

Every round, in each active tenant with that tenant's own role: enqueue what is due, then hand open rows to the queue, or do
them here when there is no queue or no worker. Two schedulers may run; a lease lets one of them work.
"""

import contextlib
import datetime as dt
import logging
import time
import uuid
from dataclasses import dataclass

import click
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core import jobs, oversight, queue
from core.config import get_settings
from core.db import new_id, session
from core.jobs import AnyOutbox, Job, Outbox, PlatformOutbox, SchedulerState
from core.oversight import Seen

log = logging.getLogger("mia.scheduler")

ROUND_SECONDS = 15.0
LEASE = dt.timedelta(seconds=45)
OVERDUE = dt.timedelta(seconds=60)
"""A row that was handed to the queue and still waits after this is done here: its worker may be dead."""
ROWS_PER_ROUND = 500
SECONDS_PER_PLACE = 10.0
"""So that one tenant's backlog does not keep the others waiting."""
KEEP_DONE = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that may be done, and whether it has waited too long."""

    row_id: uuid.UUID
    overdue: bool
    can_run: bool
    """Whether this process may do it itself."""


def run_round(holder: str) -> bool:
    """One round over the platform and every active tenant. False when another scheduler holds the lease.

    A place that fails is logged by its kind of error, and the round goes on.
    """
    if not take_lease(holder):
        return False
    seen: dict[uuid.UUID | None, Seen] = {}
    for tenant_id in [None, *jobs.scopes().list_tenants()]:
        try:
            sweep(tenant_id)
            seen[tenant_id] = look(tenant_id)
        except Exception as error:  # one tenant's fault must not stop the others
            log.error("round of %s: %s", tenant_id or "the platform", type(error).__name__, exc_info=error)
        take_lease(holder)
    with jobs.scopes().open(None):
        oversight.keep(seen)
        session.commit()
    return True


def take_lease(holder: str) -> bool:
    """Take or prolong the one lease. False while another living scheduler has it."""
    values = {"last_at": sa.func.now(), "holder": holder, "lease_until": sa.func.now() + LEASE}
    statement = (
        postgresql.insert(SchedulerState)
        .values(name="loop", **values)
        .on_conflict_do_update(
            index_elements=[SchedulerState.name],
            set_=values,
            where=sa.or_(
                SchedulerState.holder == holder,
                SchedulerState.lease_until.is_(None),
                SchedulerState.lease_until < sa.func.now(),
            ),
        )
        .returning(SchedulerState.name)
    )
    with jobs.scopes().open(None):
        taken = session.execute(statement).one_or_none()
        session.commit()
    return taken is not None


def sweep(tenant_id: uuid.UUID | None) -> int:
    """Enqueue what is due in one place and see that its open rows are done. Returns how many were ready."""
    model: AnyOutbox = Outbox if tenant_id else PlatformOutbox
    with jobs.scopes().open(tenant_id):
        _enqueue_due(model)
        ready = _list_ready(model)
    waiting = queue.list_waiting() if ready else None
    here = [row.row_id for row in ready if row.can_run and (waiting is None or row.overdue)]
    if waiting is not None:
        for row in ready:
            if not (row.overdue and row.can_run) and str(row.row_id) not in waiting:
                queue.push(tenant_id, row.row_id)
    _do_here(tenant_id, here)
    return len(ready)


def look(tenant_id: uuid.UUID | None) -> Seen:
    """How one place stands now, for those who operate the platform."""
    with jobs.scopes().open(tenant_id):
        return oversight.look(Outbox if tenant_id else PlatformOutbox)


def _do_here(tenant_id: uuid.UUID | None, rows: list[uuid.UUID]) -> None:
    enough = time.monotonic() + SECONDS_PER_PLACE
    for row_id in rows:
        jobs.run(str(tenant_id) if tenant_id else None, str(row_id))
        if time.monotonic() > enough:
            return


def _enqueue_due(model: AnyOutbox) -> None:
    place = "tenant" if model is Outbox else "platform"
    timed = [job for job in jobs.registered_jobs() if job.on == place and (job.every or job.when)]
    names = [job.name for job in timed]
    history = sa.select(
        model.job,
        sa.func.max(model.created_at).label("last"),
        sa.func.now().label("now"),
        sa.func.bool_or(jobs.is_open(model)).label("open"),
    ).where(model.job.in_(names))
    seen = {row.job: row for row in session.execute(history.group_by(model.job))}
    for job in timed:
        row = seen.get(job.name)
        if _is_due(job, row.last if row else None, row.now if row else None, open_already=bool(row and row.open)):
            session.add(model(id=new_id(), job=job.name, ids={}))
    session.execute(
        sa.delete(model).where(model.done_at < sa.func.now() - KEEP_DONE).execution_options(synchronize_session=False)
    )
    session.commit()


def _is_due(job: Job, last: dt.datetime | None, now: dt.datetime | None, *, open_already: bool) -> bool:
    if open_already:
        return False
    if job.every and last and now and now - last < job.every:
        return False
    return job.when(last) if job.when else True


def _list_ready(model: AnyOutbox) -> list[Ready]:
    statement = (
        sa.select(model.id, model.job, (model.due_at < sa.func.now() - OVERDUE).label("overdue"))
        .where(jobs.is_ready(model))
        .order_by(model.due_at, model.id)
        .limit(ROWS_PER_ROUND)
    )
    rows = [Ready(row.id, row.overdue, jobs.can_run(row.job)) for row in session.execute(statement)]
    session.rollback()
    return rows


@click.command("scheduler")
@click.option("--rounds", type=int, default=0, help="End after so many rounds (0: never).")
@click.option("--seconds", type=float, default=ROUND_SECONDS, show_default=True, help="Between two rounds.")
def scheduler_command(rounds: int, seconds: float) -> None:
    """Sweep the outboxes, recount what changed and make releases, until stopped."""
    holder = uuid.uuid4().hex
    done = 0
    while not rounds or done < rounds:
        began = time.monotonic()
        try:
            run_round(holder)
        except Exception as error:  # the database may be restarting; the next round tells
            log.error("round: %s", type(error).__name__, exc_info=error)
        done += 1
        if not rounds or done < rounds:
            time.sleep(max(0.0, seconds - (time.monotonic() - began)))


@click.command("worker")
def worker_command() -> None:
    """Run jobs as they come, until stopped."""
    url = get_settings().redis_url
    if not url:
        raise click.ClickException("REDIS_URL is not set; without it the scheduler does the jobs by itself")
    import redis

    from core.worker import make_worker

    while True:
        with contextlib.suppress(redis.ConnectionError, redis.TimeoutError):
            make_worker(redis.Redis.from_url(url)).work(logging_level="WARNING")
            return
        time.sleep(2)


COMMANDS = (worker_command, scheduler_command)
"""For the composition root to put on the command line."""
