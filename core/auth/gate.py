"""Before every view: who is it, and may they? What declares nothing is refused (architecture 2)."""

import logging
from urllib.parse import quote, urlsplit

import flask
from flask import current_app, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from core import context
from core.auth import second_step, session_store, sessions, unsent
from core.auth.permissions import Access, Permission, access_of, is_static, may
from core.config import get_settings
from core.context import Person
from core.errors import NotAllowed, NotFound, WallBreach

SIGN_IN = "/sign-in"
ENROL = "/profile/second-step"


def identify() -> None:
    """Find who is signed in on this host, or nobody. Runs before anything asks for the person or the language."""
    if is_static(request.endpoint):
        return
    session = sessions.current()
    session.load()
    context.set_person(session.person)
    session.touch()


def guard() -> Response | None:
    """Refuse the request unless its endpoint is public or the person holds what it needs.

    An address that does not exist is answered by Flask (404 or 405) and tells nobody who asks anything.
    """
    endpoint = request.endpoint
    if endpoint is None:
        return None
    access = access_of(endpoint, current_app.view_functions.get(endpoint))
    if access is None:
        raise _undeclared(endpoint)
    if access.public:
        return None
    if request.method == "OPTIONS":
        raise MethodNotAllowed
    person = context.find_person()
    if person is None:
        return _to_sign_in()
    if _must_enrol(person, access):
        return redirect(request.script_root + ENROL, 303)
    if not may(person, *access.permissions):
        _refuse(person, access)
    return None


def safe_next(address: str | None) -> str | None:
    """`address` when it is a path of this very host, else None. Never the sign-in pages themselves."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return None
    if any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in address):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    own = parts.path.removeprefix("/en")
    return None if own.startswith((SIGN_IN, "/sign-out", "/welcome")) else address


def _undeclared(endpoint: str) -> Exception:
    if get_settings().env == "test":
        return WallBreach(f"{endpoint} declares neither a permission nor @public")
    logging.getLogger("mia.security").error("endpoint without declared permission: %s", endpoint)
    return NotFound()


def _to_sign_in() -> Response:
    address = request.script_root + SIGN_IN
    if request.method not in ("GET", "HEAD"):
        kept = safe_next(unsent.keep_unsent())
        return redirect(f"{address}?next={quote(kept)}" if kept else address, 303)
    wanted = safe_next(request.script_root + request.full_path.rstrip("?"))
    return redirect(f"{address}?next={quote(wanted)}" if wanted else address)


def _must_enrol(person: Person, access: Access) -> bool:
    """Nothing but the own account opens before the second step is in place."""
    if Permission.SEE_OWN_ACCOUNT in access.permissions or sessions.current().has_totp:
        return False
    return second_step.is_required(person)


def _refuse(person: Person, access: Access) -> None:
    if request.method == "POST" and unsent.is_somebody_elses():  # an open tab: said as such, though this person finds nothing
        raise CSRFError("a form of who was signed in here before")
    tenant = context.find_tenant()
    session_store.note("refused", host=request.host, account_id=person.account_id, tenant_id=tenant.id if tenant else None)
    raise NotAllowed if access.visible else NotFound


def init_app(app: flask.Flask) -> None:
    """Register the two hooks, in this order, before those of the web."""
    app.before_request(identify)
    app.before_request(guard)
