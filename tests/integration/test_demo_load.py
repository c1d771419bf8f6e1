"""`demo-data load` on a database of its own, by the command that `./mia demo` runs, then counted by the product's own views."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from core.facts import demo_distributions
from tenants.engines import operator_engine
from tests import house, servers
from tests.emptying import KEPT_TABLES

ROOT = Path(__file__).resolve().parents[2]
GIVEN = demo_distributions()
MAKE_A_RELEASE = """
import datetime as dt
from core.disclosure.policy import Policy
from core.ids import new_id
from core.rollup.building import build
from tenants.scope import scopes_of
from wsgi import create_app
with scopes_of(create_app()).county(kind="job"):
    state = build(
        build_id=new_id(), project_key="mia-vidare", month=dt.date(2022, 8, 1), cancelled=lambda: False, policy=Policy()
    )
assert state == "published", state
"""
TENANTS_MARKED = sa.text("SELECT count(*) FROM platform.project_tenant WHERE project_key = 'mia-vidare'")


@pytest.fixture(scope="module")
def demo() -> Iterator["Demo"]:
    """The eight förbund with everybody in them."""
    server = servers.postgres_server()
    with servers.fresh_database(server) as url:
        loaded = Demo(url, server.address.replace("/mia?", f"/{make_url(url).database}?"))
        loaded.told = loaded.set_up()
        yield loaded
        loaded.operator.dispose()


class Demo:
    """A database and the command that fills it."""

    def __init__(self, url: str, address: str) -> None:
        self.operator = operator_engine(url)
        self.told = ""
        self._environment = os.environ | {
            "MIA_ENV": "demo",
            "MIA_SECRET_KEY": house.SECRET_KEY,
            "MIA_WORKER_KEY": house.WORKER_KEY,
            "MIA_PUBLIC_SCHEME": "http",
            "MIA_TODAY": GIVEN["as_of"],
            "DATABASE_URL": url,
            "MIA_DATABASE_ADDRESS": address,
            "REDIS_URL": servers.valkey_server().url,
        }

    def set_up(self) -> str:
        with servers.one_at_a_time("house"):  # it migrates, and roles belong to the server, which xdist's workers share
            return self._run("-m", "deploy.local.demo_set_up")

    def make_a_release(self) -> None:
        """As the worker does it; once."""
        if not self.scalar("SELECT count(*) FROM rollup.release_record"):
            self._run("-c", MAKE_A_RELEASE)

    def _run(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603 - commands of this file
            [sys.executable, *command], cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def people(self, schema: str) -> list[Any]:
        """Everybody with a name who has started, once, as they were first registered."""
        rows = sa.text(
            "SELECT participation.person_id, participation.municipality_code, referring_party, first_activity_on"
            f" FROM {schema}.participation"
            f" JOIN {schema}.subproject ON subproject.id = participation.subproject_id AND project_key = 'mia-vidare'"
            f" LEFT JOIN {schema}.referral ON referral.id = referral_id"
            " WHERE participation.state <> 'misregistered' AND participation.person_id IS NOT NULL"
            " ORDER BY started_on DESC, participation.id DESC"
        )
        with self.operator.connect() as connection:
            listed = connection.execute(rows).all()
        begun = {row.person_id for row in listed if row.first_activity_on}
        return [row for row in {row.person_id: row for row in listed}.values() if row.person_id in begun]

    def scalar(self, statement: str, **values: Any) -> Any:
        with self.operator.connect() as connection:
            return connection.scalar(sa.text(statement), values)

    def schemas(self) -> dict[str, str]:
        with self.operator.connect() as connection:
            found = connection.execute(sa.text("SELECT slug, schema_name FROM platform.tenant"))
            return {row.slug: row.schema_name for row in found}

    def figures(self, schema: str) -> dict[str, int]:
        """Sums of the tenant's aggregate view, with the women who started apart."""
        statement = sa.text(
            f"SELECT figure, sum(count)::int AS number FROM {schema}.agg_month GROUP BY figure UNION ALL "
            f"SELECT 'women', sum(count)::int FROM {schema}.agg_month WHERE figure = 'started' AND sex = 'woman' UNION ALL "
            f"SELECT figure, sum(count)::int FROM {schema}.agg_stock GROUP BY figure"
        )
        with self.operator.connect() as connection:
            return {row.figure: row.number for row in connection.execute(statement)}


def test_the_views_count_what_was_published(demo: Demo) -> None:
    schemas = demo.schemas()
    found = {slug: demo.figures(schemas[slug]) for slug in GIVEN["order"]}
    for name, published in (
        ("started", "started"),
        ("women", "women"),
        ("ended", "ended"),
        ("paused", "paused_of_active"),
        ("work_or_studies", "work_or_studies"),
        ("regular_measures", "regular_measures"),
    ):
        assert [found[slug][name] for slug in GIVEN["order"]] == GIVEN[published], name
    assert found["roslagen"]["started"] == 301


def test_headlines_and_a_release_stand_before_anything_is_served(demo: Demo) -> None:
    headline = "SELECT sum({0}) FROM rollup.headline WHERE project_key = 'mia-vidare'"
    expected = GIVEN["sum"]
    assert demo.scalar(headline.format("started")) == expected["started"]
    assert demo.scalar(headline.format("ended")) == expected["ended"]
    assert demo.scalar(headline.format("active")) == expected["active"]
    county = (
        "SELECT value FROM rollup.release_cell JOIN rollup.release ON release.id = release_id "
        "WHERE project_key = 'mia-vidare' AND tenant_id = '00000000-0000-0000-0000-000000000000' AND figure = :figure"
    )
    assert demo.scalar(county, figure="work_or_studies") == expected["work_or_studies"]
    assert demo.scalar(county, figure="regular_measures") == expected["regular_measures"]


def crossed(demo: Demo, cube: str) -> dict[tuple[str, str], int]:
    """Sums of the county by key and sex."""
    statement = (
        "SELECT key, sex, sum(count)::int AS number FROM rollup.cube_fact"
        " WHERE project_key = 'mia-vidare' AND cube = :cube GROUP BY 1, 2"
    )
    with demo.operator.connect() as connection:
        return {(row.key, row.sex): row.number for row in connection.execute(sa.text(statement), {"cube": cube})}


def test_crossed_facts_add_up_to_what_was_published(demo: Demo) -> None:
    for cube in ("age", "municipality", "party", "support", "activity", "wait"):
        found = crossed(demo, f"started_{cube}")
        assert sum(found.values()) == GIVEN["sum"]["started"], cube
        assert sum(number for (_, sex), number in found.items() if sex == "woman") == GIVEN["sum"]["women"], cube
    goals = crossed(demo, "ended_goal")
    for sex, told in (("woman", "women"), ("man", "men")):
        of_sex = {key: number for (key, of), number in goals.items() if of == sex}
        assert sum(of_sex.values()) == GIVEN["ended_by_sex"][told]["ended"]
        assert of_sex["work_or_studies"] == GIVEN["ended_by_sex"][told]["work_or_studies"]
        assert of_sex["regular_measures"] == GIVEN["ended_by_sex"][told]["regular"]
    for cube in ("support", "activity", "length"):
        assert sum(crossed(demo, f"ended_{cube}").values()) == GIVEN["sum"]["ended"], cube
    assert sum(crossed(demo, "active_since").values()) == GIVEN["sum"]["active"]
    assert sum(crossed(demo, "paused").values()) == sum(GIVEN["paused_of_active"])
    assert sum(crossed(demo, "volume").values()) == GIVEN["registration"]["volume_apart"]


def test_a_full_release_of_the_demo_lies_within_the_rounding(demo: Demo) -> None:
    """Every cell beside the people themselves, counted without the views and without what made the release."""
    demo.make_a_release()
    with demo.operator.connect() as connection:
        told = sa.text("SELECT code, value FROM rollup.release_table_cell")
        cells: dict[str, int] = dict(connection.execute(told).all())
        months = connection.execute(sa.text("SELECT sum(started), sum(ended) FROM rollup.headline_month")).one()
        tenants: dict[str, str] = dict(connection.execute(sa.text("SELECT slug, id::text FROM platform.tenant")).all())
        roslagen = sa.text("SELECT sum(started) FROM rollup.headline_month WHERE tenant_id = cast(:id AS uuid)")
        assert connection.scalar(roslagen, {"id": tenants["roslagen"]}) == 301
    assert months[0] >= GIVEN["sum"]["started"]
    assert len(cells) > 1000
    assert all(value % 5 == 0 for value in cells.values())
    assert abs(cells["started"] - GIVEN["sum"]["started"]) < 5
    assert abs(cells["ended"] - GIVEN["sum"]["ended"]) < 5
    for slug, schema in demo.schemas().items():
        people = demo.people(schema)
        row = tenants[slug]
        assert abs(cells[f"started|tenant={row}"] - len(people)) < 5, slug
        for dimension, found in (
            ("municipality", Counter(one.municipality_code for one in people)),
            ("party", Counter(one.referring_party for one in people)),
        ):
            for category, number in found.items():
                assert abs(cells[f"started|{dimension}={category}|tenant={row}"] - number) < 5, (slug, category)


HOURS_BY_HAND = """
SELECT month, array_agg(minutes ORDER BY minutes DESC) AS of_each
FROM (SELECT date_trunc('month', attendance.on_date::timestamp)::date AS month,
             coalesce(person_id, participation.id) AS who, sum(attended_minutes) AS minutes
      FROM {schema}.attendance
      JOIN {schema}.activity ON activity.id = activity_id AND activity.state <> 'cancelled'
      JOIN {schema}.participation ON participation.id = participation_id AND participation.state <> 'misregistered'
      JOIN {schema}.subproject ON subproject.id = participation.subproject_id AND project_key = 'mia-vidare'
      WHERE attendance.state = 'present' GROUP BY 1, 2) AS attended
WHERE EXISTS (SELECT 1 FROM {schema}.month_lock WHERE month_lock.month = attended.month)
GROUP BY month
"""
TAKING_PART = """
SELECT count(*) FILTER (WHERE started_on < date '2021-10-01') AS long, count(*) AS everybody
FROM {schema}.participation JOIN {schema}.subproject ON subproject.id = subproject_id AND project_key = 'mia-vidare'
WHERE state IN ('active', 'paused') AND first_activity_on IS NOT NULL AND person_id IS NOT NULL
"""


def test_exact_outcomes_hours_and_time_are_those_counted_by_hand(demo: Demo) -> None:
    demo.make_a_release()
    latest = "FROM rollup.release_record JOIN rollup.release ON release.id = release_id ORDER BY number DESC LIMIT 1"
    with demo.operator.connect() as connection:
        release = connection.scalar(sa.text(f"SELECT release_id {latest}"))
        outcomes = sa.text("SELECT tenant_id::text, figure, value FROM rollup.release_cell WHERE release_id = :id")
        exact = {(row.tenant_id, row.figure): row.value for row in connection.execute(outcomes, {"id": release})}
        told = sa.text("SELECT code, value FROM rollup.release_table_cell WHERE release_id = :id")
        cells: dict[str, int] = dict(connection.execute(told, {"id": release}).all())
        tenants: dict[str, str] = dict(connection.execute(sa.text("SELECT slug, id::text FROM platform.tenant")).all())
    hours = []
    for at, slug in enumerate(GIVEN["order"]):
        schema, own = demo.schemas()[slug], tenants[slug]
        for figure, name in (("started_women", "women"), ("work_or_studies",) * 2, ("regular_measures",) * 2):
            assert exact[own, figure] in (None, GIVEN[name][at]), (slug, figure)
        with demo.operator.connect() as connection:
            months = [row.of_each for row in connection.execute(sa.text(HOURS_BY_HAND.format(schema=schema)))]
            active = connection.execute(sa.text(TAKING_PART.format(schema=schema))).one()
        open_months = [sum(each) for each in months if len(each) >= 5 and sum(each[2:]) * 10 >= each[0]]
        assert exact[own, "hours_months"] == len(open_months), slug
        assert exact[own, "hours"] == (int(sum(open_months) / 60 + 0.5) if open_months else None), slug
        hours.append(exact[own, "hours"] or 0)
        if f"active|since=from_12|tenant={own}" in cells:
            assert abs(cells[f"active|since=from_12|tenant={own}"] - active.long) < 5, slug
            assert abs(cells[f"active|tenant={own}"] - active.everybody) < 5, slug
    assert sum(value is not None for (_, figure), value in exact.items() if figure == "started_women") > 5
    assert exact["00000000-0000-0000-0000-000000000000", "hours"] == sum(hours) > 0


def test_the_accounts_of_the_contract_are_there(demo: Demo) -> None:
    for slug in GIVEN["order"]:
        for role in ("subproject_manager", "case_worker", "referrer", "association_office", "log_reviewer", "tenant_admin"):
            assert demo.scalar("SELECT 1 FROM platform.account WHERE email = :email", email=f"{role}@{slug}.example")
        for party in ("fk", "kommun", "af", "region"):
            email = f"party_representative.{party}@{slug}.example"
            assert demo.scalar("SELECT 1 FROM platform.account WHERE email = :email", email=email)
    assert demo.scalar("SELECT count(DISTINCT password_hash) FROM platform.account") == 1


def test_the_next_participant_gets_the_next_number(demo: Demo) -> None:
    schema = demo.schemas()["roslagen"]
    assert demo.scalar(f"SELECT number FROM {schema}.participation ORDER BY number LIMIT 1") == "ROS-0001"
    last = demo.scalar(f"SELECT count(*) FROM {schema}.participation")
    assert demo.scalar(f"SELECT last_value FROM {schema}.participant_number_seq") == last


def test_no_identity_number_is_stored_and_telephones_are_sealed(demo: Demo) -> None:
    for schema in demo.schemas().values():
        assert demo.scalar(f"SELECT count(*) FROM {schema}.person WHERE identity_number IS NOT NULL") == 0
        sealed = demo.scalar(f"SELECT phone FROM {schema}.person WHERE phone IS NOT NULL LIMIT 1")
        assert b"070" not in bytes(sealed)


def test_loading_again_changes_nothing(demo: Demo) -> None:
    assert "roslagen: loaded" in demo.told
    before = demo.scalar(TENANTS_MARKED.text)
    assert "0 tenants loaded" in demo.set_up()
    assert demo.scalar(TENANTS_MARKED.text) == before == 8


def test_a_tenant_that_was_cut_off_is_begun_again(demo: Demo) -> None:
    """Its transaction was rolled back, and the mark is missing."""
    schema = demo.schemas()["suvs"]
    with demo.operator.begin() as connection:
        connection.execute(
            sa.text("DELETE FROM platform.project_tenant WHERE tenant_id = (SELECT id FROM platform.tenant WHERE slug = 'suvs')")
        )
        tables = ", ".join(sorted(set(sa.inspect(connection).get_table_names(schema)) - set(KEPT_TABLES)))
        connection.exec_driver_sql(f"SET LOCAL search_path = {schema}; TRUNCATE {tables} CASCADE")
    told = demo.set_up()
    assert "suvs: loaded" in told
    assert "1 tenants loaded" in told
    assert demo.figures(schema)["started"] == GIVEN["started"][GIVEN["order"].index("suvs")]
