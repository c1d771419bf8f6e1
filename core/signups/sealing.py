"""Sealed for their place: with the tenant's key at a delprojekt, with one derived from the web's secret at the county."""

import hashlib
import hmac
import uuid

from core import crypto
from core.config import get_settings
from core.context import current_site

TABLE, COLUMN = "signup", "sealed"


def seal(value: str, row: uuid.UUID) -> bytes:
    """For exactly this row of this site."""
    if current_site().kind == "tenant":
        return crypto.seal(value, table=TABLE, column=COLUMN, row=row)
    return crypto.seal_bytes(_county_key("signups"), value.encode(), _county_place(row))


def unseal(sealed: bytes, row: uuid.UUID) -> str:
    """The value again. Raises WallBreach when it was sealed for another place or changed."""
    if current_site().kind == "tenant":
        return crypto.unseal(sealed, table=TABLE, column=COLUMN, row=row)
    return crypto.unseal_bytes(_county_key("signups"), sealed, _county_place(row)).decode()


def draw(article_id: uuid.UUID, opening: str) -> bytes:
    """32 bytes that follow from one opening of one event's form on this site, and tell nothing of it."""
    said = f"{article_id}\0{opening}"
    if current_site().kind == "tenant":
        return crypto.blind_index(said, purpose="signup")
    return hmac.new(_county_key("signup-index"), said.encode(), hashlib.sha256).digest()


def _county_key(purpose: str) -> bytes:
    return crypto.derive(get_settings().secret_key, purpose)


def _county_place(row: uuid.UUID) -> bytes:
    return f"platform\0{TABLE}\0{COLUMN}\0{row}".encode()
