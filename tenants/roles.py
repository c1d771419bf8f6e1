"""Names and passwords of the database's roles (architecture 3, D1).

Passwords are derived, never stored: from MIA_SECRET_KEY for what the web needs, from MIA_WORKER_KEY for the builder.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from core.config import Settings
from core.crypto import derive
from core.errors import WallBreach

PLATFORM_OWNER: Final = "platform_owner"
PLATFORM_APP: Final = "platform_app"
ROLLUP_OWNER: Final = "rollup_owner"
ROLLUP_BUILDER: Final = "rollup_builder"
ROLLUP_READER: Final = "rollup_reader"

TENANT_LOGINS: Final = ("app", "public", "log")


def tenant_role(schema: str, part: str) -> str:
    """`part` is owner, app, public or log."""
    return f"{schema}_{part}"


def password(role: str, settings: Settings) -> str:
    """The password of a LOGIN role, or an empty string when this process does not hold the secret it is derived from."""
    secret = settings.worker_key if role == ROLLUP_BUILDER else settings.secret_key
    if not secret:
        return ""
    return base64.urlsafe_b64encode(derive(secret, f"role/{role}")).decode().rstrip("=")


def verifier(password: str) -> str:
    """What the server keeps of a derived password (SCRAM-SHA-256), made here so that the password is never sent to it.

    One round of hashing: rounds slow down guessing, and nobody guesses 256 bits. With PostgreSQL's 4 096 rounds every new
    connection costs 3.5 ms of processor time more (docs/benchmarks.md), and a tenant seldom visited needs a new one.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_, stored_, server_ = (base64.b64encode(value).decode() for value in (salt, stored, server))
    return f"SCRAM-SHA-256$1:{salt_}${stored_}:{server_}"


def required_password(role: str, settings: Settings) -> str:
    """Like `password`, but raises WallBreach instead of trying to get in without one."""
    found = password(role, settings)
    if not found:
        raise WallBreach(f"this process holds no secret for {role}")
    return found
