"""The rollup's work: one tenant a job; releases read facts only."""

import datetime as dt

from core.jobs import enqueue, job
from core.rollup import releases, services


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
