"""The steering's own rounds. The files of releases are made by core/web/jobs.py, which can draw."""

import datetime as dt

from core.jobs import job
from core.steering import services, telling


@job("steering.due_days", on="platform", every=dt.timedelta(hours=12))
def write_due_days() -> None:
    """Write down what comes back every month. Doing it twice changes nothing."""
    services.write_due_days()


@job("steering.tell", on="platform", every=dt.timedelta(minutes=2), when=lambda _last: telling.has_somebody_to_tell())
def tell() -> None:
    """Mail to those who steer that a new release is there, with the way to it and no figure."""
    telling.tell()
