"""Which tenants there are, kept in memory and read anew every five seconds: a suspended tenant is refused within that time."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from core.config import Settings
from core.context import TenantRef
from core.crypto import TenantKeys
from tenants.keys import unwrap
from tenants.models import Tenant

FRESH_SECONDS = 5.0


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A tenant in the registry, with its keys still wrapped."""

    ref: TenantRef
    status: str
    data_key: bytes
    index_key: bytes
    key_version: int


class Registry:
    """Thread-safe. `connect` gives an engine whose role may read platform.tenant."""

    def __init__(self, settings: Settings, engine: Callable[[], sa.Engine]) -> None:
        self._settings = settings
        self._engine = engine
        self._lock = threading.Lock()
        self._entries: dict[uuid.UUID, Entry] = {}
        self._keys: dict[uuid.UUID, TenantKeys] = {}
        self._read_at = float("-inf")

    def find(self, slug: str) -> TenantRef | None:
        """The active tenant with this slug, or None."""
        return next((e.ref for e in self._fresh().values() if e.ref.slug == slug and e.status == "active"), None)

    def find_by_domain(self, host: str) -> TenantRef | None:
        """The active tenant whose own host name this is, or None."""
        return next((e.ref for e in self._fresh().values() if e.ref.domain == host and e.status == "active"), None)

    def find_by_id(self, tenant_id: uuid.UUID) -> TenantRef | None:
        """The active tenant with this id, or None."""
        entry = self._fresh().get(tenant_id)
        return entry.ref if entry and entry.status == "active" else None

    def list_active(self) -> list[TenantRef]:
        """All active tenants, by slug."""
        return sorted((e.ref for e in self._fresh().values() if e.status == "active"), key=lambda ref: ref.slug)

    def list_all(self) -> list[Entry]:
        """All tenants whatever their status, by slug."""
        return sorted(self._fresh().values(), key=lambda entry: entry.ref.slug)

    def keys_of(self, tenant_id: uuid.UUID) -> TenantKeys:
        """Unwrapped keys, remembered for the life of the process."""
        if tenant_id not in self._keys:
            entry = self._fresh()[tenant_id]
            self._keys[tenant_id] = TenantKeys(
                data=unwrap(self._settings, tenant_id, "data", entry.data_key, entry.key_version),
                index=unwrap(self._settings, tenant_id, "index", entry.index_key, entry.key_version),
            )
        return self._keys[tenant_id]

    def forget(self) -> None:
        """Read the table anew at the next question (after a tenant was added or suspended in this process)."""
        with self._lock:
            self._read_at = float("-inf")
            self._keys.clear()

    def _fresh(self) -> dict[uuid.UUID, Entry]:
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            with self._lock:
                if time.monotonic() - self._read_at > FRESH_SECONDS:
                    self._entries = self._read()
                    self._read_at = time.monotonic()
        return self._entries

    def _read(self) -> dict[uuid.UUID, Entry]:
        table = Tenant.__table__
        with self._engine().connect() as connection:
            return {row.id: _entry(row) for row in connection.execute(sa.select(table))}


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    ref = TenantRef(
        id=row.id,
        slug=row.slug,
        name=row.name,
        schema=row.schema_name,
        accent=row.accent,
        is_owner=row.is_owner,
        domain=row.domain,
    )
    return Entry(ref, row.status, bytes(row.data_key), bytes(row.index_key), row.key_version)
