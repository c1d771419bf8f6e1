"""The store of connections: a budget for all roles together, and a connection only for the role it was opened for."""

import threading
import time
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa

from core.config import Settings
from core.context import Scope, Site, TenantRef, entered
from core.errors import Unavailable, WallBreach
from tenants import connections, roles
from tenants.connections import ConnectionStore
from tenants.engines import Engines, connection_arguments
from tests.house import House, environment_of


@pytest.fixture
def settings(two_tenants: House) -> Settings:
    environment_of(two_tenants)
    return two_tenants.settings


def engines_with(settings: Settings, budget: int) -> Engines:
    return Engines(settings.model_copy(update={"connection_budget": budget}))


def tenant(house: House, slug: str) -> TenantRef:
    return TenantRef(house.tenant_ids[slug], slug, slug, house.schemas[slug])


def in_scope(house: House, slug: str) -> Any:
    return entered(Scope(site=Site("tenant", tenant(house, slug))))


def who(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT current_user")))


def test_each_tenant_speaks_with_its_own_login(two_tenants: House, settings: Settings) -> None:
    engines = engines_with(settings, 4)
    for slug in ("roslagen", "hbs", "roslagen"):
        with in_scope(two_tenants, slug):
            assert who(engines.engine_for("tenant")) == f"{two_tenants.schemas[slug]}_app"
            assert who(engines.engine_for("public")) == f"{two_tenants.schemas[slug]}_public"


def test_without_a_tenant_there_is_no_engine(settings: Settings) -> None:
    engines = engines_with(settings, 4)
    with pytest.raises(WallBreach), entered(Scope(site=Site("county"))):
        engines.engine_for("tenant")
    with pytest.raises(WallBreach), entered(Scope()):
        engines.engine_for("public")


def test_the_builders_engine_needs_the_workers_key(settings: Settings) -> None:
    engines = Engines(settings.model_copy(update={"worker_key": ""}))
    with pytest.raises(WallBreach):
        engines.engine_for("rollup_builder")


def test_the_budget_holds_while_many_roles_take_turns(
    two_tenants: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "WAIT_SECONDS", 120.0)  # what is tried is the budget, not this machine's patience
    engines = engines_with(settings, 3)
    everyone = []
    for slug in ("roslagen", "hbs"):
        with in_scope(two_tenants, slug):
            everyone += [engines.engine_for("tenant"), engines.engine_for("public"), engines.engine_for("log")]
    faults: list[BaseException] = []

    def walk() -> None:
        try:
            for engine in everyone * 10:
                who(engine)
        except BaseException as error:  # noqa: BLE001 - reported below
            faults.append(error)

    threads = [threading.Thread(target=walk) for _ in range(6)]
    for thread in threads:
        thread.start()
    highest = 0
    while any(thread.is_alive() for thread in threads):
        highest = max(highest, engines.store.open_connections)
    assert not faults
    assert 0 < highest <= 3


def test_a_used_up_budget_says_so_in_time(two_tenants: House, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.1)
    engines = engines_with(settings, 1)
    with in_scope(two_tenants, "roslagen"), engines.engine_for("tenant").connect(), pytest.raises(Unavailable):
        engines.engine_for("public").connect()


def pid_of(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.text("SELECT pg_backend_pid()")) or 0)


def engines_of_both(house: House, engines: Engines) -> tuple[sa.Engine, sa.Engine, sa.Engine]:
    """Three roles: one of the first tenant, two of the second."""
    with in_scope(house, "roslagen"):
        first = engines.engine_for("tenant")
    with in_scope(house, "hbs"):
        return first, engines.engine_for("public"), engines.engine_for("tenant")


def test_a_full_budget_keeps_the_connection_of_the_role_that_is_used_most(two_tenants: House, settings: Settings) -> None:
    often, once, newcomer = engines_of_both(two_tenants, engines_with(settings, 2))
    kept = {pid_of(often) for _ in range(5)}
    hung_up = pid_of(once)
    assert pid_of(newcomer) not in {*kept, hung_up}
    assert {pid_of(often)} == kept  # the oldest of the idle, and yet it stays
    assert pid_of(once) != hung_up


def test_what_was_used_long_ago_gives_way(two_tenants: House, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HALF_LIFE_SECONDS", 0.001)
    formerly, today, newcomer = engines_of_both(two_tenants, engines_with(settings, 2))
    before = {pid_of(formerly) for _ in range(5)}
    time.sleep(0.03)
    kept = pid_of(today)
    pid_of(newcomer)
    assert pid_of(today) == kept
    assert pid_of(formerly) not in before


def test_a_seldom_used_role_is_never_refused_for_a_busy_one(
    two_tenants: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.1)
    engines = engines_with(settings, 2)
    busy, seldom, _other = engines_of_both(two_tenants, engines)
    with busy.connect(), busy.connect():
        pass  # two connections of one role take up the budget
    for _ in range(50):
        pid_of(busy)
    assert who(seldom).endswith("_public")
    assert engines.store.open_connections == 2
    assert who(busy).endswith("_app")


def test_what_a_session_set_is_gone_when_it_comes_back(two_tenants: House, settings: Settings) -> None:
    engines = engines_with(settings, 1)
    with in_scope(two_tenants, "roslagen"):
        engine = engines.engine_for("tenant")
        with engine.connect() as connection:
            pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
            connection.exec_driver_sql("SET search_path = pg_catalog")
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT pg_backend_pid()")) == pid
            assert connection.scalar(sa.text("SHOW search_path")) == f"{two_tenants.schemas['roslagen']},ext,pg_temp"
            assert connection.scalar(sa.text("SHOW statement_timeout")) == "15s"


def test_a_backend_that_was_killed_is_replaced_without_an_error(two_tenants: House, settings: Settings) -> None:
    engines = engines_with(settings, 2)
    with in_scope(two_tenants, "roslagen"):
        engine = engines.engine_for("tenant")
        with engine.connect() as connection:
            pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        with two_tenants.operator.connect() as operator:
            operator.scalar(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        assert who(engine).endswith("_app")
        assert engines.store.open_connections == 1


def test_a_connection_that_speaks_as_another_role_is_hung_up(two_tenants: House, settings: Settings) -> None:
    """As if the operator's login had slipped into the store under a tenant's name."""
    store = ConnectionStore(2)
    role = roles.tenant_role(two_tenants.schemas["roslagen"], "app")
    url = sa.engine.make_url(two_tenants.url)
    dsn = connection_arguments(settings.database_address) | {"user": url.username, "password": url.password}
    with pytest.raises(WallBreach):
        store.take(role, dsn)
    assert store.open_connections == 0


def test_a_server_that_is_away_leaves_the_budget_whole(settings: Settings) -> None:
    store = ConnectionStore(1)
    for _ in range(3):
        with pytest.raises(psycopg2.OperationalError):
            store.take("nobody", {"host": "/nowhere", "dbname": "none", "user": "nobody"})
    assert store.open_connections == 0
