"""Signing in, step by step: password, then the code when the account has a second step, then the session.

Refusals say the same whether the account exists or not, and take as long: a password is always compared.
"""

import uuid
from dataclasses import dataclass

import flask
from flask_login import LoginManager, UserMixin, login_user, logout_user

from core import clock, context
from core.accounts import passwords, queries, services
from core.accounts.errors import CodeRefused, NoRoleHere, SignInRefused
from core.accounts.queries import Credentials
from core.auth import session_store, sessions, slow_down
from core.context import find_tenant

PENDING = "pending_account"
PENDING_UNTIL = "pending_until"
PENDING_NEXT = "pending_next"
PENDING_SECONDS = 600

login_manager = LoginManager()
login_manager.session_protection = None  # type: ignore[assignment]  # untyped upstream; ours is stronger: the row is bound to host and tenant (core/auth/sessions.py)


class SignedIn(UserMixin):
    """What Flask-Login knows of the person: the id of the account. Everything else is core.context.Person."""

    def __init__(self, account_id: uuid.UUID) -> None:
        self.id = str(account_id)


@login_manager.request_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def _load_user(_request: flask.Request) -> SignedIn | None:
    person = context.find_person()
    return SignedIn(person.account_id) if person else None


@dataclass(frozen=True, slots=True)
class Where:
    """From where and to which host someone signs in."""

    host: str
    address: str
    tenant_id: uuid.UUID | None


def here() -> Where:
    """Where this request is."""
    tenant = find_tenant()
    return Where(flask.request.host, flask.request.remote_addr or "", tenant.id if tenant else None)


def check_password(*, email: str, password: str) -> Credentials:
    """The account behind e-mail and password. Raises SignInRefused, TooManyTries or NoRoleHere."""
    where = here()
    tried = slow_down.counters(email, host=where.host, address=where.address)
    if slow_down.count_try(tried):
        _note("account_slowed_everywhere", where)
    found = queries.find_credentials(email)
    right = passwords.matches(found.password_hash if found else None, password)
    if found is None or not right or not found.active:
        _note("sign_in_refused", where, found.account_id if found else None)
        raise SignInRefused
    if not queries.has_role_at(found.account_id, where.tenant_id):
        _note("sign_in_without_role", where, found.account_id)
        raise NoRoleHere
    if found.totp_secret is None:
        slow_down.forgive(tried)
    return found


def await_code(found: Credentials, *, wanted: str | None) -> None:
    """Remember, in a fresh session without an account, who still owes the code and where they were going."""
    session = sessions.current()
    session.end()
    session[PENDING] = str(found.account_id)
    session[PENDING_NEXT] = wanted
    session[PENDING_UNTIL] = clock.now().timestamp() + PENDING_SECONDS


def find_pending() -> uuid.UUID | None:
    """Who has given the password in this browser within ten minutes and owes the code."""
    session = sessions.current()
    until = session.get(PENDING_UNTIL, 0)
    if PENDING not in session or clock.now().timestamp() > until:
        return None
    return uuid.UUID(session[PENDING])


def pending_next() -> str | None:
    """Where the one who owes the code was going."""
    wanted = sessions.current().get(PENDING_NEXT)
    return wanted if isinstance(wanted, str) else None


def check_code(*, account_id: uuid.UUID, code: str) -> Credentials:
    """The second step, with a count of its own. Raises CodeRefused, TooManyTries or NoRoleHere."""
    where = here()
    found = queries.get_credentials(account_id)
    tried = slow_down.counters(f"code of {account_id}", host=where.host, address=where.address)
    slow_down.count_try(tried)
    if not found.active or found.totp_secret is None:
        raise CodeRefused
    try:
        services.use_code(account_id=account_id, sealed_secret=found.totp_secret, code=code)
    except CodeRefused:
        _note("code_refused", where, account_id)
        raise
    if not queries.has_role_at(account_id, where.tenant_id):
        raise NoRoleHere
    slow_down.forgive(tried)
    slow_down.forgive(slow_down.counters(found.email, host=where.host, address=where.address))
    return found


def complete(found: Credentials) -> None:
    """Begin the session. Its id is new, and nothing remembered before it lives on but the language."""
    session = sessions.current()
    session.begin(found.account_id)
    if session.person is None:
        raise SignInRefused  # disabled or without a role since the password was checked
    context.set_person(session.person)
    login_user(SignedIn(found.account_id))
    session.pop("_id", None)  # Flask-Login's mark of address and browser; the row needs neither
    session["language"] = found.language
    _note("signed_in", here(), found.account_id)


def leave() -> None:
    """End the session."""
    person = context.find_person()
    logout_user()
    sessions.current().end()
    if person is not None:
        _note("signed_out", here(), person.account_id)


def _note(kind: str, where: Where, account_id: uuid.UUID | None = None) -> None:
    session_store.note(kind, host=where.host, account_id=account_id, tenant_id=where.tenant_id)
