"""Takes each wall away and expects a probe to see it: a wall whose absence nobody notices is not a wall.

Every probe answers whether its wall holds. It must say yes before, no while the wall is broken, and yes again after.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from core import audit, context
from core.auth import gate, sessions
from core.auth.permissions import public
from core.context import Scope, Site
from core.db import session
from core.errors import WallBreach
from core.participants.models import Person
from core.web import edge
from tenants import connections, roles
from tenants.connections import ConnectionStore
from tenants.engines import connection_arguments
from tenants.resolution import SiteFlask
from tests.conftest import OpenBrowser, persona
from tests.house import House
from tests.rules.test_sql_drill import DENIED, Drill

Probe = Callable[[], bool]


@contextmanager
def sql_as_operator(house: House, broken: str, mended: str) -> Iterator[None]:
    """Break something in the database and mend it afterwards, whatever happens."""
    names = {"own": house.schemas["roslagen"], "other": house.schemas["hbs"]}
    with house.operator.begin() as connection:
        connection.exec_driver_sql(broken.format(**names))
    try:
        yield
    finally:
        with house.operator.begin() as connection:
            connection.exec_driver_sql(mended.format(**names))


def test_the_grant(two_tenants: House) -> None:
    """One tenant's role is given another's table: the drill sees it. Either half alone still opens nothing."""
    drill = Drill(two_tenants)
    role = roles.tenant_role(drill.own, "app")

    def holds() -> bool:
        return drill.run(role, "SELECT * FROM {other}.person") == DENIED

    usage = ("GRANT USAGE ON SCHEMA {other} TO {own}_app", "REVOKE USAGE ON SCHEMA {other} FROM {own}_app")
    rows = ("GRANT SELECT ON {other}.person TO {own}_app", "REVOKE SELECT ON {other}.person FROM {own}_app")
    assert holds()
    with sql_as_operator(two_tenants, *usage):
        assert holds(), "the schema alone shows no rows"
        with sql_as_operator(two_tenants, *rows):
            assert not holds()
    with sql_as_operator(two_tenants, *rows):
        assert holds(), "the table alone is out of reach"
    assert holds()


def test_membership_of_a_role(two_tenants: House) -> None:
    drill = Drill(two_tenants)
    role = roles.tenant_role(drill.own, "app")
    member = ("GRANT {other}_app TO {own}_app", "REVOKE {other}_app FROM {own}_app")
    with sql_as_operator(two_tenants, *member):
        assert drill.run(role, "SET ROLE {other}_app") is None
    assert drill.run(role, "SET ROLE {other}_app") == DENIED


def test_the_barrier(two_tenants: House) -> None:
    """A reader's own condition is tried on hidden rows when the barrier is gone: dividing by what it sees gives them away."""
    drill = Drill(two_tenants)
    look = "SELECT * FROM {own}.published_probe WHERE 1 / (hidden - 7) >= 0"
    made = """
        CREATE VIEW {own}.published_probe WITH (security_barrier = true) AS
          SELECT n AS hidden FROM generate_series(1, 9) n
          WHERE NOT to_tsvector('simple', 'a' || n) @@ to_tsquery('simple', 'a7');
        GRANT SELECT ON {own}.published_probe TO {own}_public
    """

    def holds() -> bool:
        return drill.run(roles.tenant_role(drill.own, "public"), look) != "22012"

    barrier = ("ALTER VIEW {own}.published_probe SET (security_barrier = false)", "SELECT 1")
    with sql_as_operator(two_tenants, made, "DROP VIEW {own}.published_probe"):
        assert holds()
        with sql_as_operator(two_tenants, *barrier):
            assert not holds()


def test_the_host(app: Flask, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an unknown host fell back to some tenant."""

    def holds() -> bool:
        return app.test_client().get("/sign-in", base_url="http://nacka.localhost").status_code == 404

    assert holds()
    known = app.registry.find("hbs")  # type: ignore[attr-defined]
    with monkeypatch.context() as broken:
        broken.setattr(SiteFlask, "resolve", lambda _self, _environ: Site("tenant", known))
        assert not holds()
    assert holds()


def test_the_sessions_tenant(app: Flask, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the cookie of one host were believed on another."""

    def holds() -> bool:
        name, value = browser("roslagen", "subproject_manager").cookie()
        thief = browser("hbs")
        thief.client.set_cookie(name, value, domain="hbs.localhost")
        return thief.client.get("/participants", base_url="http://hbs.localhost").status_code in (302, 303)

    assert holds()
    with monkeypatch.context() as broken:
        broken.setattr(sessions, "_fault", lambda _stored: None)
        assert not holds()
    assert holds()


def test_who_is_speaking(two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the operator's login had slipped into the store under a tenant's name."""
    url = sa.engine.make_url(two_tenants.url)
    dsn = connection_arguments(two_tenants.settings.database_address) | {"user": url.username, "password": url.password}

    def holds() -> bool:
        store = ConnectionStore(1)
        try:
            store.take(roles.tenant_role(two_tenants.schemas["roslagen"], "app"), dsn).really_close()
        except WallBreach:
            return True
        return False

    assert holds()
    with monkeypatch.context() as broken:
        broken.setattr(connections, "_assert_role", lambda _connection, _role: None)
        assert not holds()
    assert holds()


def test_the_log_comes_first(app: Flask, two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that reads persons and forgets the log is refused, and nothing of the read leaves."""
    registry_tenant = app.registry.find("roslagen")  # type: ignore[attr-defined]

    def holds() -> bool:
        scope = Scope(
            site=Site("tenant", registry_tenant), person=persona(two_tenants, "roslagen", "case_worker"), kind="request"
        )
        with context.entered(scope), app.test_request_context("/forgetful", base_url="http://roslagen.localhost"):
            session.execute(sa.select(Person.given_name)).all()
            try:
                for function in app.after_request_funcs[None]:
                    if function.__module__ == edge.__name__:
                        function(app.make_response("names"))
            except WallBreach:
                return True
        return False

    assert holds()
    with monkeypatch.context() as broken:
        broken.setattr(audit, "unlogged_read", lambda: False)
        assert not holds()
    assert holds()


def test_a_log_that_cannot_be_written_stops_the_page(app: Flask, two_tenants: House, browser: OpenBrowser) -> None:
    """Fail closed: without the row the list is a 503, and comes back with the grant."""
    member = browser("roslagen", "subproject_manager")
    assert member.get("/participants").status_code == 200
    grant = ("REVOKE INSERT ON {own}.access_log FROM {own}_app", "GRANT INSERT ON {own}.access_log TO {own}_app")
    with sql_as_operator(two_tenants, *grant):
        assert member.get("/participants").status_code == 503
    assert member.get("/participants").status_code == 200


def test_a_declared_permission(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that declares nothing is refused at run time, whoever asks."""
    view = app.view_functions["public.index"]
    client = app.test_client()
    assert client.get("/", base_url="http://localhost").status_code == 200
    with monkeypatch.context() as broken:
        broken.setitem(app.view_functions, "public.index", lambda: "open to all")
        with pytest.raises(WallBreach):
            client.get("/", base_url="http://localhost")
    with monkeypatch.context() as broken:
        broken.setattr(gate, "access_of", lambda _endpoint, _view: public)
        broken.setattr(public, "public", True, raising=False)
        broken.setitem(app.view_functions, "public.index", lambda: "open to all")
        assert client.get("/", base_url="http://localhost").status_code == 200, "the gate was the only thing that refused"
    assert app.view_functions["public.index"] is view


def test_one_request_writes_to_one_bind(app: Flask, two_tenants: House) -> None:
    """Rows of two engines in one transaction cannot be committed as one, so they are refused."""
    from core.accounts.models import SecurityEvent
    from core.participants.models import Authority
    from tenants.scope import tenant_scope

    with tenant_scope("roslagen", app):
        session.add(SecurityEvent(kind="x"))
        session.add(Authority(party_key="kommun", name="x"))
        with pytest.raises(WallBreach):
            session.flush()
        session.rollback()


def test_a_statement_without_a_tenant(app: Flask) -> None:
    """There is no default tenant: on the county's site a tenant's table cannot be named."""
    scope = replace(context.scope(), site=Site("county"))
    with context.entered(scope), app.app_context(), pytest.raises(WallBreach):
        session.execute(sa.select(Person.given_name))
    with context.entered(Scope()), app.app_context(), pytest.raises(WallBreach):
        session.execute(sa.text("SELECT 1"))
