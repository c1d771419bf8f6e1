"""A form that is sent after its session has expired: whose it is, and what becomes of it (architecture D6).

The token in the form is checked against the session that gave it. When it is right, what was typed is kept for that
account, by whoever registers to do so, and nothing else is done: nobody is signed in by it.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from core import context
from core.auth import sessions
from core.auth.session_store import Stored
from core.context import scope

Keeper = Callable[[Mapping[str, Any]], str | None]
"""Called as the person whose session it was, with what that session remembered. Returns the address of the form's page."""


def _keep_nothing(_remembered: Mapping[str, Any]) -> str | None:
    return None


_keeper: Keeper = _keep_nothing


def use_keeper(keeper: Keeper) -> None:
    """Called once when the web is put together."""
    global _keeper
    _keeper = keeper


def keep_unsent() -> str | None:
    """Keep what an expired session's form has sent. Returns the address to go on from, None when nothing was kept."""
    expired = sessions.current().expired()
    if expired is None or expired.holder is None or not _is_of(expired):
        return None
    person = sessions.with_agreement(sessions.person_of(expired.holder, expired.tenant_id, expired.id_hash))
    with context.entered(replace(scope(), person=person)):
        return _keeper(expired.values)


def is_somebody_elses() -> bool:
    """Whether the form that was sent was opened by another person than the one who is signed in on this browser now."""
    person = context.find_person()
    _secret, marked, mark = _given_token().rpartition(".")
    return person is not None and bool(marked) and not hmac.compare_digest(mark, sessions.mark_of(person.account_id))


def _is_of(expired: Stored) -> bool:
    """Whether the form's token was given out by that session."""
    known, given = expired.values.get(sessions.CSRF), _given_token()
    return isinstance(known, str) and given != "" and hmac.compare_digest(given, known)


def _given_token() -> str:
    """The token of the form that was sent, once it is certain that we gave it out; else empty."""
    serializer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        given = serializer.loads(request.form.get(sessions.CSRF, ""))
    except BadData:
        return ""
    return given if isinstance(given, str) and given.isascii() else ""
