"""The worker: RQ's, made to do one thing. It imports the application once and forks for every job."""

from collections.abc import Callable
from typing import Any

from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from core import jobs, queue
from core.errors import WallBreach


class OutboxJob(Job):
    """Refuses whatever is not exactly core.jobs.run(tenant id, outbox id): who can write to Redis cannot choose code."""

    @property
    def func(self) -> Callable[..., Any]:
        shape = (self.func_name, self.instance, len(self.args), dict(self.kwargs))
        strings = all(value is None or isinstance(value, str) for value in self.args)
        if shape != (queue.RUN, None, 2, {}) or not strings:
            raise WallBreach("the queue named something else than core.jobs.run")
        return jobs.run

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, *_: Any, **__: Any) -> None:
        """Never: an address in Redis is not ours."""


def make_worker(connection: Redis, name: str | None = None) -> Worker:
    """A worker of our queue. Forks for every job, so that a job's memory and crash are its own."""
    tasks = Queue(queue.NAME, connection=connection, job_class=OutboxJob, serializer=JSONSerializer)
    return Worker(
        [tasks],
        name=name,
        connection=connection,
        job_class=OutboxJob,
        serializer=JSONSerializer,
        worker_ttl=queue.WORKER_TTL_SECONDS,
        maintenance_interval=60,
        log_job_description=False,
    )
