"""The day and the instant. Business dates may be moved by MIA_TODAY in demo and test; instants never are (architecture D9)."""

import datetime as dt
from zoneinfo import ZoneInfo

from core.config import get_settings

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def today() -> dt.date:
    """The business date in Stockholm, or MIA_TODAY."""
    return get_settings().today or now().astimezone(STOCKHOLM).date()


def now() -> dt.datetime:
    """The instant, in UTC. Sessions, leases, logs and limits use it."""
    return dt.datetime.now(dt.UTC)


def day_of(instant: dt.datetime) -> dt.date:
    """The business day of an instant, in Stockholm."""
    return instant.astimezone(STOCKHOLM).date()
