"""Forms for whoever has not signed in (architecture D6): no cookie, so no session's token.

Instead the page carries a signed token that holds for this host, this form and a day, and names this opening of the form;
and the browser says where the form was sent from. A token opens nothing and tells nothing: it only shows that the form was
fetched from here.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.exceptions import BadRequest

from core.auth.limits import site_of
from core.config import get_settings
from core.crypto import derive

LASTS = 24 * 60 * 60
"""Seconds. Whoever needs longer gets the form back with all that was written."""
_LONGEST = 500


def new_opening(form: str) -> str:
    """The token of one opening of `form` on this host."""
    return str(_timed(form).dumps([site_of(request.host), secrets.token_hex(16)]))


def find_opening(form: str, token: str | None) -> str | None:
    """What names the opening, or None for a token of another host or form, an old one, or one that was made up."""
    try:
        host, opening = _timed(form).loads((token or "")[:_LONGEST], max_age=LASTS)
    except (BadData, ValueError, TypeError):
        return None
    return str(opening) if host == site_of(request.host) else None


def new_receipt(form: str, *said: str) -> str:
    """The last part of a receipt's address: what it says, signed, so that nobody is sent a receipt that we did not give."""
    return str(_lasting(form).dumps([site_of(request.host), *said]))


def find_receipt(form: str, token: str) -> list[str] | None:
    """What the receipt says, or None when it is none of ours."""
    try:
        host, *said = _lasting(form).loads(token[:_LONGEST])
    except (BadData, ValueError, TypeError):
        return None
    return list(map(str, said)) if host == site_of(request.host) else None


def refuse_other_sites() -> None:
    """Raise BadRequest when the browser says that another site sends this form.

    Every browser of the last years says so by at least one of the two headers. Who sends neither (no browser, or a very
    old one) is left to the token.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if fetched_from not in ("same-origin", "none") or (origin is not None and not _is_own(origin)):
        raise BadRequest


def never_kept(response: Response) -> Response:
    """For `blueprint.after_request`: neither a form nor a receipt is kept anywhere."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_own(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == request.host.lower()
    except ValueError:
        return False


def _timed(form: str) -> Any:
    return URLSafeTimedSerializer(_key(), salt=f"opening/{form}")


def _lasting(form: str) -> Any:
    return URLSafeSerializer(_key(), salt=f"receipt/{form}")


def _key() -> bytes:
    return derive(get_settings().secret_key, "open-forms")
