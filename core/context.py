"""Who and where: tenant, site, person, language and request id, set once at the edge, read anywhere.

Kept in one context variable that is replaced as a whole, so that a thread or a job never sees half of another's context.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field, replace
from typing import Literal

from core.errors import WallBreach

SiteKind = Literal["county", "tenant"]
Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class TenantRef:
    """What the rest of the house may know of a tenant. `schema` names its PostgreSQL schema, and its roles begin with it."""

    id: uuid.UUID
    slug: str
    name: str
    schema: str
    accent: str = "lansvatten"
    is_owner: bool = False
    domain: str | None = None
    """Its own host name, where its readers are meant to meet it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a request arrived: the county's host, or a tenant's."""

    kind: SiteKind
    tenant: TenantRef | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in member of staff with the roles that hold here and now (read from membership on every request)."""

    account_id: uuid.UUID
    name: str
    email: str
    roles: frozenset[str]
    employer: str = ""
    authority_id: uuid.UUID | None = None
    """The authority that employs them in this tenant; None for staff of the förbund and of the county."""
    session_id: bytes = b""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that holds during one request, job or command."""

    site: Site | None = None
    person: Person | None = None
    language: Language = "sv"
    request_id: str = ""
    reads: "Reads" = field(default_factory=lambda: Reads())
    kind: Literal["request", "job", "command"] = "command"
    only_reads: bool = False
    """A request that may not change anything (GET): the edge rolls it back whatever it did."""


@dataclass(slots=True)
class Reads:
    """Whether this scope has read personal data, and whether the access log knows it."""

    personal: bool = False
    logged: bool = False


_scope: ContextVar[Scope] = ContextVar("mia_scope")


def scope() -> Scope:
    """The scope in force; an empty one outside requests, jobs and commands."""
    try:
        return _scope.get()
    except LookupError:
        return Scope()


def enter(new: Scope) -> Token[Scope]:
    """Make `new` the scope; give the token to `leave`."""
    return _scope.set(new)


def leave(token: Token[Scope]) -> None:
    """Restore what was before `enter`."""
    _scope.reset(token)


@contextmanager
def entered(new: Scope) -> Iterator[Scope]:
    """`enter` and `leave` around a block."""
    token = enter(new)
    try:
        yield new
    finally:
        leave(token)


def set_person(person: Person | None) -> None:
    """Sign-in calls this once a request, after the session was checked against host and tenant."""
    _scope.set(replace(scope(), person=person))


def set_language(language: Language) -> None:
    """core.i18n calls this once a request."""
    _scope.set(replace(scope(), language=language))


def find_site() -> Site | None:
    """The site of this request, or None outside one."""
    return scope().site


def current_site() -> Site:
    """The site of this request. Raises WallBreach outside one."""
    site = scope().site
    if site is None:
        raise WallBreach("no site: this code ran outside a request, job or tenant scope")
    return site


def find_tenant() -> TenantRef | None:
    """The tenant in force, or None on the county's site."""
    site = scope().site
    return site.tenant if site else None


def current_tenant() -> TenantRef:
    """The tenant in force. There is no default tenant: raises WallBreach when none was set."""
    tenant = find_tenant()
    if tenant is None:
        raise WallBreach("no tenant: nothing of a tenant may be read or written here")
    return tenant


def find_person() -> Person | None:
    """Who is signed in, or None."""
    return scope().person


def current_person() -> Person:
    """Who is signed in. Raises WallBreach when nobody is: views that need a person declare a permission."""
    person = scope().person
    if person is None:
        raise WallBreach("nobody is signed in")
    return person


def language() -> Language:
    """The language of this request: "sv" unless chosen otherwise."""
    return scope().language


def request_id() -> str:
    """The id that ties a log line, an access-log row and an error page together."""
    return scope().request_id
