"""Sessions in platform.session: found, made, kept and killed, each in a short transaction of its own (architecture D4).

The cookie carries 256 random bits; the table knows only their hash, so that a copy of it opens nothing.
"""

import datetime as dt
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import sqlalchemy as sa

from core import clock
from core.accounts.models import Account, Membership, SecurityEvent, SessionRow
from core.context import request_id
from core.db import engine_for, new_id

ID_BYTES = 32
IDLE = dt.timedelta(minutes=30)
ABSOLUTE = dt.timedelta(hours=10)
BEFORE_SIGN_IN = dt.timedelta(minutes=60)
"""How long a session without an account lives: long enough for a sign-in page left open, too short to be hoarded."""
TOUCH_EVERY = dt.timedelta(minutes=1)
GRACE = dt.timedelta(hours=72)
"""How long the row of an expired session is kept: it opens nothing, but what its forms still send can be told from what
others make up, and so be kept as a draft (architecture D6). A form left on Friday may be sent on Monday."""
SWEEP_AT_ONCE = 200

_session = cast("sa.Table", SessionRow.__table__)
_account = cast("sa.Table", Account.__table__)
_membership = cast("sa.Table", Membership.__table__)
_event = cast("sa.Table", SecurityEvent.__table__)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A membership in force at the session's site."""

    role: str
    employer_name: str
    authority_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Holder:
    """The account of a session, with its roles at the session's site as they are now."""

    account_id: uuid.UUID
    name: str
    email: str
    active: bool
    has_totp: bool
    roles: Sequence[HeldRole] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as it lies in the table. Times are in UTC."""

    id_hash: bytes
    host: str
    tenant_id: uuid.UUID | None
    seen_at: dt.datetime
    idle_until: dt.datetime
    absolute_until: dt.datetime
    created_at: dt.datetime
    values: dict[str, Any] = field(default_factory=dict)
    holder: Holder | None = None

    @property
    def is_expired(self) -> bool:
        """Whether it is past one of its limits. Then it is nobody's session any more."""
        now = clock.now()
        return now >= self.idle_until or now >= self.absolute_until


def hash_of(cookie: str) -> bytes:
    """What the table knows of a cookie. The id is random in full, so that a plain hash is enough."""
    return hashlib.sha256(cookie.encode()).digest()


def _finding() -> sa.Select[Any]:
    today = sa.bindparam("today", type_=sa.Date())
    in_force = sa.and_(
        _membership.c.account_id == _session.c.account_id,
        _membership.c.tenant_id.is_not_distinct_from(_session.c.tenant_id),
        _membership.c.starts_on <= today,
        sa.or_(_membership.c.ended_on.is_(None), _membership.c.ended_on > today),
    )
    return (
        sa.select(
            _session,
            *(_account.c[name] for name in ("name", "email", "active")),
            _account.c.totp_secret.is_not(None).label("has_totp"),
            *(_membership.c[name] for name in ("role", "employer_name", "authority_id")),
        )
        .select_from(_session.outerjoin(_account).outerjoin(_membership, in_force))
        .where(_session.c.id_hash == sa.bindparam("id_hash"))
        .order_by(_membership.c.role)
    )


_FIND = _finding()
"""Asked on every request, so built once."""


def find(id_hash: bytes) -> Stored | None:
    """The session with its account and the roles held at its site, in one query; None when there is none."""
    with engine_for("platform", single=True).connect() as connection:
        rows = connection.execute(_FIND, {"id_hash": id_hash, "today": clock.today()}).all()
    return _stored(rows) if rows else None


def find_holder(account_id: uuid.UUID, tenant_id: uuid.UUID) -> Holder | None:
    """An account with the roles it holds at the tenant today, for a job; None when there is no such account."""
    today = clock.today()
    in_force = sa.and_(
        _membership.c.account_id == _account.c.id,
        _membership.c.tenant_id == tenant_id,
        _membership.c.starts_on <= today,
        sa.or_(_membership.c.ended_on.is_(None), _membership.c.ended_on > today),
    )
    asked = sa.select(_account, _membership.c.role, _membership.c.employer_name, _membership.c.authority_id)
    with engine_for("platform", single=True).connect() as connection:
        rows = connection.execute(
            asked.select_from(_account.outerjoin(_membership, in_force)).where(_account.c.id == account_id)
        ).all()
    if not rows:
        return None
    held = [HeldRole(row.role, row.employer_name, row.authority_id) for row in rows if row.role]
    first = rows[0]
    return Holder(first.id, first.name, first.email, first.active, first.totp_secret is not None, held)


def create(*, host: str, tenant_id: uuid.UUID | None, account_id: uuid.UUID | None, values: Mapping[str, Any]) -> str:
    """Store a new session. Returns the value of its cookie, which is nowhere else."""
    cookie = secrets.token_urlsafe(ID_BYTES)
    now = clock.now()
    row = {
        "id_hash": hash_of(cookie),
        "host": host,
        "tenant_id": tenant_id,
        "account_id": account_id,
        "values": _written(values),
        "created_at": now,
        "seen_at": now,
        "idle_until": now + (IDLE if account_id else BEFORE_SIGN_IN),
        "absolute_until": now + (ABSOLUTE if account_id else BEFORE_SIGN_IN),
    }
    with engine_for("platform").begin() as connection:
        connection.execute(sa.insert(_session), row)
    return cookie


def keep_values(id_hash: bytes, values: Mapping[str, Any]) -> None:
    """Write what the session remembers."""
    with engine_for("platform").begin() as connection:
        connection.execute(sa.update(_session).where(_session.c.id_hash == id_hash).values({"values": _written(values)}))


def touch(stored: Stored) -> Stored:
    """Note that the session is in use, at most once a minute. The absolute limit never moves. Returns it as it is then."""
    now = clock.now()
    if stored.holder is None or now - stored.seen_at < TOUCH_EVERY:
        return stored
    with engine_for("platform").begin() as connection:
        connection.execute(
            sa.update(_session)
            .where(_session.c.id_hash == stored.id_hash, _session.c.seen_at <= now - TOUCH_EVERY)
            .values(seen_at=now, idle_until=now + IDLE)
        )
    return replace(stored, seen_at=now, idle_until=now + IDLE)


def kill(id_hash: bytes) -> None:
    """End one session. Ending one that is gone already does nothing."""
    with engine_for("platform").begin() as connection:
        connection.execute(sa.delete(_session).where(_session.c.id_hash == id_hash))


def kill_own(account_id: uuid.UUID, id_hash: bytes) -> bool:
    """End one session if it is this account's. Returns whether there was one."""
    mine = sa.and_(_session.c.account_id == account_id, _session.c.id_hash == id_hash)
    with engine_for("platform").begin() as connection:
        return connection.execute(sa.delete(_session).where(mine)).rowcount == 1


def kill_all(account_id: uuid.UUID, *, but: bytes | None = None) -> None:
    """End every session of an account on every host, except one."""
    statement = sa.delete(_session).where(_session.c.account_id == account_id)
    if but is not None:
        statement = statement.where(_session.c.id_hash != but)
    with engine_for("platform").begin() as connection:
        connection.execute(statement)


def kill_at(account_id: uuid.UUID, tenant_id: uuid.UUID | None) -> None:
    """End every session of an account at a tenant or (None) the county."""
    there = sa.and_(_session.c.account_id == account_id, _session.c.tenant_id.is_not_distinct_from(tenant_id))
    with engine_for("platform").begin() as connection:
        connection.execute(sa.delete(_session).where(there))


def list_of(account_id: uuid.UUID) -> list[Stored]:
    """Every session of an account that is still in force, the one used last first."""
    now = clock.now()
    statement = (
        sa.select(_session)
        .where(_session.c.account_id == account_id, _session.c.idle_until > now, _session.c.absolute_until > now)
        .order_by(_session.c.seen_at.desc(), _session.c.id_hash)
    )
    with engine_for("platform").connect() as connection:
        return [_without_holder(row) for row in connection.execute(statement)]


def sweep() -> int:
    """Remove a batch of sessions past their limits, those of an account after GRACE. Returns how many.

    Safe to run from several processes at once.
    """
    now = clock.now()
    limit = sa.func.least(_session.c.idle_until, _session.c.absolute_until)
    old = (
        sa.select(_session.c.id_hash)
        .where(sa.or_(limit <= now - GRACE, sa.and_(limit <= now, _session.c.account_id.is_(None))))
        .limit(SWEEP_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    with engine_for("platform").begin() as connection:
        return connection.execute(sa.delete(_session).where(_session.c.id_hash.in_(old))).rowcount


def note(
    kind: str,
    *,
    host: str = "",
    account_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    tenant_id: uuid.UUID | None = None,
) -> None:
    """Write a row of what security watches. Ids and kinds only."""
    row = {
        "id": new_id(),
        "at": clock.now(),
        "kind": kind,
        "host": host,
        "account_id": account_id,
        "subject_id": subject_id,
        "tenant_id": tenant_id,
        "request_id": request_id(),
    }
    with engine_for("platform").begin() as connection:
        connection.execute(sa.insert(_event), row)


def _written(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, default=str)


def _stored(rows: Sequence[Any]) -> Stored:
    first = rows[0]
    held = [HeldRole(row.role, row.employer_name, row.authority_id) for row in rows if row.role]
    holder = None
    if first.account_id is not None:
        holder = Holder(first.account_id, first.name, first.email, first.active, first.has_totp, held)
    return _without_holder(first, holder)


def _without_holder(row: Any, holder: Holder | None = None) -> Stored:
    return Stored(
        id_hash=bytes(row.id_hash),
        host=row.host,
        tenant_id=row.tenant_id,
        seen_at=row.seen_at,
        idle_until=row.idle_until,
        absolute_until=row.absolute_until,
        created_at=row.created_at,
        values=json.loads(row.values),
        holder=holder,
    )
