"""What is done with sign-ups by itself."""

import datetime as dt

from core.jobs import job
from core.signups import services


@job("signups.dispose", every=dt.timedelta(days=1))
def dispose() -> None:
    """Take away what was written for events that have been over for a month. Doing it twice takes nothing more."""
    services.dispose()


@job("signups.dispose_county", on="platform", every=dt.timedelta(days=1))
def dispose_county() -> None:
    """The same for the county's events."""
    services.dispose_county()
