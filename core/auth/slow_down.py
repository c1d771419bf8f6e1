"""Guessing slows down, and survives a restart: failures are counted in platform.sign_in_try under keyed hashes.

Three counters, because one account signs in on several hosts and one authority may share one address:
- account on this host: after 5 failures a pause that doubles from 30 s to 15 min. Guessing at one delprojekt's host never
  locks the account out of another's.
- account on all hosts: after 100 failures without a success (NIST SP 800-63B) one try a minute everywhere, and a security
  event. It takes hours to get there through the counter above, and it slows the owner but never shuts them out.
- address: after 60 failures one try a minute from there, whoever they try to be.
A failure is counted before the password is looked at, so that parallel guesses do not slip through.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.accounts.errors import TooManyTries
from core.accounts.models import SignInTry
from core.auth.limits import site_of
from core.config import get_settings
from core.crypto import derive
from core.db import engine_for

FORGOTTEN_AFTER = dt.timedelta(hours=24)
HOST_FREE, HOST_FIRST_PAUSE, HOST_LONGEST_PAUSE = 5, dt.timedelta(seconds=30), dt.timedelta(minutes=15)
EVERYWHERE_FREE, ADDRESS_FREE = 100, 60
ONE_A_MINUTE = dt.timedelta(minutes=1)

_try = cast("sa.Table", SignInTry.__table__)


@dataclass(frozen=True, slots=True)
class Counter:
    """One key in the table, and how long one waits after so many failures."""

    key: bytes
    pause: Callable[[int], dt.timedelta]
    forgiven: bool
    """Whether a success wipes it. An address keeps its count: otherwise a guesser with an account of their own resets it."""


def counters(account: str, *, host: str, address: str) -> list[Counter]:
    """The counters of one try. `account` is the e-mail address as typed: it need not exist."""
    who = account.strip().lower()
    return sorted(
        (
            Counter(_key("host", who, site_of(host)), _host_pause, forgiven=True),
            Counter(_key("account", who), lambda n: ONE_A_MINUTE if n >= EVERYWHERE_FREE else dt.timedelta(), forgiven=True),
            Counter(_key("address", address), lambda n: ONE_A_MINUTE if n >= ADDRESS_FREE else dt.timedelta(), forgiven=False),
        ),
        key=lambda counter: counter.key,
    )


def count_try(tried: Sequence[Counter]) -> bool:
    """Count a failure in advance. Raises TooManyTries while a pause runs; a try within a pause is not counted.

    Returns whether this try is the one from which on the account is slowed on all hosts.
    """
    now = clock.now()
    with engine_for("platform").begin() as connection:
        rows = _locked(connection, tried, now)
        wait = max((_left(counter, rows[counter.key], now) for counter in tried), default=dt.timedelta())
        if wait > dt.timedelta():
            raise TooManyTries(max(1, -(-int(wait.total_seconds()) // 60)))
        reached = False
        for counter in tried:
            failures = _still(rows[counter.key], now) + 1
            reached = reached or failures == EVERYWHERE_FREE
            connection.execute(sa.update(_try).where(_try.c.key == counter.key).values(failures=failures, last_at=now))
    return reached


def forgive(tried: Sequence[Counter]) -> None:
    """A success: forget the failures of the account, and take back the one counted in advance for the address."""
    with engine_for("platform").begin() as connection:
        for counter in tried:
            mine = _try.c.key == counter.key
            if counter.forgiven:
                connection.execute(sa.delete(_try).where(mine))
            else:
                connection.execute(sa.update(_try).where(mine, _try.c.failures > 0).values(failures=_try.c.failures - 1))


def sweep() -> None:
    """Remove what is forgotten anyway."""
    with engine_for("platform").begin() as connection:
        connection.execute(sa.delete(_try).where(_try.c.last_at < clock.now() - FORGOTTEN_AFTER))


def _locked(connection: sa.Connection, tried: Sequence[Counter], now: dt.datetime) -> dict[bytes, Any]:
    keys = [counter.key for counter in tried]
    rows = [{"key": key, "failures": 0, "last_at": now} for key in keys]
    connection.execute(insert(_try).values(rows).on_conflict_do_nothing())
    found = connection.execute(sa.select(_try).where(_try.c.key.in_(keys)).order_by(_try.c.key).with_for_update())
    return {bytes(row.key): row for row in found}


def _still(row: Any, now: dt.datetime) -> int:
    return 0 if now - row.last_at > FORGOTTEN_AFTER else int(row.failures)


def _left(counter: Counter, row: Any, now: dt.datetime) -> dt.timedelta:
    last_at: dt.datetime = row.last_at
    return last_at + counter.pause(_still(row, now)) - now


def _host_pause(failures: int) -> dt.timedelta:
    if failures < HOST_FREE:
        return dt.timedelta()
    doubled: int = 2 ** min(failures - HOST_FREE, 10)
    return min(HOST_FIRST_PAUSE * doubled, HOST_LONGEST_PAUSE)


def _key(*parts: str) -> bytes:
    secret = derive(get_settings().secret_key, "sign-in-try")
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).digest()
