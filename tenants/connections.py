"""One store of database connections per process, with a budget that holds whatever the number of tenants.

Every role has its own LOGIN, so a connection is only ever given to the role it was opened for. On its way out the server
is asked who it is talking to (the wall's own check, and a ping); on its way back everything the session may have set is
discarded. SQLAlchemy's pools cannot share a budget between engines, hence this store under `NullPool`.

When the budget is used up, whoever needs a connection gets the place of the one that is least likely to be missed: of the
role that was used least of late. Most visits are to few tenants, and the oldest idle connection is often one of theirs.
"""

import os
import threading
import time
from collections import Counter, OrderedDict
from typing import Any

import psycopg2
import psycopg2.extensions

from core.errors import Unavailable, WallBreach

WAIT_SECONDS = 5.0
IDLE_SECONDS = 60.0
HALF_LIFE_SECONDS = 60.0
"""After so long a use of a role counts half, so that yesterday's traffic keeps nothing open."""


class KeptConnection(psycopg2.extensions.connection):  # type: ignore[misc]  # psycopg2 has no types
    """A connection whose close() gives it back to the store."""

    store: "ConnectionStore | None" = None
    role: str = ""

    def close(self) -> None:
        store, self.store = self.store, None
        if store is None:
            super().close()
        else:
            store.give_back(self)

    def really_close(self) -> None:
        """Hang up, quietly: the server may be gone."""
        self.store = None
        try:
            super().close()
        except psycopg2.Error:
            return


class ConnectionStore:
    """Keeps idle connections by role and counts all of them against `budget`."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._condition = threading.Condition()
        self._idle: OrderedDict[int, tuple[KeptConnection, float]] = OrderedDict()
        self._uses: dict[str, tuple[float, float]] = {}
        """Of each role: how much it was used, as of when."""
        self._open = 0
        self._pid = os.getpid()

    @property
    def open_connections(self) -> int:
        """How many connections this process holds, idle or in use."""
        return self._open

    def take(self, role: str, dsn: dict[str, Any], *, autocommit: bool = False) -> KeptConnection:
        """A checked connection of `role`. Raises Unavailable when the budget stays used up, WallBreach on a wrong role.

        With `autocommit` each statement is a transaction of its own.
        """
        while True:
            kept = self._reuse_or_reserve(role)
            fresh = kept is None
            try:
                connection = kept or self._connect(role, dsn)
                _assert_role(connection, role)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self._drop(kept)
                if fresh:
                    raise
                continue
            except BaseException:
                self._drop(kept)
                raise
            connection.autocommit = autocommit
            connection.store = self
            return connection

    def give_back(self, connection: KeptConnection) -> None:
        """Called by the connection's close(): discard what the session set, keep it for the same role."""
        try:
            connection.rollback()
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("DISCARD ALL")
        except psycopg2.Error:
            self._drop(connection)
            return
        with self._condition:
            self._idle[id(connection)] = (connection, time.monotonic())
            stale = self._pop_stale()
            self._condition.notify()
        for old in stale:
            self._drop(old)

    def close_idle(self, role_prefix: str = "") -> None:
        """Hang up idle connections, all or those of one tenant's roles (suspension, tests)."""
        with self._condition:
            found = [c for c, _ in self._idle.values() if c.role.startswith(role_prefix)]
            for connection in found:
                del self._idle[id(connection)]
        for connection in found:
            self._drop(connection)

    def _reuse_or_reserve(self, role: str) -> KeptConnection | None:
        with self._condition:
            self._forget_after_fork()
            self._uses[role] = (self._use_of(role) + 1.0, time.monotonic())
            deadline = time.monotonic() + WAIT_SECONDS
            while True:
                for key, (connection, _) in reversed(self._idle.items()):
                    if connection.role == role:
                        del self._idle[key]
                        return connection
                if self._open < self._budget:
                    self._open += 1
                    return None
                if self._idle:
                    self._pop_least_used().really_close()
                    return None
                if not self._condition.wait(deadline - time.monotonic()):
                    raise Unavailable("all database connections are in use")

    def _use_of(self, role: str) -> float:
        """How much the role was used of late."""
        uses, noted = self._uses.get(role, (0.0, 0.0))
        return uses * float(0.5 ** ((time.monotonic() - noted) / HALF_LIFE_SECONDS))

    def _pop_least_used(self) -> KeptConnection:
        """Of the idle connections the one least likely to be missed.

        That two visit a tenant at the same moment is much rarer than that one does, so a role's second connection counts an
        eighth of its first.
        """
        number = Counter(connection.role for connection, _ in self._idle.values())
        worth = {role: self._use_of(role) / count**3 for role, count in number.items()}
        key = min(self._idle, key=lambda one: worth[self._idle[one][0].role])  # the oldest among equals
        return self._idle.pop(key)[0]

    def _connect(self, role: str, dsn: dict[str, Any]) -> KeptConnection:
        connection: KeptConnection = psycopg2.connect(connection_factory=KeptConnection, **dsn)
        connection.role = role
        connection.autocommit = True  # while it is asked who it is, and while it lies idle: no BEGIN, no ROLLBACK
        return connection

    def _drop(self, connection: KeptConnection | None) -> None:
        if connection is not None:
            connection.really_close()
        with self._condition:
            self._open -= 1
            self._condition.notify()

    def _pop_stale(self) -> list[KeptConnection]:
        limit = time.monotonic() - IDLE_SECONDS
        stale = [connection for connection, since in self._idle.values() if since < limit]
        for connection in stale:
            del self._idle[id(connection)]
        return stale

    def _forget_after_fork(self) -> None:
        """A forked worker must not speak on its parent's sockets; it forgets them without closing."""
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._inherited = list(self._idle.values())
            self._idle.clear()
            self._open = 0


def _assert_role(connection: KeptConnection, role: str) -> None:
    """The server itself says who is speaking; anything else than `role` ends the connection (architecture 3)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        speaking, signed_in = cursor.fetchone() or ("", "")
    if (speaking, signed_in) != (role, role):
        connection.really_close()
        raise WallBreach(f"a connection of {role} speaks as another role")
