"""The way to the worker: RQ on Redis or Valkey. It may be flushed, slow or gone at any time; only haste depends on it.

redis and rq are imported when first used: they take a quarter of a second, and every command imports this module.
"""

import logging
import time
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from core.config import get_settings

if TYPE_CHECKING:
    from redis import Redis
    from rq import Queue

Answer = TypeVar("Answer")
log = logging.getLogger("mia.jobs")

NAME = "mia"
RUN = "core.jobs.run"
JOB_TIMEOUT_SECONDS = 600
WORKER_TTL_SECONDS = 60
PAUSE_SECONDS = 5.0
"""After a failure the queue is left alone this long, so that a slow Redis costs a request half a second once."""

_paused_until = 0.0


def push(tenant_id: uuid.UUID | None, outbox_id: uuid.UUID) -> bool:
    """Hand (tenant id, outbox id) to the worker. False when the queue does not answer: the sweep will find the row."""
    if not is_configured() or time.monotonic() < _paused_until:
        return False
    from redis import RedisError

    try:
        _queue().enqueue(
            RUN,
            str(tenant_id) if tenant_id else None,
            str(outbox_id),
            job_id=f"{outbox_id}_{uuid.uuid4().hex[:8]}",
            job_timeout=JOB_TIMEOUT_SECONDS,
            result_ttl=0,
            failure_ttl=60,
            description=NAME,
        )
    except RedisError as error:
        _pause(error)
        return False
    return True


def list_waiting() -> set[str] | None:
    """Outbox ids that already lie in the queue, or None when it does not answer or no worker listens."""
    if not is_configured() or time.monotonic() < _paused_until:
        return None
    from redis import RedisError
    from rq import Worker

    try:
        if not Worker.count(connection=connection()):
            return None
        return {str(job_id).partition("_")[0] for job_id in _queue().get_job_ids()}
    except RedisError as error:
        _pause(error)
        return None


def ask(what: Callable[["Redis"], Answer]) -> Answer | None:
    """What the server says to it, or None when it does not answer: for what is only made quicker by it."""
    if not is_configured() or time.monotonic() < _paused_until:
        return None
    from redis import RedisError

    try:
        return what(connection())
    except RedisError as error:
        _pause(error)
        return None


def is_configured() -> bool:
    """Whether REDIS_URL is set."""
    return bool(get_settings().redis_url)


def is_reachable() -> bool:
    """Whether the queue answers now (for /readyz)."""
    from redis import RedisError

    try:
        return is_configured() and bool(connection().ping())
    except RedisError:
        return False


@lru_cache(maxsize=4)
def _connection_to(url: str) -> "Redis":
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0))


def connection() -> "Redis":
    """A client with short patience."""
    return _connection_to(get_settings().redis_url)


def _queue() -> "Queue":
    from rq import Queue
    from rq.serializers import JSONSerializer

    from core.worker import OutboxJob

    return Queue(NAME, connection=connection(), job_class=OutboxJob, serializer=JSONSerializer)


def _pause(error: Exception) -> None:
    global _paused_until
    if not _paused_until or time.monotonic() > _paused_until + 10 * PAUSE_SECONDS:
        log.warning("the queue does not answer (%s); the sweep takes over", type(error).__name__)
    _paused_until = time.monotonic() + PAUSE_SECONDS


def forget(_: Any = None) -> None:
    """Try the queue again at once (tests, and a worker that has just started)."""
    global _paused_until
    _paused_until = 0.0
