"""What every test may use: a house of two förbund, a browser for each site, a scope in a tenant."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from core import context
from core.context import Person, TenantRef
from core.db import session
from tests import house as houses
from tests import servers
from tests.browsing import Browser
from tests.house import House
from tests.servers import pytest_configure, pytest_unconfigure

__all__ = ["pytest_configure", "pytest_unconfigure"]

LONGEST = (
    "test_pages_in_swedish.py",
    "test_pages_in_english.py",
    "e2e",
    "test_on_postgres_15.py",
    "test_bad_input.py",
    "test_demo.py",
    "test_interleaving.py",
    "test_privileges.py",
    "rules",
    "test_first_tenant.py",
    "test_demo_load.py",
)
"""Files and folders whose tests begin, in this order; the rest follows as it is found."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="only take pictures of every page of the demo, into this folder")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pictures are taken when asked for, and then nothing else is done. What takes longest begins, so that no worker of xdist
    is left alone with it at the end."""
    wanted = bool(config.getoption("screenshots"))
    left_out = [item for item in items if (item.path.name == "test_pictures.py") != wanted]
    items[:] = sorted((item for item in items if item not in left_out), key=_place)
    config.hook.pytest_deselected(items=left_out)


def _place(item: pytest.Item) -> int:
    places = [place for place, name in enumerate(LONGEST) if name in (item.path.name, item.path.parent.name)]
    return places[0] if places else len(LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have measured (`record_property`), at the end of every run."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"measured: {value} {name}")


InTenant = Callable[..., AbstractContextManager[TenantRef]]
OpenBrowser = Callable[..., Browser]


@pytest.fixture(scope="session")
def built_house() -> Iterator[House]:
    """The database, migrated and with two tenants, without rows."""
    server = servers.postgres_server()
    with servers.fresh_database(server) as url:
        address = server.address.replace("/mia?", f"/{make_url(url).database}?")
        houses.environment(url, address, servers.valkey_server().url)
        with servers.one_at_a_time("house"):  # roles belong to the server, which xdist's workers share
            house = houses.build(url)
        yield house
        house.operator.dispose()


@pytest.fixture(scope="session")
def built_app(built_house: House) -> Iterator[Flask]:
    """The product on the house's database."""
    from wsgi import create_app

    houses.environment_of(built_house)  # a browser test may have had its own product in this process since the house was built
    app = create_app()
    app.testing = True
    yield app
    app.extensions["mia.engines"].store.close_idle()


@pytest.fixture
def two_tenants(built_house: House) -> House:
    """Roslagen and HBS with staff and no persons; every test begins with the same."""
    houses.environment_of(built_house)
    houses.furnish(built_house)
    return built_house


@pytest.fixture
def app(built_app: Flask, two_tenants: House) -> Flask:
    """The whole product on the house's database."""
    from core import crypto, db, jobs
    from tenants.keys import RegistryKeys

    # A browser test may have made an application of its own in this process: the last one made gives engines and keys.
    db.use_engines(built_app.extensions["mia.engines"])
    crypto.use_keys(RegistryKeys(built_app.registry))  # type: ignore[attr-defined]
    jobs.use_scopes(built_app.extensions["mia.scopes"])
    built_app.registry.forget()  # type: ignore[attr-defined]
    return built_app


@pytest.fixture
def browser(app: Flask) -> OpenBrowser:
    """`browser("roslagen")`, `browser(None)` for the county; `browser("roslagen", "case_worker")` is signed in."""

    def open_browser(slug: str | None, role: str | None = None) -> Browser:
        opened = Browser(app.test_client(), slug)
        return opened.sign_in(f"{role}@{slug or 'county'}.example") if role else opened

    return open_browser


@pytest.fixture
def in_tenant(app: Flask, two_tenants: House) -> InTenant:
    """`with in_tenant("roslagen", "case_worker"):` work as that person; what was done is committed at the end."""

    @contextmanager
    def enter(slug: str, role: str | None = None) -> Iterator[TenantRef]:
        from tenants.scope import tenant_scope

        with tenant_scope(slug, app) as ref:
            if role:
                context.set_person(persona(two_tenants, slug, role))
            yield ref
            session.commit()

    return enter


def persona(house: House, slug: str, role: str) -> Person:
    """The person of a role at a tenant, as sign-in would make it."""
    email = f"{role}@{slug}.example"
    employer = houses.TENANT_ROLES[role]
    return Person(
        account_id=house.accounts[email],
        name=role,
        email=email,
        roles=frozenset({role.partition(".")[0]}),
        employer=employer or "",
        authority_id=house.authorities[slug, employer] if employer else None,
    )
