"""The main menu: each blueprint adds its entries, each page shows those its reader may use.

    navigation.add(Entry("participants.index", _l("Participants"), Permission.LIST_PARTICIPANTS, site="tenant", order=20))

At most five entries for a role (design): what is used daily.
"""

from dataclasses import dataclass

from flask import current_app, request, url_for
from werkzeug.routing import BuildError

from core import context
from core.auth.permissions import Permission, may
from core.context import Person, SiteKind


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. Without a permission it is for the public, and is shown to nobody who has signed in."""

    endpoint: str
    label: object
    permission: Permission | None
    site: SiteKind
    order: int = 50
    anchor: str = ""
    """A part of that page; only the public's long start pages have them."""
    unless: Permission | None = None
    """Whoever holds this has a fuller menu and finds the page from another one."""
    covers: tuple[str, ...] = ()
    """Other features whose pages belong under this entry: the exit is a page about a participant."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    label: str
    address: str
    is_current: bool


_entries: dict[tuple[str, str, str], Entry] = {}


def add(*entries: Entry) -> None:
    """Register entries; one endpoint (or part of a page) stands once a site."""
    for entry in entries:
        _entries[entry.site, entry.endpoint, entry.anchor] = entry


def navigation() -> list[Link]:
    """What the reader of this page may go to, in order. Empty where no site was resolved."""
    site = context.find_site()
    if site is None:
        return []
    person = context.find_person()
    shown = sorted(
        (entry for entry in _entries.values() if entry.site == site.kind and _is_for(entry, person)),
        key=lambda entry: (entry.order, entry.endpoint),
    )
    links = [(entry, _find_address(entry.endpoint, entry.anchor)) for entry in shown]
    return [Link(str(entry.label), address, _is_current(entry)) for entry, address in links if address]


def _is_for(entry: Entry, person: Person | None) -> bool:
    if person is None:
        return entry.permission is None
    if entry.permission is None or (entry.unless and may(person, entry.unless)):
        return False
    return may(person, entry.permission)


def _find_address(endpoint: str, anchor: str) -> str | None:
    """The address, or None for an endpoint that this site does not have."""
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint, _anchor=anchor or None)
    except BuildError:
        return None


def _is_current(entry: Entry) -> bool:
    """The whole feature belongs to its entry, and those it covers: a participant's page marks the list of participants.

    The public's entries share one feature, so each marks its own page only, and a part of a page marks nothing.
    """
    if entry.permission is None:
        return not entry.anchor and request.endpoint == entry.endpoint
    return (request.endpoint or "").partition(".")[0] in (entry.endpoint.partition(".")[0], *entry.covers)
