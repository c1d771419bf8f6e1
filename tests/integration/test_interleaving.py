"""Eight tenants, threads, requests in any order, some of them broken off in the middle: nobody ever sees a foreign row.

Every page, list and public figure goes through the whole product. `MIA_INTERLEAVED` sets the number of requests
(2 000 unless told; the note of a release says what was run before it).
"""

import os
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask import Flask

from core.db import new_id
from core.participants import listing
from core.participants.models import Person
from tenants import provisioning, roles
from tenants.models import Tenant
from tests import house as houses
from tests.browsing import Browser
from tests.house import OWN, House

REQUESTS = int(os.environ.get("MIA_INTERLEAVED", "2000"))
THREADS = 8
EXTRA = ("varna", "sodertalje", "sundbyberg", "suvs", "ostra-sodertorn", "stockholms-stad")
PEOPLE = 12
ABORTED = 0.1


class BrokenOff(RuntimeError):
    """As when a client goes away in the middle of a request."""


@dataclass(slots=True)
class Tally:
    """What the threads saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    foreign: list[str] = field(default_factory=list)
    broken_off: int = 0
    own_pages: int = 0
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def eight(app: Flask, two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Six tenants more for this test, each with people whose names tell where they belong."""
    for slug in EXTRA:
        name = f"Samordningsförbundet {slug}"
        houses.TENANTS[slug] = (name, "vik", "P", [("0180", "Stockholm")])
        new = provisioning.NewTenant(slug, name, [("0180", "Stockholm")])
        two_tenants.schemas[slug] = provisioning.add_tenant(two_tenants.operator, two_tenants.settings, new)
    with two_tenants.operator.connect() as connection:
        two_tenants.tenant_ids = dict(connection.execute(sa.select(Tenant.slug, Tenant.id)).all())
    houses.furnish(two_tenants)
    app.registry.forget()  # type: ignore[attr-defined]
    for slug in houses.TENANTS:
        _people(two_tenants, slug)
    yield list(houses.TENANTS)
    for slug in EXTRA:
        del houses.TENANTS[slug]
        _remove(two_tenants, slug)
    app.registry.forget()  # type: ignore[attr-defined]


def mark_of(slug: str) -> str:
    """What every name of a tenant begins with; long enough that no random token holds it."""
    return f"Kanarie-{slug.replace('-', '')}-"


def _people(house: House, slug: str) -> None:
    schema = house.schemas[slug]
    mark = mark_of(slug)
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {schema}, ext")
        people = [
            {
                "id": new_id(),
                "given_name": f"{mark}{number}",
                "family_name": "Provsson",
                "sex": "woman",
                "identity_kind": "temporary",
            }
            for number in range(PEOPLE)
        ]
        connection.execute(sa.insert(Person), people)
        connection.execute(
            sa.text(
                "INSERT INTO participation"
                " (id, subproject_id, person_id, number, sex, grade, controller_id, key_worker_id, started_on)"
                " SELECT gen_random_uuid(), :subproject, id, given_name, 'woman', 'personal', :owner, :worker, '2022-03-01'"
                " FROM person"
            ),
            {
                "subproject": house.subprojects[slug],
                "owner": house.authorities[slug, OWN],
                "worker": house.accounts[f"case_worker@{slug}.example"],
            },
        )


def _remove(house: House, slug: str) -> None:
    schema = house.schemas.pop(slug)
    tenant_id = house.tenant_ids.pop(slug)
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        for table in ("session", "membership", "project_tenant", "tenant_municipality", "security_event"):
            connection.execute(sa.text(f"DELETE FROM platform.{table} WHERE tenant_id = :id"), {"id": tenant_id})
        connection.execute(sa.text("DELETE FROM platform.tenant WHERE id = :id"), {"id": tenant_id})
        for part in ("owner", *roles.TENANT_LOGINS):
            connection.exec_driver_sql(f"DROP OWNED BY {roles.tenant_role(schema, part)}")


def test_nobody_ever_sees_a_foreign_row(app: Flask, eight: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    tally, lock = Tally(), threading.Lock()
    cookies = {slug: _cookie_of_staff(app, slug) for slug in eight}
    _break_off_some(monkeypatch)
    app.testing = False  # an error becomes the page a person would see, as in production
    threads = [threading.Thread(target=_walk, args=(app, cookies, number, tally, lock)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    app.testing = True
    assert tally.errors == []
    assert tally.foreign == []
    assert set(tally.statuses) <= {200, 302, 303, 500}, tally.statuses
    assert sum(tally.statuses.values()) >= REQUESTS - THREADS
    assert tally.own_pages > REQUESTS // 4, "the pages did show people"
    assert tally.statuses[500] > REQUESTS * ABORTED / 10, "some requests were broken off"
    assert app.extensions["mia.engines"].store.open_connections <= app.settings.connection_budget  # type: ignore[attr-defined]


def _break_off_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tenth list breaks off after its rows were read and before the page was made."""
    dice = random.Random(20170401)
    for name in ("list_participations",):
        whole = getattr(listing, name)

        def broken(*args: object, _whole: object = whole, **options: object) -> object:
            found = _whole(*args, **options)  # type: ignore[operator]
            if dice.random() < ABORTED:
                raise BrokenOff
            return found

        monkeypatch.setattr(listing, name, broken)


def _cookie_of_staff(app: Flask, slug: str) -> tuple[str, str]:
    return Browser(app.test_client(), slug).sign_in(f"case_worker@{slug}.example").cookie()


def _walk(app: Flask, cookies: dict[str, tuple[str, str]], number: int, tally: Tally, lock: threading.Lock) -> None:
    dice = random.Random(number)
    try:
        staff = {slug: Browser(app.test_client(), slug) for slug in cookies}
        for slug, browser in staff.items():
            browser.client.set_cookie(*cookies[slug], domain=browser.host)
        for _ in range(REQUESTS // THREADS):
            slug = dice.choice(list(cookies))
            path = dice.choice(["/participants", "/participants", "/participants", "/work", "/"])
            response = staff[slug].client.get(path, base_url=f"http://{slug}.localhost")
            seen = set(re.findall(r"\bKanarie-[a-z]+-", response.text))
            own = mark_of(slug)
            with lock:
                tally.statuses[response.status_code] += 1
                tally.own_pages += own in seen
                tally.foreign += [f"{slug}{path}: {name}" for name in seen - {own}]
    except BaseException as error:  # noqa: BLE001 - a thread's failure must fail the test
        with lock:
            tally.errors.append(repr(error))
