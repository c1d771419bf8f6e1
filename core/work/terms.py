"""Words of the mails that say that something waits."""

from enum import StrEnum

from core.i18n import _l


class How(StrEnum):
    """When a kind of what waits is told by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


HOW_NAMES = {
    How.AT_ONCE: _l("At once"),
    How.DAILY: _l("Once a day"),
    How.NEVER: _l("Never"),
}
