"""An engine per role: the tenant's own for a tenant's tables, and never one without a tenant in force."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from core.config import Settings
from core.context import current_tenant
from core.db import Bind
from tenants import roles
from tenants.connections import ConnectionStore

MAX_ENGINES = 64
TIMEOUTS = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"


class Engines:
    """Fills core.db.EngineProvider. Engines are light (their connections lie in the store) and kept in an LRU."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = ConnectionStore(settings.connection_budget)
        self._lock = threading.Lock()
        self._engines: OrderedDict[str, sa.Engine] = OrderedDict()

    def engine_for(self, bind: Bind) -> sa.Engine:
        """The engine of a bind in the scope in force. Raises WallBreach without a tenant where one is needed."""
        return self.of_role(*_ROLE_OF[bind]())

    def of_role(self, role: str, search_path: str) -> sa.Engine:
        """The engine of one LOGIN role; its connections begin with `search_path` fixed."""
        with self._lock:
            engine = self._engines.get(role)
            if engine is None:
                engine = self._engines[role] = self._make(role, search_path)
                if len(self._engines) > MAX_ENGINES:
                    self._engines.popitem(last=False)
            self._engines.move_to_end(role)
            return engine

    def _make(self, role: str, search_path: str) -> sa.Engine:
        dsn = connection_arguments(self._settings.database_address)
        dsn |= {"user": role, "password": roles.required_password(role, self._settings), "application_name": "mia"}
        dsn["options"] = f"-c search_path={search_path} {TIMEOUTS}"
        return sa.create_engine(
            "postgresql+psycopg2://",
            creator=partial(self.store.take, role, dsn),
            poolclass=NullPool,
            hide_parameters=True,
        )


def _tenant_role(part: str) -> tuple[str, str]:
    schema = current_tenant().schema
    return roles.tenant_role(schema, part), f"{schema},ext,pg_temp"


_ROLE_OF: dict[Bind, Callable[[], tuple[str, str]]] = {
    "platform": lambda: (roles.PLATFORM_APP, "platform,pg_temp"),
    "rollup": lambda: (roles.ROLLUP_READER, "rollup,pg_temp"),
    "rollup_builder": lambda: (roles.ROLLUP_BUILDER, "rollup,pg_temp"),
    "tenant": lambda: _tenant_role("app"),
    "public": lambda: _tenant_role("public"),
    "log": lambda: _tenant_role("log"),
}


def connection_arguments(address: str) -> dict[str, Any]:
    """libpq arguments of an address such as postgresql:///mia?host=/run/mia&port=5432, without credentials."""
    url = make_url(address)
    given: dict[str, Any] = {key: str(value) for key, value in url.query.items()}
    for name, value in (("host", url.host), ("port", url.port), ("dbname", url.database)):
        if value:
            given[name] = value
    return given | {"connect_timeout": 5}


def operator_engine(url: str) -> sa.Engine:
    """An engine of the operator's own, for commands only. Accepts postgresql:// and adds the driver."""
    driver_url = make_url(url).set(drivername="postgresql+psycopg2")
    return sa.create_engine(driver_url, poolclass=NullPool, hide_parameters=True)
