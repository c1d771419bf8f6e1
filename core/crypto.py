"""Sealing of columns and keyed look-up. Keys come from `tenants`; here is only what is done with them.

AES-256-GCM with the place as associated data: a value moved to another row, column, table or tenant cannot be opened.
"""

import hashlib
import hmac
import os
import uuid
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.context import TenantRef, current_tenant
from core.errors import WallBreach

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class TenantKeys:
    """A tenant's two random keys of 32 bytes, unwrapped. Never printed, never logged."""

    data: bytes
    index: bytes


class KeyProvider(Protocol):
    """Unwraps a tenant's keys."""

    def keys_of(self, tenant: TenantRef) -> TenantKeys: ...


class _NoKeys:
    def keys_of(self, tenant: TenantRef) -> TenantKeys:  # noqa: ARG002 - the protocol's
        raise WallBreach("no keys: the application was not composed")


_keys: KeyProvider = _NoKeys()


def use_keys(provider: KeyProvider) -> None:
    """Called once by the composition root."""
    global _keys
    _keys = provider


def seal(value: str, *, table: str, column: str, row: uuid.UUID) -> bytes:
    """Encrypt `value` for exactly this tenant, table, column and row. Returns nonce and ciphertext."""
    return seal_content(value.encode(), table=table, column=column, row=row)


def unseal(sealed: bytes, *, table: str, column: str, row: uuid.UUID) -> str:
    """The value again. Raises WallBreach when it was sealed for another place or changed."""
    return unseal_content(sealed, table=table, column=column, row=row).decode()


def seal_content(value: bytes, *, table: str, column: str, row: uuid.UUID) -> bytes:
    """`seal` for what is no text: the content of a file."""
    tenant = current_tenant()
    return seal_bytes(_keys.keys_of(tenant).data, value, _place(tenant, table, column, row))


def unseal_content(sealed: bytes, *, table: str, column: str, row: uuid.UUID) -> bytes:
    """`unseal` for what is no text."""
    tenant = current_tenant()
    return unseal_bytes(_keys.keys_of(tenant).data, sealed, _place(tenant, table, column, row))


def blind_index(value: str, *, purpose: str) -> bytes:
    """A keyed hash of `value` for look-up inside this tenant (HMAC-SHA-256, 32 bytes). Other tenants get other hashes."""
    key = _keys.keys_of(current_tenant()).index
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


def _place(tenant: TenantRef, table: str, column: str, row: uuid.UUID) -> bytes:
    return f"{tenant.id}\0{table}\0{column}\0{row}".encode()


def seal_bytes(key: bytes, value: bytes, place: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, place)


def unseal_bytes(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Opposite of `seal_bytes`. Raises WallBreach when key, place or content do not belong together."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):  # ValueError: too short to have been sealed
        raise WallBreach("a sealed value does not belong where it was found") from None


def derive(secret: str, purpose: str, length: int = KEY_BYTES) -> bytes:
    """A key for one purpose from a process secret (HKDF-SHA-256). The same secret and purpose give the same key."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"mia/{purpose}".encode()).derive(secret.encode())
