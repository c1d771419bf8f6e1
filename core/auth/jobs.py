"""What sign-in leaves behind is cleared: sessions past their limits, failures long forgotten."""

import datetime as dt

from core.auth import session_store, slow_down
from core.jobs import job


@job("auth.sweep", on="platform", every=dt.timedelta(hours=1))
def sweep() -> None:
    """Doing it twice removes nothing more."""
    while session_store.sweep():
        pass
    slow_down.sweep()
