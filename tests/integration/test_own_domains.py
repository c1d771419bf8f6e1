"""A förbund's site at a host name of its own: the same site and wall, another session, and no name that is not its."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from core.config import get_settings
from tenants import provisioning
from tenants.models import Tenant
from tenants.provisioning import DomainRefused
from tests.conftest import OpenBrowser
from tests.house import House

OWN = "mia.roslagen.example.se"


@pytest.fixture
def domain(app: Flask, two_tenants: House) -> Iterator[str]:
    provisioning.give_domain(two_tenants.operator, two_tenants.settings, "roslagen", OWN)
    app.registry.forget()  # type: ignore[attr-defined]
    yield OWN
    provisioning.give_domain(two_tenants.operator, two_tenants.settings, "roslagen", None)
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.update(Tenant).values(status="active"))
    app.registry.forget()  # type: ignore[attr-defined]


def at(app: Flask, host: str, path: str = "/") -> tuple[int, str]:
    answer = app.test_client().get(path, base_url=f"http://{host}")
    return answer.status_code, answer.text


def test_readers_meet_the_site_at_its_own_name_and_are_led_there(app: Flask, domain: str) -> None:
    status, page = at(app, domain)
    assert status == 200
    assert f'<link rel="canonical" href="http://{domain}/">' in page
    assert f'<link rel="canonical" href="http://{domain}/">' in at(app, "roslagen.localhost")[1]
    assert f"<loc>http://{domain}/</loc>" in at(app, domain, "/sitemap.xml")[1]
    assert f'href="http://{domain}/' in at(app, "localhost")[1], "the county leads there"
    assert 'href="http://hbs.localhost/' in at(app, "localhost")[1]
    assert re.search(r'<html lang="en"', at(app, domain, "/en/")[1])


def test_it_is_the_same_wall(app: Flask, domain: str, browser: OpenBrowser) -> None:
    member = browser("roslagen", "subproject_manager")
    assert member.get("/participants").status_code == 200
    answer = member.client.get("/participants", base_url=f"http://{domain}")
    assert answer.status_code == 302, "a session is of one host"
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize(
    "host", ["mia.example.se", "x." + OWN, OWN + ".example.se", "roslagen", "mia.roslagen.example.se.localhost"]
)
def test_other_names_do_not_exist(app: Flask, domain: str, host: str) -> None:
    assert at(app, host)[0] == 404


def test_a_suspended_tenant_is_not_at_its_own_name_either(app: Flask, two_tenants: House, domain: str) -> None:
    provisioning.suspend_tenant(two_tenants.operator, "roslagen")
    app.registry.forget()  # type: ignore[attr-defined]
    assert at(app, domain)[0] == 404


@pytest.mark.parametrize(
    "name",
    [
        "",
        "localhost",
        "hbs.localhost",
        "example",
        "-a.se",
        "a..se",
        "mia.example.se/x",
        "mia.example.se:80",
        "a" * 64 + ".se",
        "1.2.3.4",
    ],
)
def test_what_is_no_name_of_theirs_is_refused(two_tenants: House, name: str) -> None:
    with pytest.raises(DomainRefused):
        provisioning.give_domain(two_tenants.operator, get_settings(), "roslagen", name or " ")


def test_two_tenants_never_share_a_name_and_letters_are_told_apart_as_machines_do(two_tenants: House, domain: str) -> None:
    give = provisioning.give_domain
    with pytest.raises(DomainRefused):
        give(two_tenants.operator, two_tenants.settings, "hbs", OWN.upper())
    with pytest.raises(DomainRefused):
        give(two_tenants.operator, two_tenants.settings, "nowhere", "mia.example.se")
    assert give(two_tenants.operator, two_tenants.settings, "roslagen", "Södertörn.Example.se.") == "xn--sdertrn-90ae.example.se"
