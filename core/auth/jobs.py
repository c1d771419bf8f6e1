"""Sessions that have run out are swept, whether anybody signs in or not."""

import datetime as dt

from core.auth import session_store
from core.jobs import job


@job("auth.sweep_sessions", on="platform", every=dt.timedelta(hours=1))
def sweep_sessions() -> None:
    """Delete sessions past their idle or absolute end."""
    while session_store.sweep():
        pass
