"""The outbox: every deed once, whatever becomes of queue, worker or scheduler. Real PostgreSQL, real Valkey, real workers."""

import datetime as dt
import os
import signal
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from rq.job import Job
from rq.serializers import JSONSerializer

from core import jobs, queue, scheduler
from core.db import new_id, session
from core.errors import WallBreach
from core.jobs import MAX_TRIES, Outbox, Outcome, PlatformOutbox, enqueue, job
from core.worker import OutboxJob, make_worker
from tests.conftest import InTenant
from tests.house import House

EFFECT = "test-effect"


@job("test.effect")
def effect(*, number: int) -> None:
    """Leaves a row that cannot be left twice without being seen: the names are counted, not the keys."""
    session.add(_effect_row(number))


@job("test.slow_effect")
def slow_effect(*, number: int) -> None:
    effect(number=number)
    session.flush()
    time.sleep(1.5)


@job("test.stuck")
def stuck(*, number: int) -> None:
    effect(number=number)
    session.flush()
    time.sleep(60)


@job("test.fault")
def fault() -> None:
    raise ValueError("a message that could quote personal data")


def _effect_row(number: int) -> jobs.Outbox:
    """The tenant's own table that anything may be written to: an outbox row that is done and says what was done."""
    return Outbox(id=new_id(), job=EFFECT, ids={"number": number}, done_at=dt.datetime.now(dt.UTC))


def effects() -> list[int]:
    found = session.scalars(sa.select(Outbox.ids).where(Outbox.job == EFFECT))
    return sorted(ids["number"] for ids in found)


@pytest.fixture
def valkey(app: Flask) -> Iterator["redis.Redis"]:
    queue.forget()
    client = queue.connection()
    client.flushall()
    yield client
    client.flushall()
    queue.forget()


def enqueue_in(in_tenant: InTenant, slug: str, name: str, numbers: range | list[int], *, push: bool = False) -> list[uuid.UUID]:
    with in_tenant(slug):
        rows = [enqueue(name, number=number) for number in numbers]
        session.commit()
        if push:
            jobs.dispatch()
    return rows


def run(house: House, slug: str, row: uuid.UUID) -> str:
    return jobs.run(str(house.tenant_ids[slug]), str(row))


def free_leases(house: House, slug: str) -> None:
    """As if the lease's minute had passed."""
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {house.schemas[slug]}.outbox SET lease_until = now() - interval '1 s'")


def make_due(house: House, slug: str) -> None:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {house.schemas[slug]}.outbox SET due_at = now() - interval '1 s'")


@contextmanager
def forked_worker(client: "redis.Redis", *, burst: bool = False) -> Iterator[int]:
    """A worker process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # from 3.12 on, Python warns that other threads do not follow
        pid = os.fork()
    if pid == 0:
        try:
            os.setpgrp()
            url = os.environ["REDIS_URL"]
            make_worker(redis.Redis.from_url(url)).work(burst=burst, logging_level="ERROR")
        finally:
            os._exit(0)
    try:
        yield pid
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                break
            if _ends(pid, 8):
                break


def _ends(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.02)
    return False


def effects_now() -> list[int]:
    """As committed by others, too."""
    session.rollback()
    return effects()


def is_leased(row: uuid.UUID) -> bool:
    session.rollback()
    token = session.scalar(sa.select(Outbox.lease_token).where(Outbox.id == row))
    session.rollback()
    return token is not None


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


# -- writing the row ------------------------------------------------------------------------------------------------


def test_a_job_is_written_with_the_deed_and_undone_with_it(app: Flask, in_tenant: InTenant) -> None:
    with in_tenant("roslagen"):
        enqueue("test.effect", number=1)
        session.rollback()
        assert session.scalar(sa.select(sa.func.count()).select_from(Outbox)) == 0
        assert "to_dispatch" not in session.info


@pytest.mark.parametrize(
    "value",
    ["Anna Andersson", "anna@example.org", 199001012385, True, dt.datetime(2022, 1, 1, tzinfo=dt.UTC), "", "x" * 41, b"x"],
)
def test_a_job_carries_ids_only(in_tenant: InTenant, value: object) -> None:
    with in_tenant("roslagen"), pytest.raises(WallBreach, match="ids only"):
        enqueue("test.effect", number=value)  # type: ignore[arg-type]


def test_an_unknown_job_is_found_where_it_is_asked_for(in_tenant: InTenant) -> None:
    with in_tenant("roslagen"), pytest.raises(LookupError):
        enqueue("os.system", number=1)


def test_ids_arrive_as_they_were_sent(in_tenant: InTenant, two_tenants: House) -> None:
    arrived: dict[str, object] = {}
    jobs.job("test.echo")(lambda **ids: arrived.update(ids))
    sent = {"person": new_id(), "month": dt.date(2022, 8, 1), "kind": "mia-vidare", "count": 3}
    with in_tenant("roslagen"):
        row = enqueue("test.echo", **sent)  # type: ignore[arg-type]
    assert run(two_tenants, "roslagen", row) == Outcome.DONE
    assert arrived == sent


# -- once, and only in its tenant -----------------------------------------------------------------------------------


def test_a_row_is_done_once_however_often_it_is_run(in_tenant: InTenant, two_tenants: House) -> None:
    (row,) = enqueue_in(in_tenant, "roslagen", "test.effect", [1])
    assert [run(two_tenants, "roslagen", row) for _ in range(3)] == [Outcome.DONE, Outcome.NOT_TAKEN, Outcome.NOT_TAKEN]
    with in_tenant("roslagen"):
        assert effects() == [1]


def test_a_row_of_another_tenant_is_refused(in_tenant: InTenant, two_tenants: House) -> None:
    (row,) = enqueue_in(in_tenant, "roslagen", "test.effect", [1])
    assert run(two_tenants, "hbs", row) == Outcome.REFUSED
    assert jobs.run(None, str(row)) == Outcome.REFUSED
    assert jobs.run(str(uuid.uuid4()), str(row)) == Outcome.REFUSED
    for slug in ("roslagen", "hbs"):
        with in_tenant(slug):
            assert effects() == []


def test_two_runners_at_once_have_one_effect(in_tenant: InTenant, two_tenants: House) -> None:
    (row,) = enqueue_in(in_tenant, "roslagen", "test.slow_effect", [1])
    outcomes: list[str] = []
    runners = [threading.Thread(target=lambda: outcomes.append(run(two_tenants, "roslagen", row))) for _ in range(4)]
    for runner in runners:
        runner.start()
    time.sleep(0.5)
    free_leases_if_possible(two_tenants)
    outcomes.append(run(two_tenants, "roslagen", row))
    for runner in runners:
        runner.join()
    assert sorted(outcomes) == [Outcome.DONE, *[Outcome.NOT_TAKEN] * 4]
    with in_tenant("roslagen"):
        assert effects() == [1]


def free_leases_if_possible(house: House) -> None:
    """The runner holds the row's lock, so nobody can even take its lease away."""
    with house.operator.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(sa.exc.OperationalError):
            connection.exec_driver_sql(f"UPDATE {house.schemas['roslagen']}.outbox SET lease_until = NULL")


def test_an_orphan_whose_lease_was_taken_over_leaves_nothing(in_tenant: InTenant, two_tenants: House) -> None:
    (row,) = enqueue_in(in_tenant, "roslagen", "test.effect", [1])
    with in_tenant("roslagen"):
        orphan = jobs._take_lease(Outbox, row)
    free_leases(two_tenants, "roslagen")
    assert run(two_tenants, "roslagen", row) == Outcome.DONE
    assert orphan is not None
    with in_tenant("roslagen"):
        with pytest.raises(jobs._Fenced):
            jobs._hold(Outbox, orphan)
        session.add(_effect_row(1))
        with pytest.raises(jobs._Fenced):
            jobs._update(Outbox, orphan, done_at=sa.func.now())
        session.rollback()
        assert effects() == [1]


def test_a_fault_is_tried_again_with_pauses_and_then_given_up(
    in_tenant: InTenant, two_tenants: House, capfd: pytest.CaptureFixture[str]
) -> None:
    with in_tenant("roslagen"):
        row = enqueue("test.fault")
    outcomes = []
    for _ in range(MAX_TRIES):
        outcomes.append(run(two_tenants, "roslagen", row))
        assert run(two_tenants, "roslagen", row) == Outcome.NOT_TAKEN, "it is not due yet"
        make_due(two_tenants, "roslagen")
    assert outcomes == [*[Outcome.RETRY] * (MAX_TRIES - 1), Outcome.FAILED]
    with in_tenant("roslagen"):
        stored = session.get_one(Outbox, row)
        assert (stored.error, stored.failed_at is not None, stored.done_at) == ("ValueError", True, None)
    printed = capfd.readouterr()
    assert "could quote personal data" not in printed.out + printed.err


# -- queue and workers ----------------------------------------------------------------------------------------------


def test_the_worker_refuses_anything_but_our_one_function(app: Flask, valkey: "redis.Redis") -> None:
    for name, args in (("os.system", ["touch /tmp/never"]), ("core.jobs.enqueue", ["a", "b"]), (queue.RUN, [["a"], "b"])):
        task = Job.create(name, args=args, connection=valkey, serializer=JSONSerializer, on_success=None)
        task._success_callback_name = "os.getcwd"
        task.save()
        found = OutboxJob.fetch(task.id, connection=valkey, serializer=JSONSerializer)
        with pytest.raises(WallBreach):
            found.perform()
        assert found.success_callback is None


def test_a_dispatched_job_is_done_by_a_worker(in_tenant: InTenant, valkey: "redis.Redis") -> None:
    enqueue_in(in_tenant, "roslagen", "test.effect", range(5), push=True)
    with forked_worker(valkey, burst=True), in_tenant("roslagen"):
        wait_for(lambda: effects_now() == [0, 1, 2, 3, 4])


def test_a_flushed_queue_loses_nothing_and_doubles_nothing(
    in_tenant: InTenant, two_tenants: House, valkey: "redis.Redis"
) -> None:
    enqueue_in(in_tenant, "roslagen", "test.effect", range(80), push=True)
    with forked_worker(valkey), in_tenant("roslagen"):
        wait_for(lambda: len(effects_now()) > 5)
        valkey.flushall()
        for _ in range(20):
            scheduler.sweep(two_tenants.tenant_ids["roslagen"])
            if len(effects_now()) == 80:
                break
        assert effects_now() == list(range(80))


def test_a_killed_worker_leaves_its_job_to_the_next(in_tenant: InTenant, two_tenants: House, valkey: "redis.Redis") -> None:
    (row,) = enqueue_in(in_tenant, "roslagen", "test.stuck", [1], push=True)
    with forked_worker(valkey) as pid:
        with in_tenant("roslagen"):
            wait_for(lambda: is_leased(row))
        time.sleep(0.5)
        _kill_with_horse(pid)
    with in_tenant("roslagen"):
        assert effects() == [], "the effect went with its transaction"
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE {two_tenants.schemas['roslagen']}.outbox SET job = 'test.effect', lease_until = now() - interval '1 s'"
        )
    valkey.flushall()
    scheduler.sweep(two_tenants.tenant_ids["roslagen"])
    with in_tenant("roslagen"):
        assert effects() == [1]


def _kill_with_horse(pid: int) -> None:
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
        horses = [int(word) for word in file.read().split()]
    assert horses, "a horse is at work"
    for one in (pid, *horses):
        os.kill(one, signal.SIGKILL)


def test_without_a_queue_the_request_goes_on_and_the_scheduler_does_the_work(
    in_tenant: InTenant, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "connection", lambda: queue._connection_to("redis://127.0.0.1:1/0"))
    queue.forget()
    began = time.perf_counter()
    enqueue_in(in_tenant, "hbs", "test.effect", range(20), push=True)
    assert time.perf_counter() - began < 1.5
    scheduler.sweep(two_tenants.tenant_ids["hbs"])
    with in_tenant("hbs"):
        assert effects() == list(range(20))
    queue.forget()


# -- the scheduler --------------------------------------------------------------------------------------------------


def test_of_two_schedulers_one_works(app: Flask, two_tenants: House, valkey: "redis.Redis") -> None:
    assert scheduler.run_round("first") is True
    assert scheduler.run_round("second") is False
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql("UPDATE platform.scheduler_state SET lease_until = now() - interval '1 s'")
    assert scheduler.run_round("second") is True
    assert scheduler.run_round("first") is False


def test_one_tenants_fault_does_not_stop_the_round(
    in_tenant: InTenant, two_tenants: House, valkey: "redis.Redis", caplog: pytest.LogCaptureFixture
) -> None:
    for slug in ("roslagen", "hbs"):
        enqueue_in(in_tenant, slug, "test.effect", [1])
    schema = two_tenants.schemas["hbs"]
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"REVOKE SELECT ON {schema}.outbox FROM {schema}_app")
    try:
        assert scheduler.run_round("only")
    finally:
        with two_tenants.operator.begin() as connection:
            connection.exec_driver_sql(f"GRANT SELECT ON {schema}.outbox TO {schema}_app")
    assert "ProgrammingError" in caplog.text
    with in_tenant("roslagen"):
        assert effects() == [1]


def test_the_scheduler_outlives_a_database_that_breaks_its_connections(
    in_tenant: InTenant, two_tenants: House, valkey: "redis.Redis"
) -> None:
    assert scheduler.run_round("only")
    enqueue_in(in_tenant, "roslagen", "test.effect", [1])
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert scheduler.run_round("only")
    with in_tenant("roslagen"):
        assert effects() == [1]


def test_a_timed_job_is_enqueued_once_in_its_interval(in_tenant: InTenant, two_tenants: House, valkey: "redis.Redis") -> None:
    for _ in range(3):
        assert scheduler.run_round("only")
    with in_tenant("roslagen"):
        count = sa.select(sa.func.count()).select_from(Outbox).where(Outbox.job == "rollup.recount_all")
        assert session.scalar(count) == 1
        session.rollback()
    with two_tenants.operator.connect() as connection:
        statement = sa.select(sa.func.count()).select_from(PlatformOutbox.__table__)
        assert connection.scalar(statement.where(PlatformOutbox.job == "auth.sweep")) == 1
