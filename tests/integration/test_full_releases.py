"""A full release, from registrations to what a page reads: rounded, additive, audited, stored once."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from core.db import engine_for, new_id, session
from core.disclosure.audit import Audit
from core.disclosure.policy import Policy
from core.disclosure.publishing import Refused
from core.rollup import asking, building, services
from core.rollup.asked import ASKED
from core.rollup.building import build, digest_of
from core.rollup.errors import ReleaseAsked
from core.rollup.models import month_status_built
from core.rollup.queries import find_headline, latest_release
from core.rollup.reading import TablesRead, find_attempt, latest_tables, list_attempts, list_audits, list_months
from core.rollup.terms import BuildState
from tests.conftest import InTenant
from tests.crowd import Place, gather
from tests.house import OWN, PROJECT, House
from tests.rules.test_sql_drill import DENIED, Drill

MONTH = dt.date(2022, 8, 1)
Making = Callable[..., BuildState]


@pytest.fixture
def counted(app: Flask, in_tenant: InTenant, two_tenants: House) -> House:
    """Seventy people at Roslagen, forty at HBS, referred, in the views and in the facts."""
    for slug, people in (("roslagen", 70), ("hbs", 40)):
        _gather(two_tenants, slug, people)
        with in_tenant(slug):
            services.recount_all()
    return two_tenants


def _gather(house: House, slug: str, people: int) -> None:
    place = Place(
        house.schemas[slug],
        house.subprojects[slug],
        house.authorities[slug, OWN],
        house.accounts[f"case_worker@{slug}.example"],
        "0160" if slug == "roslagen" else "0126",
    )
    with house.operator.begin() as connection:
        gather(connection, place, people, referred=True)


SOME = [one for one in ASKED if one.name in ("started_age", "started_age_sex", "insats", "referred")]


@pytest.fixture
def make(app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Making:
    """Make a full release on the county's side; of some of its tables, if nobody says `all_tables`."""
    from tenants.scope import scopes_of

    if "all_tables" not in request.fixturenames:
        monkeypatch.setattr(building, "ASKED", SOME)

    def run(build_id: uuid.UUID | None = None, cancelled: Callable[[], bool] = lambda: False) -> BuildState:
        with scopes_of(app).county(kind="job"):
            return build(build_id=build_id or new_id(), project_key=PROJECT, month=MONTH, cancelled=cancelled, policy=Policy())

    return run


@pytest.fixture
def all_tables() -> None:
    """For one test; it takes seconds."""


def _read(app: Flask) -> TablesRead:
    from tenants.scope import scopes_of

    with scopes_of(app).county():
        found = latest_tables(PROJECT)
    assert found is not None
    return found


def _true(house: House, measure_cube: str) -> int:
    with house.operator.connect() as connection:
        return int(connection.scalar(sa.text(f"SELECT sum(count) FROM rollup.cube_fact WHERE cube = '{measure_cube}'")) or 0)


@pytest.mark.usefixtures("all_tables")
def test_every_number_is_rounded_adds_up_and_lies_near_the_truth(app: Flask, counted: House, make: Making) -> None:
    build_id = new_id()
    assert make(build_id) is BuildState.PUBLISHED
    read = _read(app)
    assert read.cells
    assert all(value % 5 == 0 for value in read.cells.values())
    own = [str(counted.tenant_ids[slug]) for slug in ("roslagen", "hbs")]
    assert abs((read.value("started", tenant=own[0]) or 0) - 70) < 5
    assert read.value("started") == sum(read.value("started", tenant=one) or 0 for one in own)
    ages = [value for at, value in read.rows("started_age") if set(at) == {"tenant", "age"} and at["tenant"] == own[0]]
    assert sum(ages) == read.value("started", tenant=own[0])
    assert abs((read.value("referred") or 0) - _true(counted, "referred")) < 5
    assert read.digest == digest_of(read.cells)
    from tenants.scope import scopes_of

    with scopes_of(app).county():
        attempt = find_attempt(build_id)
        audits = list_audits(build_id)
    assert attempt is not None
    assert (attempt.state, attempt.percent) == (BuildState.PUBLISHED, 100)
    assert [audit.found for audit in audits] == [0, 0]


def test_a_full_release_has_the_outcomes_and_its_number_with_the_others(app: Flask, counted: House, make: Making) -> None:
    make()
    make()
    with app.app_context():
        from tenants.scope import scopes_of

        with scopes_of(app).county():
            release = latest_release(PROJECT)
            tables = latest_tables(PROJECT)
            assert len(list_attempts(PROJECT)) == 2
    assert release is not None
    assert tables is not None
    assert (release.number, release.provisional) == (2, False)
    assert tables.number == 2
    assert release.cells


def test_a_second_release_of_the_same_counts_says_the_same(app: Flask, counted: House, make: Making) -> None:
    make()
    first = _read(app)
    make()
    second = _read(app)
    assert second.cells == first.cells
    assert second.digest == first.digest
    assert second.kept == {str(one) for one in counted.tenant_ids.values()} | {"apart"}


def test_one_more_person_changes_no_number(app: Flask, in_tenant: InTenant, counted: House, make: Making) -> None:
    make()
    first = _read(app)
    _gather(counted, "roslagen", 1)
    with in_tenant("roslagen"):
        services.recount_all()
    make()
    assert _read(app).cells == first.cells


def test_headlines_by_month_add_up_to_the_headline(app: Flask, counted: House) -> None:
    from tenants.scope import scopes_of

    tenant = counted.tenant_ids["roslagen"]
    with scopes_of(app).county():
        months = list_months(PROJECT)
        headline = find_headline(tenant, PROJECT)
    assert headline is not None
    own = [flow for (of, _), flow in months.items() if of == tenant]
    assert sum(flow.started for flow in own) == headline.started == 70
    assert sum(flow.ended for flow in own) == headline.ended


def test_a_cancelled_attempt_leaves_nothing(app: Flask, counted: House, make: Making) -> None:
    build_id = new_id()
    assert make(build_id, lambda: True) is BuildState.CANCELLED
    from tenants.scope import scopes_of

    with scopes_of(app).county():
        assert latest_tables(PROJECT) is None
        assert latest_release(PROJECT) is None
    assert make(build_id) is BuildState.CANCELLED, "what has ended stays as it ended"


def test_where_the_attacker_finds_something_in_every_shape_the_last_release_stays(
    app: Flask, counted: House, make: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    first = _read(app)
    found = Audit(3, 9, 1, 1, 0, 0, 4, 0.1, ())
    monkeypatch.setattr(building, "publish", lambda *_args, **_named: Refused(found, ()))
    build_id = new_id()
    assert make(build_id) is BuildState.REFUSED
    assert _read(app) == first
    from tenants.scope import scopes_of

    with scopes_of(app).county():
        attempt = find_attempt(build_id)
        assert [audit.found for audit in list_audits(build_id)] == [1, 0]
    assert attempt is not None
    assert (attempt.state, attempt.reason) == (BuildState.REFUSED, "attacker")


def test_an_attempt_that_broke_off_goes_on_and_another_waits_its_turn(app: Flask, counted: House, make: Making) -> None:
    build_id = new_id()
    with counted.operator.begin() as connection:
        begun = sa.text("INSERT INTO rollup.build (id, project_key, month, asked_at) VALUES (:id, :project, :month, now())")
        connection.execute(begun, {"id": build_id, "project": PROJECT, "month": MONTH})
    assert make() is BuildState.REFUSED
    assert make(build_id) is BuildState.PUBLISHED


def test_without_anybody_there_is_no_release_and_it_says_so(app: Flask, two_tenants: House, make: Making) -> None:
    assert make() is BuildState.REFUSED


def test_nobody_changes_what_was_released(app: Flask, counted: House, make: Making) -> None:
    make()
    drill = Drill(counted)
    tables = ("release", "release_cell", "release_record", "release_table_cell", "release_edition", "release_audit")
    for table in tables:
        for statement in (f"UPDATE rollup.{table} SET {_a_column(table)} = {_a_column(table)}", f"DELETE FROM rollup.{table}"):
            assert drill.run("rollup_builder", statement) == DENIED, statement
            assert drill.run("rollup_reader", statement) == DENIED, statement
            with counted.operator.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
                connection.exec_driver_sql(statement)
    with counted.operator.connect() as connection, pytest.raises(DBAPIError, match="has ended"):
        connection.exec_driver_sql("UPDATE rollup.build SET state = 'building'")


def _a_column(table: str) -> str:
    return {"release": "number", "release_audit": "found", "release_edition": "edition", "release_record": "digest"}.get(
        table, "value"
    )


def test_a_release_is_due_when_all_have_locked_a_month_and_may_be_asked_for_once_a_day(
    app: Flask, counted: House, make: Making
) -> None:
    from tenants.scope import scopes_of

    with scopes_of(app).county(kind="job"):
        assert asking.due_releases() == {}
        _lock(counted, "roslagen")
        assert asking.due_releases() == {}, "one delprojekt has not locked it"
        _lock(counted, "hbs")
        assert asking.due_releases() == {PROJECT: MONTH}
        assert asking.may_ask(PROJECT)
        assert asking.enqueue_due() == [PROJECT]
        session.flush()
        assert asking.enqueue_due() == [], "it waits to be made"
        with pytest.raises(ReleaseAsked):
            asking.ask_for_release(PROJECT)
        session.rollback()
        build_id = asking.ask_for_release(PROJECT)
        session.commit()
        assert not asking.is_cancelled(build_id)
        asking.cancel_release(build_id)
        session.commit()
        assert asking.is_cancelled(build_id)
        make()
        assert asking.due_releases() == {}
        assert not asking.may_ask(PROJECT)


def _lock(house: House, slug: str) -> None:
    values = {"tenant_id": house.tenant_ids[slug], "project_key": PROJECT, "month": MONTH, "comment": ""}
    with house.operator.begin() as connection:
        connection.execute(sa.insert(month_status_built).values(**values, locked_at=sa.func.now()))


def test_a_tenant_that_joins_is_told_from_the_next_release(
    app: Flask, in_tenant: InTenant, two_tenants: House, make: Making
) -> None:
    _gather(two_tenants, "roslagen", 70)
    with in_tenant("roslagen"):
        services.recount_all()
    assert make() is BuildState.PUBLISHED
    assert _read(app).value("started", tenant=str(two_tenants.tenant_ids["hbs"])) is None
    _gather(two_tenants, "hbs", 40)
    with in_tenant("hbs"):
        services.recount_all()
    assert make() is BuildState.PUBLISHED
    assert _read(app).value("started", tenant=str(two_tenants.tenant_ids["hbs"])) in (40, None)


def test_the_builder_is_the_workers(app: Flask, counted: House) -> None:
    """The reader's role, which the web process holds, cannot write what it reads."""
    with app.app_context():
        from tenants.scope import scopes_of

        with scopes_of(app).county(), pytest.raises(DBAPIError), engine_for("rollup").begin() as connection:
            connection.exec_driver_sql("INSERT INTO rollup.release_table_cell VALUES (gen_random_uuid(), 'started', 5)")
