"""Every address of the product, called by those who may not: made from the URL map, so a new one is tried from its first day.

hbs carries a canary in every text column; it may be seen by nobody of roslagen, by nobody who is not signed in, and in
no log line, queue or mail.
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from core.accounts.terms import Role
from core.auth.permissions import ROLES, access_of
from tenants.scope import tenant_scope
from tests.browsing import Browser
from tests.canaries import Planted, plant, uncovered_columns
from tests.conftest import OpenBrowser
from tests.house import COUNTY_ROLES, PASSWORD, TENANT_ROLES, House

MARK = "KANARIE"
PUBLISHING = {
    "public",
    "about",
    "apply",
    "offers",
    "embed",
    "projects",
    "site_files",
    "library",
    "guide",
    "results",
    "support",
    "voices",
}
"""Features that show the public what a delprojekt has published: its name, its box and switchboard, who takes in."""
ITS_OWN_LIST = {"signups.remove", "signups.update_closing"}
"""Buttons of a list of guests that the association itself answers for: whoever publishes may press them."""
SITE_NEUTRAL = "<any(county,tenant):site>"


@dataclass(frozen=True, slots=True)
class Address:
    """One method of one rule, with the other tenant's ids filled in."""

    endpoint: str
    method: str
    path: str
    takes_id: bool
    sites: tuple[str, ...]


@pytest.fixture
def planted(app: Flask, two_tenants: House) -> Planted:
    with tenant_scope("hbs", app), two_tenants.operator.begin() as connection:
        return plant(connection, two_tenants, "hbs", MARK)


@pytest.fixture
def without_csrf(app: Flask) -> Iterator[None]:
    """The walls behind the token are what is tried here; the token has its own tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


def addresses(app: Flask, planted: Planted) -> list[Address]:
    found = []
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            path, takes_id = _filled(rule, planted)
            sites = ("county", "tenant") if rule.subdomain == SITE_NEUTRAL else (rule.subdomain or "",)
            found.append(Address(rule.endpoint, method, path, takes_id, sites))
    return found


def _filled(rule: Rule, planted: Planted) -> tuple[str, bool]:
    path, takes_id = rule.rule, False
    for name, converter in rule._converters.items():
        if name == "site":
            continue
        kind = type(converter).__name__
        value = _value(name, kind, converter, planted)
        takes_id |= kind == "UUIDConverter"
        start = path.rindex("<", 0, path.index(f":{name}>")) if f":{name}>" in path else path.index(f"<{name}>")
        path = path[:start] + value + path[path.index(">", path.index(name, start)) + 1 :]
    return path, takes_id


def _value(name: str, kind: str, converter: object, planted: Planted) -> str:
    if kind == "UUIDConverter":
        assert name in planted.ids, f"tests/canaries.py plants no row for <{name}>"
        return str(planted.ids[name])
    if kind == "AnyConverter":
        return str(sorted(converter.items)[0])  # type: ignore[attr-defined]
    return {"token": "0" * 32}.get(name, "1")


def call(browser: Browser, address: Address) -> "tuple[int, str, str]":
    """Status, body and headers. Forms are sent with a little of everything."""
    data = {"email": "x@example.org", "password": PASSWORD, "q": MARK[:-1], "reason": "x"} if address.method == "POST" else None
    response = browser.client.open(address.path, method=address.method, base_url=f"http://{browser.host}", data=data)
    return response.status_code, response.get_data().decode(errors="replace"), str(response.headers)


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    silent = [e for e, view in app.view_functions.items() if access_of(e, view) is None]
    assert silent == []


def test_ids_in_addresses_are_typed(app: Flask) -> None:
    untyped = [r.rule for r in app.url_map.iter_rules() if any(a.endswith("_id") for a in r.arguments) and "<uuid:" not in r.rule]
    assert untyped == []


def test_addresses_are_kebab_case(app: Flask) -> None:
    odd = [
        r.rule
        for r in app.url_map.iter_rules()
        if r.rule.partition("<")[0] != r.rule.partition("<")[0].lower() or "_" in r.rule.partition("<")[0]
    ]
    assert odd == []


def test_every_text_column_has_its_canary() -> None:
    assert uncovered_columns() == []


def test_nobody_gets_nothing_without_signing_in(app: Flask, planted: Planted, browser: OpenBrowser, without_csrf: None) -> None:
    for address in addresses(app, planted):
        access = access_of(address.endpoint, app.view_functions[address.endpoint])
        assert access is not None
        for site in address.sites:
            status, body, headers = call(browser("hbs" if site == "tenant" else None), address)
            if not (access.public and address.endpoint.partition(".")[0] in PUBLISHING):
                assert MARK not in body + headers, f"{address.endpoint} shows a person to nobody"
            for persons in ("person", "referral", "arrival", "content"):
                assert f"{MARK}-{persons}" not in body + headers, f"{address.endpoint} shows a person to nobody"
            assert status < 500 or address.endpoint == "health.ready", f"{address.method} {address.path}: {status}"
            if not access.public:
                assert status in (302, 303), f"{address.method} {address.path} answers nobody with {status}"
                assert "/sign-in" in headers


@pytest.mark.parametrize("role", ["subproject_manager", "case_worker", "party_representative.fk", "tenant_admin"])
def test_a_member_of_another_tenant_gets_nothing_by_id(
    app: Flask, two_tenants: House, planted: Planted, browser: OpenBrowser, without_csrf: None, role: str
) -> None:
    """On the own host with the other tenant's ids: not found, exactly as for an id that nobody has; and no row changes."""
    before = checksum(two_tenants)
    own = browser("roslagen", role)
    for address in addresses(app, planted):
        if "tenant" not in address.sites or address.endpoint in ("sign_in.delete", "profile.delete_session"):
            continue
        status, body, headers = call(own, address)
        assert MARK not in body + headers, f"{address.endpoint} shows the other tenant"
        assert status < 500, f"{address.method} {address.path}: {status}"
        if address.takes_id:
            assert status in (404, 403, 405), f"{address.method} {address.path} knows the other tenant's id: {status}"
            unknown = call(own, _with_unknown_id(address))
            assert (status, _without_ids(body)) == (unknown[0], _without_ids(unknown[1])), f"{address.endpoint} tells it exists"
    assert checksum(two_tenants) == before


def _with_unknown_id(address: Address) -> Address:
    parts = [str(uuid.uuid4()) if len(part) == 36 and part.count("-") == 4 else part for part in address.path.split("/")]
    return Address(address.endpoint, address.method, "/".join(parts), True, address.sites)


def _without_ids(body: str) -> str:
    """A page without what differs between any two requests: nonce, seconds left, and the address it links to itself."""
    import re

    return re.sub(r'nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|name="csrf_token"[^>]*>|data-left="\d+"|data-most="\d+"', "", body)


def test_a_cookie_of_another_host_opens_nothing(app: Flask, planted: Planted, browser: OpenBrowser, without_csrf: None) -> None:
    for address in addresses(app, planted):
        access = access_of(address.endpoint, app.view_functions[address.endpoint])
        if access is None or access.public or "tenant" not in address.sites:
            continue
        thief = browser("roslagen", "subproject_manager")
        name, value = thief.cookie()
        foreign = browser("hbs")
        foreign.client.set_cookie(name, value, domain="hbs.localhost")
        status, body, headers = call(foreign, address)
        assert MARK not in body + headers
        assert status in (302, 303), f"{address.method} {address.path} took a cookie of another host: {status}"


@pytest.mark.parametrize("role", sorted(TENANT_ROLES))
def test_the_wrong_role_finds_nothing(
    app: Flask, two_tenants: House, planted: Planted, browser: OpenBrowser, without_csrf: None, role: str
) -> None:
    """At the tenant itself: what a role may not is not there, and what shows persons is not shown without an authority."""
    before = checksum(two_tenants)
    member = browser("hbs", role)
    held = ROLES[Role(role.partition(".")[0])]
    employed = TENANT_ROLES[role] is not None
    for address in addresses(app, planted):
        access = access_of(address.endpoint, app.view_functions[address.endpoint])
        if access is None or access.public or "tenant" not in address.sites or (access.permissions <= held and employed):
            continue
        if address.endpoint in ITS_OWN_LIST and access.permissions <= held:
            continue
        status, body, headers = call(member, address)
        if not access.permissions <= held:
            assert status in (403, 404), f"{role} calls {address.method} {address.path}: {status}"
        if not employed:
            assert f"{MARK}-person" not in body + headers, f"{role} reads a person at {address.path}"
            assert f"{MARK}-referral" not in body + headers
    assert checksum(two_tenants) == before


@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_the_county_never_sees_a_person(
    app: Flask, planted: Planted, browser: OpenBrowser, without_csrf: None, role: str
) -> None:
    member = browser(None, role)
    for address in addresses(app, planted):
        if address.endpoint in ("sign_in.delete", "profile.delete_session"):
            continue
        status, body, headers = call(member, address)
        assert MARK not in body + headers, f"{role} sees a person at {address.path}"
        assert status < 500
        if "county" not in address.sites:
            assert status in (404, 405), f"{address.path} exists at the county"


def test_an_unknown_host_does_not_exist(app: Flask, planted: Planted) -> None:
    client = app.test_client()
    for host in ("nacka.localhost", "evil.example", "roslagen.localhost.evil.example", "x.roslagen.localhost", "127.0.0.1"):
        for path in ("/", "/sign-in", "/participants"):
            answer = client.get(path, base_url=f"http://{host}", headers={"X-Forwarded-Host": "hbs.localhost", "X-Tenant": "hbs"})
            assert answer.status_code == 404, f"{host}{path}"
            assert MARK not in answer.text


def test_no_canary_in_logs_queue_or_mail(
    app: Flask, two_tenants: House, planted: Planted, browser: OpenBrowser, without_csrf: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Also when the tenant's own staff read and write: personal data never leave by these doors."""
    caplog.set_level(logging.DEBUG)
    for slug in ("roslagen", "hbs"):
        member = browser(slug, "subproject_manager")
        for address in addresses(app, planted):
            if "tenant" in address.sites and address.endpoint != "sign_in.delete":
                call(member, address)
    assert MARK not in caplog.text
    queue = redis.Redis.from_url(two_tenants.settings.redis_url)
    for key in queue.scan_iter():
        assert MARK.encode() not in key + (queue.dump(key) or b"")
    folder = two_tenants.settings.mail_folder
    for mail in folder.rglob("*.eml") if folder else []:
        assert MARK not in mail.read_text(encoding="utf-8", errors="replace")


def checksum(house: House, slug: str = "hbs") -> str:
    """Of every row of a tenant but the logs, and what is about the reader alone: their visit and what they want mail about."""
    schema = house.schemas[slug]
    with house.operator.connect() as connection:
        tables = connection.scalars(
            sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1"), {"schema": schema}
        ).all()
        sums = ", ".join(
            f"(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {schema}.{table} t)"
            for table in tables
            if table not in ("access_log", "outbox", "dirty_mark", "work_visit", "mail_choice", "mail_told")
        )
        return "".join(connection.exec_driver_sql(f"SELECT ARRAY[{sums}]").scalar_one())
