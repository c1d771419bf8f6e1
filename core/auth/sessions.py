"""Flask's session as a row on the server, bound to one host and one tenant (architecture D4).

Readers of public pages have none: a row and a cookie come into being when something is first remembered, which is the
token of the sign-in form. The id changes at sign-in and dies at sign-out. Account, roles and limits are looked up anew
on every request, so that what has been taken away is gone at the next one.
"""

import hashlib
import hmac
import logging
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import flask
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

from core import clock
from core.accounts.terms import COUNTY_ROLES, TENANT_ROLES, Role
from core.auth import session_store
from core.auth.session_store import HeldRole, Holder, Stored
from core.authorities.queries import has_agreement
from core.config import get_settings
from core.context import Person, find_tenant

SECURITY_LOG = logging.getLogger("mia.security")
LONGEST_COOKIE = 64
KEPT_AT_SIGN_IN = ("language",)
AFTER = "after"
"""In a session without an account: the expired session that this browser had before, by its hash."""
CSRF = "csrf_token"


class ServerSession(SessionMixin):
    """What one browser's session remembers. The row is read when it is first asked for."""

    modified = False

    def __init__(self, cookie: str | None) -> None:
        self.given = cookie
        self.made: str | None = None
        """The value of the new cookie when this request has made a row."""
        self.person: Person | None = None
        self.has_totp = False
        self._values: dict[str, Any] | None = None
        self._stored: Stored | None = None
        self._given_expired: Stored | None = None

    @property
    def id_hash(self) -> bytes | None:
        """The key of the row, or None while there is none."""
        self.load()
        return self._stored.id_hash if self._stored else None

    def load(self) -> dict[str, Any]:
        """The remembered values; the first call reads the row and judges it."""
        if self._values is None:
            self._values = {}
            cookie = self.made or self.given
            stored = accepted(cookie) if cookie else None
            if stored is not None and stored.is_expired:
                self._given_expired = stored
            elif stored is not None:
                self._stored, self._values = stored, dict(stored.values)
                if stored.holder is not None:
                    self.has_totp = stored.holder.has_totp
                    self.person = with_agreement(person_of(stored.holder, stored.tenant_id, stored.id_hash))
        return self._values

    def touch(self) -> None:
        """Move the idle limit, at most once a minute."""
        if self._stored is not None:
            self._stored = session_store.touch(self._stored)

    def seconds_left(self) -> tuple[int, int] | None:
        """Seconds until the session ends when nothing is done, and until it ends whatever is done; None for nobody's."""
        self.load()
        if self._stored is None or self._stored.holder is None:
            return None
        idle, absolute = (limit - clock.now() for limit in (self._stored.idle_until, self._stored.absolute_until))
        return int(min(idle, absolute).total_seconds()), int(absolute.total_seconds())

    def expired(self) -> Stored | None:
        """The session this browser had until it expired, for a while after. It opens nothing."""
        after = self.load().get(AFTER)
        if self._given_expired is not None or not after:
            return self._given_expired
        stored = session_store.find(bytes.fromhex(after))
        return stored if stored is not None and stored.is_expired and _fault(stored) is None else None

    def begin(self, account_id: uuid.UUID) -> None:
        """Sign in: the former session dies with all it remembered; the new one has a new id and is in force at once.

        Whoever signs in again after their own session has expired keeps its form token, so that what stands in other
        tabs can still be sent. Nobody else gets it.
        """
        kept = {name: value for name, value in self.load().items() if name in KEPT_AT_SIGN_IN}
        before = self.expired()
        if before is not None:
            if before.holder is not None and before.holder.account_id == account_id and CSRF in before.values:
                kept[CSRF] = before.values[CSRF]
            session_store.kill(before.id_hash)
        self.end()
        self.made = self._create(account_id, kept)
        self._values = None
        self.load()

    def end(self) -> None:
        """Sign out: the row is gone at once, the cookie with the answer."""
        self.load()
        for row in (self._stored, self._given_expired):
            if row is not None:
                session_store.kill(row.id_hash)
        self.person = self._stored = self.made = self._given_expired = None
        self._values = {}
        self.modified = False

    def save(self) -> None:
        """Write what has changed; a session that remembers something for the first time gets its row."""
        if self.modified and self._stored is not None:
            session_store.keep_values(self._stored.id_hash, self.load())
        elif self.modified and self._values:
            self.made = self._create(None, self._values)

    def _create(self, account_id: uuid.UUID | None, values: dict[str, Any]) -> str:
        session_store.sweep()
        values = {CSRF: _form_token(account_id)} | values  # one for all tabs, whichever asks first
        if account_id is None and self._given_expired is not None:
            values[AFTER] = self._given_expired.id_hash.hex()
        tenant_id = tenant_id_here()
        return session_store.create(host=flask.request.host, tenant_id=tenant_id, account_id=account_id, values=values)

    def __getitem__(self, name: str) -> Any:
        return self.load()[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.load()[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.load()[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.load())

    def __len__(self) -> int:
        return len(self.load())


class ServerSessions(SessionInterface):
    """Opens and saves ServerSession. The cookie is a session cookie: it goes when the browser closes."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:  # noqa: ARG002 - Flask's signature
        cookie = request.cookies.get(cookie_name(request))
        return ServerSession(cookie if cookie and len(cookie) <= LONGEST_COOKIE else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002
        own = cast("ServerSession", session)
        own.save()
        if own.accessed:
            response.vary.add("Cookie")
        name = cookie_name(flask.request)
        secure = get_settings().secure
        if own.made is not None:
            response.set_cookie(name, own.made, path="/", secure=secure, httponly=True, samesite="Lax")
        elif own.accessed and name in flask.request.cookies and own.id_hash is None and own.expired() is None:
            response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")


def cookie_name(request: Request) -> str:
    """`__Host-` binds the cookie to exactly this host over TLS; without TLS ports share cookies, so the name has the port."""
    if get_settings().secure:
        return "__Host-mia"
    port = request.host.rpartition(":")[2]
    return f"mia-{port if port.isdigit() else 80}"


def accepted(cookie: str) -> Stored | None:
    """The stored session when it is of this host and its account may be here; it may have expired (`is_expired`).

    What may not be used is killed, so that it never can again.
    """
    stored = session_store.find(session_store.hash_of(cookie))
    if stored is None:
        SECURITY_LOG.info("a session cookie that is not known")
        return None
    fault = _fault(stored)
    if fault is None:
        return stored
    session_store.kill(stored.id_hash)
    if fault:
        account_id = stored.holder.account_id if stored.holder else None
        session_store.note(fault, host=flask.request.host, account_id=account_id, tenant_id=stored.tenant_id)
    return None


def _fault(stored: Stored) -> str | None:
    """Why a session is dead: the kind of a security event, "" for what happens every day, None while it may live."""
    if (stored.host, stored.tenant_id) != (flask.request.host, tenant_id_here()):
        return "session_replayed_elsewhere"
    holder = stored.holder
    if holder is None or clock.now() >= min(stored.idle_until, stored.absolute_until) + session_store.GRACE:
        return "" if stored.is_expired else None
    if holder.active and roles_here(holder, stored.tenant_id):
        return None
    if stored.is_expired:
        return ""
    return "session_without_role" if holder.active else "session_of_disabled_account"


def roles_here(holder: Holder, tenant_id: uuid.UUID | None) -> list[HeldRole]:
    """The roles that mean something at this kind of site. A role that is not known gives nothing."""
    known = COUNTY_ROLES if tenant_id is None else TENANT_ROLES
    return [held for held in holder.roles if held.role in known]


def person_of(holder: Holder, tenant_id: uuid.UUID | None, session_id: bytes = b"") -> Person:
    """The person as the rest of the house sees them.

    Who holds the förbund's office role, or is said to be employed by two authorities at once, has no authority and so
    reads no person: services refuse both, and this holds should a row say otherwise.
    """
    held = roles_here(holder, tenant_id)
    authorities = {one.authority_id for one in held if one.authority_id is not None}
    roles = frozenset(one.role for one in held)
    sole = authorities.pop() if len(authorities) == 1 and Role.ASSOCIATION_OFFICE not in roles else None
    employers = sorted({one.employer_name for one in held if sole is None or one.authority_id == sole})
    return Person(
        account_id=holder.account_id,
        name=holder.name,
        email=holder.email,
        roles=roles,
        employer=", ".join(employers),
        authority_id=sole,
        session_id=session_id,
    )


def with_agreement(person: Person) -> Person:
    """The person as they are today: an authority whose processing agreement is not in force opens nothing to its staff.

    The tenant's own list is asked at every request, so that an agreement that ends, or is ended, holds from the next one.
    """
    if person.authority_id is None or has_agreement(person.authority_id):
        return person
    return replace(person, authority_id=None)


def _form_token(account_id: uuid.UUID | None) -> str:
    return secrets.token_hex(20) + (f".{mark_of(account_id)}" if account_id else "")


def mark_of(account_id: uuid.UUID) -> str:
    """What the form tokens of an account end with, so that a form can be told from another person's. Names nobody."""
    key = str(flask.current_app.secret_key).encode()
    return hmac.new(key, b"form of " + account_id.bytes, hashlib.sha256).hexdigest()[:16]


def tenant_id_here() -> uuid.UUID | None:
    """The tenant of this request, or None on the county's site."""
    tenant = find_tenant()
    return tenant.id if tenant else None


def current() -> ServerSession:
    """The session of this request as what it is."""
    return cast("ServerSession", flask.session._get_current_object())  # type: ignore[attr-defined]
