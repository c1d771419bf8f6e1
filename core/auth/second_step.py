"""Who must prove themselves twice: everyone who reads persons, in production (issue 2; off in the demo)."""

from core.auth.permissions import ABOUT_PERSONS, permissions_of
from core.config import get_settings
from core.context import Person


def is_required(person: Person) -> bool:
    """Whether this person may not work here without a second step."""
    return get_settings().env == "production" and bool(permissions_of(person) & ABOUT_PERSONS)
