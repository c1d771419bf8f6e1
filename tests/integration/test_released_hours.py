"""Hours in a release: of months that at least five stand behind, none of whom the sum tells about; once told, they stand."""

import datetime as dt
import uuid
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from flask import Flask

from core.db import engine_for, new_id
from core.rollup import releases, services
from core.rollup.hours import hour_cells
from core.rollup.models import COUNTY
from core.rollup.queries import Cell, latest_release
from core.rollup.terms import Figure
from tenants.scope import scopes_of
from tests.conftest import InTenant
from tests.crowd import Place, gather
from tests.house import OWN, PROJECT, House

MARCH, APRIL, MAY, JUNE = (dt.date(2021, month, 1) for month in (3, 4, 5, 6))


@pytest.fixture
def attended(app: Flask, in_tenant: InTenant, two_tenants: House) -> House:
    """March: six of an hour each. April: four. May: one has nearly everything. June, like March, stays open."""
    schema = two_tenants.schemas["roslagen"]
    place = Place(
        schema,
        two_tenants.subprojects["roslagen"],
        two_tenants.authorities["roslagen", OWN],
        two_tenants.accounts["case_worker@roslagen.example"],
        "0160",
    )
    with two_tenants.operator.begin() as connection:
        gather(connection, place, 8)
        for month, minutes in {MARCH: [60] * 6, APRIL: [60] * 4, MAY: [1000, *[20] * 5], JUNE: [90] * 6}.items():
            _attend(connection, place, month, minutes)
        _lock(connection, place, MARCH, APRIL, MAY)
    return two_tenants


def _attend(connection: sa.Connection, place: Place, month: dt.date, minutes: Sequence[int]) -> None:
    people = connection.scalars(sa.text("SELECT id FROM participation ORDER BY number LIMIT :many"), {"many": len(minutes)}).all()
    activity = {"id": new_id(), "own": place.subproject_id, "owner": place.authority_id, "day": month}
    connection.execute(
        sa.text(
            "INSERT INTO activity (id, subproject_id, owner_id, name, on_date, begins_at, ends_at, created_by)"
            " VALUES (:id, :own, :owner, 'Kurs', :day, '06:00', '23:00', :owner)"
        ),
        activity,
    )
    rows = [{"id": new_id(), "activity": activity["id"], "day": month, "who": who, "so_long": 0} for who in people]
    for row, so_long in zip(rows, minutes, strict=True):
        row["so_long"] = so_long
    connection.execute(
        sa.text(
            "INSERT INTO attendance (id, activity_id, on_date, participation_id, planned_minutes, state, attended_minutes)"
            " VALUES (:id, :activity, :day, :who, :so_long, 'present', :so_long)"
        ),
        rows,
    )


def _lock(connection: sa.Connection, place: Place, *months: dt.date) -> None:
    rows = [{"own": place.subproject_id, "month": month, "by": place.worker_id} for month in months]
    statement = "INSERT INTO month_lock (subproject_id, month, locked_by) VALUES (:own, :month, :by)"
    connection.execute(sa.text(statement), rows)


def _released(app: Flask, in_tenant: InTenant, house: House) -> tuple[Cell, Cell, Cell]:
    """Hours of Roslagen, its months, and the county's hours, in a new release."""
    for slug in ("roslagen", "hbs"):
        with in_tenant(slug):
            services.recount_all()
    with scopes_of(app).county(kind="job"), engine_for("rollup_builder").begin() as connection:
        releases.make_release(connection, PROJECT, provisional=False)
    with scopes_of(app).county():
        release = latest_release(PROJECT)
    assert release is not None
    own = house.tenant_ids["roslagen"]
    found = (release.cell(own, Figure.HOURS), release.cell(own, Figure.HOURS_MONTHS), release.county(Figure.HOURS))
    others = release.cell(house.tenant_ids["hbs"], Figure.HOURS)
    first, second, third = found
    assert first
    assert second
    assert third
    assert others
    assert (others.value, others.suppressed) == (None, True)
    return first, second, third


def test_only_months_that_tell_of_nobody_are_summed_and_they_stand(app: Flask, in_tenant: InTenant, attended: House) -> None:
    hours, months, county = _released(app, in_tenant, attended)
    assert (hours.value, months.value, county.value) == (6, 1, 6)
    assert hours.counted_on == dt.date(2021, 3, 31)
    with attended.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {attended.schemas['roslagen']}, ext")
        connection.execute(sa.text("DELETE FROM month_lock WHERE month = :month"), {"month": MARCH})
        one = "SELECT id FROM attendance WHERE on_date = :month LIMIT 1"
        connection.execute(sa.text(f"UPDATE attendance SET attended_minutes = 240 WHERE id = ({one})"), {"month": MARCH})
        place = Place(
            "",
            attended.subprojects["roslagen"],
            attended.authorities["roslagen", OWN],
            attended.accounts["case_worker@roslagen.example"],
            "",
        )
        _lock(connection, place, MARCH, JUNE)
    hours, months, county = _released(app, in_tenant, attended)
    assert (hours.value, months.value, county.value) == (15, 2, 15), "the three hours of one person are not told by a difference"


def test_rows_add_up_to_the_county_and_nobody_is_hidden_behind_it() -> None:
    first, second, third = (uuid.UUID(int=number) for number in (1, 2, 3))
    made = hour_cells({first: {MARCH: 90}, second: {MARCH: 90, MAY: 29}, third: {}}, MAY)
    values = {(cell["tenant_id"], cell["figure"]): (cell["value"], cell["suppressed"]) for cell in made}
    assert values[first, "hours"] == (2, False)
    assert values[second, "hours"] == (2, False)
    assert values[third, "hours"] == (None, True)
    assert values[COUNTY, "hours"] == (4, False)
    assert (COUNTY, "hours_months") not in values
