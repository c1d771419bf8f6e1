"""Drafts are disposed of after thirty days without a word."""

import datetime as dt

from core.drafts.services import dispose_old
from core.jobs import job


@job("drafts.dispose", every=dt.timedelta(days=1))
def dispose() -> None:
    """Doing it twice removes nothing more."""
    dispose_old()
