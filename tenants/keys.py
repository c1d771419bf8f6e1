"""A tenant's random keys, wrapped under a key derived from MIA_SECRET_KEY (architecture D1)."""

import os
import uuid
from typing import Protocol

from core.config import Settings
from core.context import TenantRef
from core.crypto import KEY_BYTES, TenantKeys, derive, seal_bytes, unseal_bytes
from core.errors import WallBreach

KEY_VERSION = 1


def _wrapping_key(settings: Settings, version: int) -> bytes:
    if not settings.secret_key:
        raise WallBreach("MIA_SECRET_KEY is needed to unwrap a tenant's keys")
    return derive(settings.secret_key, f"tenant-keys/{version}")


def new_wrapped_key(settings: Settings, tenant_id: uuid.UUID, use: str) -> bytes:
    """A fresh random key, wrapped so that it opens for this tenant and this use only."""
    return seal_bytes(_wrapping_key(settings, KEY_VERSION), os.urandom(KEY_BYTES), f"{tenant_id}\0{use}".encode())


def unwrap(settings: Settings, tenant_id: uuid.UUID, use: str, wrapped: bytes, version: int) -> bytes:
    """The key itself. Raises WallBreach when it was wrapped for another tenant, use or secret."""
    return unseal_bytes(_wrapping_key(settings, version), wrapped, f"{tenant_id}\0{use}".encode())


class HoldsKeys(Protocol):
    """The registry, as far as keys are concerned."""

    def keys_of(self, tenant_id: uuid.UUID) -> TenantKeys: ...


class RegistryKeys:
    """Fills core.crypto.KeyProvider from the registry."""

    def __init__(self, registry: "HoldsKeys") -> None:
        self._registry = registry

    def keys_of(self, tenant: TenantRef) -> TenantKeys:
        return self._registry.keys_of(tenant.id)
