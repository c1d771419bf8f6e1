"""The rollup's work: one tenant a job; releases read facts only."""

import datetime as dt
import uuid

from core.jobs import enqueue, job
from core.rollup import asking, building, releases, services
from core.steering.queries import policy_in_force


@job("rollup.recount", when=lambda _last: services.has_marks(), needs_worker_key=True)
def recount() -> None:
    """Count the marked months of one tenant again. The scheduler enqueues it where there are marks."""
    if services.recount():
        enqueue("charts.render")


@job("rollup.recount_all", every=dt.timedelta(days=1), needs_worker_key=True)
def recount_all() -> None:
    """Count everything of one tenant again; differences from the incremental count are an alarm in the log."""
    services.recount_all()
    enqueue("charts.render")


@job(
    "rollup.release",
    on="platform",
    every=dt.timedelta(minutes=1),
    when=releases.facts_newer_than,
    needs_worker_key=True,
)
def release() -> None:
    """Make provisional releases of the projects in which enough has changed."""
    releases.make_releases()


@job("rollup.build_due", on="platform", every=dt.timedelta(minutes=10), needs_worker_key=True)
def build_due() -> None:
    """Ask for a full release where every delprojekt has locked another month."""
    asking.enqueue_due()


@job(asking.BUILD, on="platform", needs_worker_key=True)
def build(*, project: str, build: uuid.UUID, month: dt.date) -> None:
    """Make a full release: tables of rounded counts that the attacker has tried."""
    building.build(
        build_id=build, project_key=project, month=month, cancelled=lambda: asking.is_cancelled(build), policy=policy_in_force()
    )


@job(asking.CANCEL, on="platform")
def cancel_build(*, build: uuid.UUID) -> None:
    """Nothing is left to do: the attempt has seen the row, or ends without it."""
