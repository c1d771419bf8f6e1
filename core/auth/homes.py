"""Where someone lands after sign-in (contract.md)."""

from core.auth.permissions import Permission, may
from core.context import Person

START = "/start"
_HOMES = (
    (Permission.SEE_WORK, "/work"),
    (Permission.READ_REFERRALS, "/referrals"),
    (Permission.SEE_COUNTY_TOTALS, "/totals"),
    (Permission.MANAGE_PLATFORM, "/platform"),
    (Permission.EDIT_CONTENT, "/content"),
)


def home_of(person: Person) -> str:
    """The path of the page where this person's work begins."""
    return next((path for permission, path in _HOMES if may(person, permission)), START)
