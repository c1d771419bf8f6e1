"""One-time links: a random token that only its holder has, and the hash that is kept of it."""

import datetime as dt
import hashlib
import secrets
import uuid

import sqlalchemy as sa

from core import clock
from core.accounts.models import OneTimeLink
from core.accounts.terms import LinkPurpose
from core.db import new_id, session

LINK_LIVES = dt.timedelta(hours=72)
TOKEN_BYTES = 16


def make_link(account_id: uuid.UUID, purpose: LinkPurpose, *, link_id: uuid.UUID | None = None) -> str:
    """The token of a link that works once within 72 hours. Only its hash is kept; links made before stop working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    earlier = sa.and_(OneTimeLink.account_id == account_id, OneTimeLink.used_at.is_(None))
    session.execute(sa.update(OneTimeLink).where(earlier).values(used_at=now))
    row = OneTimeLink(
        id=link_id or new_id(),
        account_id=account_id,
        token_hash=hash_token(token),
        purpose=purpose.value,
        expires_at=now + LINK_LIVES,
    )
    session.add(row)
    session.flush()
    return token


def hash_token(token: str) -> bytes:
    """What is kept of a link's token, which is random in full."""
    return hashlib.sha256(token.encode()).digest()
