"""An engine per role: the tenant's own for a tenant's tables, and never one without a tenant in force.

All speak one dialect and share what SQLAlchemy has compiled: a statement names no schema (the connection's search_path
does), so its text is the same for every tenant and is made once a process.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.util import LRUCache

from core.config import Settings
from core.context import current_tenant
from core.db import Bind
from tenants import roles
from tenants.connections import ConnectionStore

MAX_ENGINES = 256
MAX_COMPILED = 1000
TIMEOUTS = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"


class SharedDialect(PGDialect_psycopg2):
    """One for all engines of a process, asked once what the server can do."""

    supports_statement_cache = True
    _made: "SharedDialect | None" = None
    _lock = threading.RLock()

    def __new__(cls, **_options: Any) -> "SharedDialect":
        with cls._lock:
            if cls._made is None:
                cls._made = super().__new__(cls)
            return cls._made

    def __init__(self, **options: Any) -> None:
        with self._lock:
            if not hasattr(self, "_knows_server"):
                super().__init__(**options)  # type: ignore[no-untyped-call]
                self._knows_server = False

    def initialize(self, connection: sa.Connection) -> None:
        with self._lock:
            if not self._knows_server:
                super().initialize(connection)  # type: ignore[no-untyped-call]
                self._knows_server = True


registry.register("postgresql.mia", __name__, SharedDialect.__name__)


class Engines:
    """Fills core.db.EngineProvider. Engines are light (their connections lie in the store) and kept in an LRU."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = ConnectionStore(settings.connection_budget)
        self._lock = threading.Lock()
        self._engines: OrderedDict[tuple[str, bool], sa.Engine] = OrderedDict()
        self._compiled: LRUCache[Any, Any] = LRUCache(MAX_COMPILED)

    def engine_for(self, bind: Bind, *, single: bool = False) -> sa.Engine:
        """The engine of a bind in the scope in force. Raises WallBreach without a tenant where one is needed."""
        return self.of_role(*_ROLE_OF[bind](), single=single)

    def of_role(self, role: str, search_path: str, *, single: bool = False) -> sa.Engine:
        """The engine of one LOGIN role; its connections begin with `search_path` fixed.

        With `single` each statement is a transaction of its own, in one round trip.
        """
        with self._lock:
            engine = self._engines.get((role, single))
            if engine is None:
                engine = self._engines[role, single] = self._make(role, search_path, single=single)
                if len(self._engines) > MAX_ENGINES:
                    self._engines.popitem(last=False)
            self._engines.move_to_end((role, single))
            return engine

    def _make(self, role: str, search_path: str, *, single: bool) -> sa.Engine:
        dsn = connection_arguments(self._settings.database_address)
        dsn |= {"user": role, "password": roles.required_password(role, self._settings), "application_name": "mia"}
        dsn["options"] = f"-c search_path={search_path} {TIMEOUTS}"
        return sa.create_engine(
            "postgresql+mia://",
            creator=partial(self.store.take, role, dsn, autocommit=single),
            poolclass=NullPool,
            hide_parameters=True,
            execution_options={"compiled_cache": self._compiled},
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
