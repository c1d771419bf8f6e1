"""What leaves a tenant: every aggregate view, asked by the builder with conditions that would tell of hidden rows."""

import datetime as dt

import pytest
import sqlalchemy as sa

from core.db import new_id
from tenants import roles
from tests.house import OWN, House, environment_of
from tests.rules.test_sql_drill import DENIED, Drill

HIDDEN = dt.date(1999, 1, 4)
"""Only misregistered people stand in this year: no view says anything of it."""
PERSONAL_COLUMNS = {"person_id", "participation_id", "id", "given_name", "family_name", "birth_date", "number", "locked_by"}
LEAKY = (
    "1 / (extract(year FROM month)::integer - 1999) > -9",
    "(extract(year FROM month) || CASE WHEN extract(year FROM month) = 1999 THEN 'x' ELSE '' END)::integer > 0",
    "length(repeat('x', CASE WHEN extract(year FROM month) = 1999 THEN 2000000000 ELSE 1 END)) > 0",
)


@pytest.fixture
def drill(two_tenants: House) -> Drill:
    environment_of(two_tenants)
    schema = two_tenants.schemas["roslagen"]
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {schema}, ext")
        _register(connection, two_tenants, HIDDEN, "misregistered")
        _register(connection, two_tenants, dt.date(2021, 3, 4), "active")
    return Drill(two_tenants)


def _register(connection: sa.Connection, house: House, day: dt.date, state: str) -> None:
    """Somebody with an insats, attendance, a situation and a follow-up."""
    ids = {name: new_id() for name in ("participation", "period", "activity", "attendance", "situation", "follow_up")}
    owner = {
        "subproject": house.subprojects["roslagen"],
        "authority": house.authorities["roslagen", OWN],
        "insats": house.interventions["roslagen", "course"],
    }
    statements = (
        (
            "INSERT INTO participation (id, subproject_id, number, grade, sex, state, controller_id, started_on,"
            " first_activity_on)"
            " VALUES (:participation, :subproject, :number, 'anonymous', 'woman', :state, :authority, :day, :day)"
        ),
        (
            "INSERT INTO intervention_period (id, participation_id, intervention_id, starts_on)"
            " VALUES (:period, :participation, :insats, :day)"
        ),
        (
            "INSERT INTO situation (id, participation_id, moment, observed_on, main_activity)"
            " VALUES (:situation, :participation, 'before', :day, 'other')"
        ),
        (
            "INSERT INTO activity (id, subproject_id, owner_id, name, on_date, begins_at, ends_at, created_by)"
            " VALUES (:activity, :subproject, :authority, 'Kurs', :day, '09:00', '12:00', :authority)"
        ),
        (
            "INSERT INTO attendance (id, activity_id, on_date, participation_id, planned_minutes)"
            " VALUES (:attendance, :activity, :day, :participation, 60)"
        ),
        "INSERT INTO follow_up (id, participation_id, months, due_on) VALUES (:follow_up, :participation, 1, :day)",
    )
    for statement in statements:
        connection.execute(sa.text(statement), {**ids, **owner, "day": day, "state": state, "number": f"V-{day.year}"})


def _views(house: House) -> list[str]:
    found = sa.text("SELECT viewname FROM pg_views WHERE schemaname = :schema AND viewname LIKE 'agg!_%' ESCAPE '!' ORDER BY 1")
    with house.operator.connect() as connection:
        return list(connection.scalars(found, {"schema": house.schemas["roslagen"]}))


def _columns(house: House, view: str) -> set[str]:
    found = sa.text("SELECT attname FROM pg_attribute WHERE attrelid = cast(:view AS regclass) AND attnum > 0")
    with house.operator.connect() as connection:
        return set(connection.scalars(found, {"view": f"{house.schemas['roslagen']}.{view}"}))


def _count(drill: Drill, view: str, condition: str) -> int:
    with drill.connect(roles.ROLLUP_BUILDER) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {drill.own}.{view} WHERE {condition}")
        return int((cursor.fetchone() or (0,))[0])


def test_conditions_that_would_break_on_a_hidden_row_find_none(drill: Drill, two_tenants: House) -> None:
    views = [view for view in _views(two_tenants) if "month" in _columns(two_tenants, view)]
    assert len(views) >= 8
    for view in views:
        for condition in LEAKY:
            assert _count(drill, view, condition) == _count(drill, view, "true"), (view, condition)


def test_the_same_conditions_do_break_where_such_a_row_is_shown(drill: Drill, two_tenants: House) -> None:
    """Else they would prove nothing."""
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {drill.own}.participation SET state = 'active'")
    for condition in LEAKY:
        statement = f"SELECT count(*) FROM {{own}}.agg_people WHERE {condition}"
        assert drill.run(roles.ROLLUP_BUILDER, statement) is not None, condition


def test_every_view_is_a_barrier_and_names_nobody(two_tenants: House) -> None:
    for view in _views(two_tenants):
        assert not _columns(two_tenants, view) & PERSONAL_COLUMNS, view
        options = sa.text("SELECT reloptions::text FROM pg_class WHERE oid = cast(:view AS regclass)")
        with two_tenants.operator.connect() as connection:
            assert "security_barrier=true" in connection.scalar(options, {"view": f"{two_tenants.schemas['roslagen']}.{view}"})


def test_the_rollups_roles_read_no_table_of_a_tenant_but_the_marks(drill: Drill, two_tenants: House) -> None:
    tables = sa.text("SELECT relname, relkind::text FROM pg_class WHERE relnamespace = cast(:schema AS regnamespace)")
    with two_tenants.operator.connect() as connection:
        found = connection.execute(tables, {"schema": drill.own}).all()
    names = [name for name, kind in found if kind in ("r", "v")]
    assert len(names) > 50
    for name in names:
        open_to_builder = name == "dirty_mark" or name.startswith("agg_")
        expected = {roles.ROLLUP_BUILDER: None if open_to_builder else DENIED, roles.ROLLUP_READER: DENIED}
        for role, state in expected.items():
            assert drill.run(role, f"SELECT * FROM {{own}}.{name} LIMIT 1") == state, (role, name)
