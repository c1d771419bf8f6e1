"""The platform's page: how every place stands, and what was given up is tried again."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from core import jobs, scheduler
from core.oversight import PLATFORM
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House


@pytest.fixture
def admin(browser: OpenBrowser) -> Browser:
    return browser(None, "platform_admin")


def put_failed(house: House, slug: str | None, job: str, number: int = 1) -> None:
    schema = house.schemas[slug] if slug else "platform"
    with house.operator.begin() as connection:
        for _ in range(number):
            connection.execute(
                sa.text(
                    f"INSERT INTO {schema}.outbox (id, job, ids, attempts, failed_at, error)"
                    " VALUES (:id, :job, '{}', 5, now(), 'Boom')"
                ),
                {"id": uuid.uuid4(), "job": job},
            )


def failed(house: House, slug: str | None) -> int:
    schema = house.schemas[slug] if slug else "platform"
    with house.operator.connect() as connection:
        statement = sa.text(f"SELECT count(*) FROM {schema}.outbox WHERE failed_at IS NOT NULL")
        return int(connection.execute(statement).scalar_one())


def go_round(app: Flask) -> None:
    assert scheduler.run_round(uuid.uuid4().hex)
    with app.extensions["mia.engines"].of_role("platform_app", "platform,pg_temp").begin() as connection:
        connection.execute(sa.text("UPDATE platform.scheduler_state SET lease_until = NULL"))


def test_only_the_platforms_administrator_comes_in(browser: OpenBrowser) -> None:
    for role in ("programme_manager", "communicator"):
        assert browser(None, role).get("/platform").status_code == 404
    assert browser("roslagen", "tenant_admin").get("/platform").status_code == 404


def test_before_the_first_round_every_place_is_there_and_unseen(admin: Browser) -> None:
    page = admin.get("/platform").text
    assert page.count("inte sedd än") == 3
    assert 'data-tenant="roslagen"' in page
    assert 'data-tenant="hbs"' in page


def test_a_round_tells_how_every_place_stands(app: Flask, two_tenants: House, admin: Browser) -> None:
    put_failed(two_tenants, "hbs", "rollup.recount", 2)
    put_failed(two_tenants, None, "mail.send")
    go_round(app)
    page = admin.get("/platform").text
    assert "inte sedd än" not in page
    assert "Ligger efter" not in page
    assert "rollup.recount" in page
    assert "mail.send" in page
    assert "Boom" not in page, "no content"


def test_a_tenant_that_lags_is_named(app: Flask, two_tenants: House, admin: Browser) -> None:
    go_round(app)
    with two_tenants.operator.begin() as connection:
        connection.execute(
            sa.text("UPDATE platform.place_state SET revision = '0000' WHERE tenant_id = :id"),
            {"id": two_tenants.tenant_ids["hbs"]},
        )
    assert admin.get("/platform").text.count("Ligger efter") == 1


def test_old_sight_is_said_to_be_old(app: Flask, two_tenants: House, admin: Browser) -> None:
    go_round(app)
    assert "schemaläggaren igång" not in admin.get("/platform").text
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.place_state SET seen_at = now() - interval '1 hour'"))
    assert "schemaläggaren igång" in admin.get("/platform").text


def test_a_suspended_tenant_is_said_to_be(app: Flask, two_tenants: House, admin: Browser) -> None:
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.tenant SET status = 'suspended' WHERE slug = 'hbs'"))
    try:
        app.registry.forget()  # type: ignore[attr-defined]
        assert "Avstängd" in admin.get("/platform").text
    finally:
        with two_tenants.operator.begin() as connection:
            connection.execute(sa.text("UPDATE platform.tenant SET status = 'active' WHERE slug = 'hbs'"))
        app.registry.forget()  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", ["hbs", None])
def test_what_was_given_up_is_tried_again_there_and_nowhere_else(
    app: Flask, two_tenants: House, admin: Browser, slug: str | None
) -> None:
    for place in ("hbs", "roslagen", None):
        put_failed(two_tenants, place, "auth.sweep" if place is None else "rollup.recount")
    go_round(app)
    page = admin.get("/platform").text
    place_id = two_tenants.tenant_ids[slug] if slug else PLATFORM
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    kind = "auth.sweep" if slug is None else "rollup.recount"
    answer = admin.post("/platform/retries", {"csrf_token": token, "place": str(place_id), "kind": kind})
    assert answer.status_code == 303
    with two_tenants.operator.connect() as connection:
        rows = connection.execute(sa.text("SELECT id FROM platform.outbox WHERE job = 'jobs.retry'")).scalars().all()
    (row,) = rows
    assert jobs.run(None, str(row)) == jobs.Outcome.DONE
    assert {place: failed(two_tenants, place) for place in ("hbs", "roslagen", None)} == {
        place: int(place != slug) for place in ("hbs", "roslagen", None)
    }
    go_round(app)
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas[slug] if slug else "platform"
        statement = sa.text(f"SELECT bool_and(attempts < 5) FROM {schema}.outbox WHERE job = :kind")
        assert connection.execute(statement, {"kind": kind}).scalar_one()


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "os.system"}, {"kind": ""}, {"place": "x"}, {"place": ""}, {"place": str(uuid.UUID(int=7))}],
)
def test_a_place_or_a_kind_that_is_not_there_is_not_found(two_tenants: House, admin: Browser, wrong: dict[str, str]) -> None:
    put_failed(two_tenants, "hbs", "rollup.recount")
    page = admin.get("/profile").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "place": str(two_tenants.tenant_ids["hbs"]), "kind": "rollup.recount"} | wrong
    assert admin.post("/platform/retries", data).status_code == 404
    assert failed(two_tenants, "hbs") == 1


def test_the_page_never_opens_a_tenant(app: Flask, two_tenants: House, admin: Browser) -> None:
    """So it asks as often for eight hundred tenants as for two."""
    go_round(app)
    seen: list[str] = []

    def note(connection: sa.Connection, _cursor: object, _statement: str, *_: object) -> None:
        seen.append(connection.connection.driver_connection.role)  # type: ignore[union-attr]  # the store's own kind

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert admin.get("/platform").status_code == 200
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    assert set(seen) == {"platform_app", "rollup_reader"}
    assert len(seen) <= 4


def test_instants_are_shown_in_stockholms_time(app: Flask, two_tenants: House, admin: Browser) -> None:
    go_round(app)
    with two_tenants.operator.begin() as connection:
        at = dt.datetime(2022, 9, 15, 10, 0, tzinfo=dt.UTC)
        connection.execute(sa.text("UPDATE platform.place_state SET seen_at = :at"), {"at": at})
    assert "15 september 2022 12.00" in admin.get("/platform").text
