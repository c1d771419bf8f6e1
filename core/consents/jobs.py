"""What is done with consents by itself."""

import datetime as dt

from core.consents.ending import mark_reminded
from core.jobs import job


@job("consents.remind", every=dt.timedelta(days=1))
def remind() -> None:
    """Mark those that soon end as brought up; the work page shows them. Doing it twice marks nothing more."""
    mark_reminded()
