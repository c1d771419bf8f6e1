"""Delprojekt that leave, that have nobody, or whose schema waits for a migration: the others' release goes on."""

import pytest
import sqlalchemy as sa
from flask import Flask

from core.rollup import services
from core.rollup.reading import TablesRead, latest_tables, list_count_states
from tests.conftest import InTenant
from tests.crowd import Place, gather
from tests.house import OWN, PROJECT, House
from tests.integration.made_releases import count, county, release


def _read(app: Flask) -> TablesRead:
    with county(app):
        found = latest_tables(PROJECT)
    assert found is not None
    return found


def test_a_tenant_that_leaves_is_told_no_more_and_what_was_released_stays(
    app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(two_tenants, in_tenant)
    release(app, monkeypatch, files=False)
    before = _read(app)
    left = str(two_tenants.tenant_ids["hbs"])
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("DELETE FROM rollup.headline WHERE tenant_id = cast(:left AS uuid)"), {"left": left})
    release(app, monkeypatch, files=False)
    after = _read(app)
    assert after.number == before.number + 1
    assert not any(left in code for code in after.cells)
    assert abs((after.value("started") or 0) - 70) < 5
    assert any(left in code for code in before.cells)


def test_one_without_anybody_and_one_a_revision_behind_stop_nobody(
    app: Flask, in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _gather(two_tenants, 70)
    _recount(in_tenant)
    release(app, monkeypatch, files=False)
    assert abs((_read(app).value("started") or 0) - 70) < 5
    schema = two_tenants.schemas["hbs"]
    _gather(two_tenants, 30)
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"ALTER VIEW {schema}.agg_people RENAME TO not_yet")
    try:
        _recount(in_tenant)
        release(app, monkeypatch, files=False)
        assert abs((_read(app).value("started") or 0) - 100) < 5
        with county(app):
            states = list_count_states(list(two_tenants.tenant_ids.values()))
            assert list_count_states([]) == {}
        behind = {slug: states[two_tenants.tenant_ids[slug]].behind for slug in ("roslagen", "hbs")}
        assert behind == {"roslagen": False, "hbs": True}
    finally:
        with two_tenants.operator.begin() as connection:
            connection.exec_driver_sql(f"ALTER VIEW {schema}.not_yet RENAME TO agg_people")


def _gather(house: House, people: int) -> None:
    own, worker = house.authorities["roslagen", OWN], house.accounts["case_worker@roslagen.example"]
    place = Place(house.schemas["roslagen"], house.subprojects["roslagen"], own, worker, "0160")
    with house.operator.begin() as connection:
        gather(connection, place, people, referred=True)


def _recount(in_tenant: InTenant) -> None:
    for slug in ("roslagen", "hbs"):
        with in_tenant(slug):
            services.recount_all()
