"""Files of exports do not stay: the sweep removes them. The job that makes one stands in core/auth/jobs.py, for it acts as
the one who asked, with the rights they have by then."""

import datetime as dt

from core.exports import services
from core.jobs import job


@job("exports.sweep", every=dt.timedelta(minutes=15))
def sweep() -> None:
    """Remove expired files and those whose owner may no longer have them."""
    services.sweep()
