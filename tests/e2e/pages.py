"""Every page of the product, in one list made from its URL map: a new page is looked at from its first day.

What tries pages in a browser walks this list (axe, zoom, focus, without JavaScript, pictures). What an address takes
stands in `Town.ids` (tests/e2e/town.py); one that takes something else fails `unknown_names` until it is put there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as combinations
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from core.accounts.terms import Role
from core.auth.permissions import ABOUT_PERSONS, ROLES, Access, access_of, is_static
from core.context import SiteKind
from tests.e2e.staff import Staff
from tests.house import COUNTY_ROLES, TENANT_ROLES

NOBODY = ""
NO_PAGES = {
    "health.alive": "for machines",
    "health.ready": "for machines",
    "public.progress": "JSON",
    "totals.png": "a picture to save",
    "imports.progress": "JSON",
    "files.show": "a file to save",
    "inbox.file": "a file to save",
    "plans.paper": "a file to save",
    "teams.minutes": "a file to save",
    "exports.progress": "JSON",
    "owed.month_workbook": "a file to save",
    "owed.year_workbook": "a file to save",
    "owed.report_workbook": "a file to save",
    "attendance_reports.paper": "a file to save",
    "attendance_reports.papers": "a file to save",
    "exits.certificate": "a file to save",
    "consents.blank": "a file to save",
    "offers.leaflet": "a file to save",
    "site_files.robots": "for machines",
    "site_files.sitemap": "for machines",
    "site_files.icon": "a picture",
    "site_files.card": "a picture",
    "content.picture": "a picture",
    "news.picture": "a picture",
    "news.play": "sound or film",
    "news.poster": "a picture",
    "news.track": "captions",
    "media.play": "sound or film",
    "media.poster": "a picture",
    "media.track": "captions",
    "media.progress": "JSON",
    "publications.cover": "a picture",
    "library.cover": "a picture",
    "guide.brochure": "a file to save",
    "library.show": "a file to save",
    "releases.file": "a file to save",
    "releases.progress": "JSON",
    "releases.attempt_progress": "JSON",
    "news.feed": "for feed readers",
    "signups.calendar": "a file to save",
    "consents.scan": "a file to save",
    "sign_in.new_code": "after a password only; tests/e2e/every_page.py goes there",
    "referrals.consent_new": "its old address, which leads to consents.new",
    "demo.mails": "there in the demo only; its template is drawn by tests/e2e/drawn.py",
}
ASKED_FIRST = {"referrals.register": "/person", "inbox.new": "/referral"}
"""Pages behind the question about protected identity, and what their addresses add to that of the question."""
OF_THEIR_OWN = {
    "participants.new": {"referral_id": "offered_id"},
    "referrals.sent_show": {"referral_id": "sent_id"},
    "follow_ups.edit_answer": {"follow_up_id": "answered_id"},
    "handovers.new_plan": {"plan_id": "agreed_id"},
    "teams.new_plan": {"item_id": "planless_id"},
    "apply.show": {"token": "receipt"},
    "signups.show": {"token": "signup_receipt"},
    "signups.confirm_cancel": {"token": "signup_receipt"},
    "interventions.edit_stages": {"period_id": "employed_id"},
    "imports.edit": {"run_id": "checked_run_id"},
}
"""Pages that are there for some of a kind only, and the id they take instead."""
ASKED_OF = {"exports.new": "?kind=participants", "saved_lists.new": "?kind=participants"}
"""Pages that come from a list and carry it along in their address."""
RECEIVED = {"handovers.show": "party_representative.fk"}
"""Pages about what another authority has received, and its reader."""
Ids = dict[tuple[SiteKind, str], list[Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at a site: `slug` None is the county, `role` empty is nobody signed in."""

    slug: str | None
    role: str = NOBODY

    def __str__(self) -> str:
        return f"{self.slug or 'county'}-{self.role or 'public'}"


@dataclass(frozen=True, slots=True)
class Place:
    """A page, and the status it comes with."""

    endpoint: str
    path: str
    status: int = 200


def every_page(app: Flask, ids: Ids, *, slug: str, with_ids: bool = True) -> dict[Reader, list[Place]]:
    """The pages of the county and of the tenant `slug`, by the reader who opens them; `with_ids` False: those without."""
    found: dict[Reader, list[Place]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not _is_page(rule):
            continue
        access = access_of(rule.endpoint, app.view_functions[rule.endpoint])
        assert access is not None, rule.endpoint
        for site in _sites(rule):
            reader = Reader(slug if site == "tenant" else None, RECEIVED.get(rule.endpoint) or role_for(access, site))
            if not _unknown(rule, site, ids) and (with_ids or not any("_id" in name or name == "key" for name in rule.arguments)):
                found.setdefault(reader, []).extend(_places(app, rule, site, ids))
    return found


def unknown_names(app: Flask, ids: Ids) -> list[str]:
    """What an address takes and nobody has put there: the pages that would not be looked at."""
    pages = [rule for rule in app.url_map.iter_rules() if _is_page(rule)]
    return sorted({f"{name} of {rule.rule}" for rule in pages for site in _sites(rule) for name in _unknown(rule, site, ids)})


def homes() -> list[Reader]:
    """Somebody of every role at a tenant and at the county: their menus and the page their work begins on differ."""
    return [Reader("roslagen", role) for role in TENANT_ROLES] + [Reader(None, role) for role in COUNTY_ROLES]


def role_for(access: Access, site: SiteKind) -> str:
    """The first role of the site, in the order of tests/house.py, that may open what has declared this."""
    if access.public:
        return NOBODY
    for role in TENANT_ROLES if site == "tenant" else COUNTY_ROLES:
        held = ROLES[Role(role.partition(".")[0])] - (frozenset() if TENANT_ROLES.get(role) else ABOUT_PERSONS)
        if access.permissions <= held:
            return role
    raise AssertionError(f"nobody at the {site} holds {access.permissions}")


def open_place(staff: Staff, place: Place) -> None:
    """Go there in the reader's language. A page that leads elsewhere is not the page that was meant."""
    if place.endpoint in ASKED_FIRST:
        staff.open(place.path.removesuffix(ASKED_FIRST[place.endpoint]))
        staff.fill_in({"protected": "no"})
        staff.press("Continue")
    prefix = "/en" if staff.language == "en" and not staff.signed_in else ""
    status = staff.open(prefix + place.path)
    arrived = staff.page.url.removeprefix(staff.site.address(staff.slug, ""))
    assert (status, arrived) == (place.status, prefix + place.path), f"{place.endpoint} leads to {arrived} with {status}"


def _is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGES and not is_static(rule.endpoint)


def _sites(rule: Rule) -> list[SiteKind]:
    return [site for site in ("county", "tenant") if site in (rule.subdomain or "")]


def _places(app: Flask, rule: Rule, site: SiteKind, ids: Ids) -> Iterator[Place]:
    names = sorted(name for name in rule.arguments if name != "site")
    adapter = app.url_map.bind("localhost", subdomain=site)
    for values in combinations(*(_values(rule, name, site, ids) for name in names)):
        filled = dict(zip(names, values, strict=True))
        if "site" in rule.arguments:
            filled["site"] = site
        yield Place(rule.endpoint, adapter.build(rule.endpoint, filled) + ASKED_OF.get(rule.endpoint, ""))


def _unknown(rule: Rule, site: SiteKind, ids: Ids) -> list[str]:
    return [name for name in rule.arguments if name != "site" and not _values(rule, name, site, ids)]


def _values(rule: Rule, name: str, site: SiteKind, ids: Ids) -> list[Any]:
    converter = rule._converters[name]
    if type(converter).__name__ == "AnyConverter":
        return sorted(converter.items)  # type: ignore[attr-defined]
    return ids.get((site, OF_THEIR_OWN.get(rule.endpoint, {}).get(name, name)), [])
