"""Names and passwords of the database's roles (architecture 3, D1).

Passwords are derived, never stored: from MIA_SECRET_KEY for what the web needs, from MIA_WORKER_KEY for the builder.
"""

import base64
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


def required_password(role: str, settings: Settings) -> str:
    """Like `password`, but raises WallBreach instead of trying to get in without one."""
    found = password(role, settings)
    if not found:
        raise WallBreach(f"this process holds no secret for {role}")
    return found
