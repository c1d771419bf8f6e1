"""On which sites something has been written, told between the web processes by Valkey.

It only brings haste: without it a shared page is as old as `MIA_PUBLIC_SECONDS` allows, and no older.
"""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

from core import queue

KEY = "mia:written"
"""A hash: how often something has been written, by site."""
EVERY = 1.0
"""Seconds between two questions of a process, however many readers it has."""


def tell(site: str) -> None:
    """Something was written on the site (a tenant's id, or "county")."""
    queue.ask(lambda server: server.hincrby(KEY, site, 1))


class Listener:
    """Of one process."""

    def __init__(self) -> None:
        self._asked_at = float("-inf")
        self._seen: Mapping[Any, Any] = {}
        self._asking = Lock()

    def sites(self) -> list[str]:
        """Those on which something was written since the last call; none when somebody else asks, or asked just now."""
        if time.monotonic() - self._asked_at < EVERY or not self._asking.acquire(blocking=False):
            return []
        try:
            told: Mapping[Any, Any] | None = queue.ask(lambda server: server.hgetall(KEY))
            self._asked_at = time.monotonic()
            if told is None:
                return []
            before, self._seen = self._seen, told
            return [site.decode() for site, number in told.items() if before.get(site) != number]
        finally:
            self._asking.release()
