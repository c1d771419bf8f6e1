"""How old a figure is, in words. Instants are real time also where the business day is moved, so an age says more than a date."""

import datetime as dt

from core.clock import now
from core.i18n import _, ngettext

_HOUR = 60
_DAY = 24 * _HOUR


def say_age(instant: dt.datetime) -> str:
    """Just now, 5 minutes ago, 2 hours ago, 3 days ago."""
    minutes = int((now() - instant).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < _HOUR:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    if minutes < _DAY:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // _HOUR)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // _DAY)
