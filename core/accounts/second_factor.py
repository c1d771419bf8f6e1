"""Time-based codes (RFC 6238) and recovery codes: made, sealed, checked. Nothing here touches the database."""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid

import pyotp
import segno

from core.config import get_settings
from core.crypto import derive, seal_bytes, unseal_bytes

STEP_SECONDS = 30
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4
ISSUER = "MIA"


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps read them."""
    return pyotp.random_base32()


def seal_secret(secret: str, account_id: uuid.UUID) -> bytes:
    """Encrypted for this account: a value moved to another account's row cannot be opened."""
    return seal_bytes(_key("totp"), secret.encode(), _place(account_id))


def unseal_secret(sealed: bytes, account_id: uuid.UUID) -> str:
    """The secret again. Raises WallBreach when it was sealed for another account."""
    return unseal_bytes(_key("totp"), sealed, _place(account_id)).decode()


def step_of(secret: str, code: str, at: dt.datetime) -> int | None:
    """The time step whose code this is, one step before and after allowed; None when it is none of them."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret)
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), typed.encode()):
            found = step
    return found


def qr_picture(secret: str, email: str) -> str:
    """A data: address of an SVG with the QR code for an authenticator app."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    picture: str = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return picture


def new_recovery_codes() -> list[str]:
    """Ten codes of 59 random bits, such as "k3mf-9xqa-tz2p"."""
    return ["-".join(_random_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def hash_recovery_code(code: str) -> bytes:
    """What is kept of a recovery code. Capitals, spaces and dashes do not matter."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hmac.new(_key("recovery-code"), plain.encode(), hashlib.sha256).digest()


def _random_group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))


def _key(purpose: str) -> bytes:
    return derive(get_settings().secret_key, purpose)


def _place(account_id: uuid.UUID) -> bytes:
    return f"platform\0account\0totp_secret\0{account_id}".encode()
