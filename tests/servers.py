"""Servers for tests: one PostgreSQL and one Valkey a run, started when first used, shared by all xdist workers.

The pytest process that coordinates the run makes a folder and ends what was started in it; workers find it in the
environment. What a run that was killed left behind is cleared by the next one.
"""

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn

import psycopg2
import pytest

from deploy.local import postgres, valkey
from deploy.local.binaries import postgres_major
from deploy.local.children import is_alive
from deploy.local.cluster import remove_clusters
from deploy.local.postgres import Postgres
from deploy.local.valkey import Valkey

_VARIABLE = "MIA_TEST_SERVERS"
_PREFIX = "mia-tests-"
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")

_serial = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not is_alive(int(owner)) and os.access(folder, os.W_OK):
            _clear(folder)
    os.environ[_VARIABLE] = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _clear(Path(os.environ.pop(_VARIABLE)))


@cache
def postgres_server() -> Postgres:
    """The run's PostgreSQL (the wheel's 18, or `MIA_POSTGRES_BIN`). It syncs nothing to the disk."""
    return postgres.start(_folder("postgres"), quick=True)


@cache
def postgres_15_server() -> Postgres:
    """Debian's PostgreSQL 15; where there is none the test is skipped, in CI it fails."""
    if postgres_major(DEBIAN_15) != 15:
        unavailable(f"no PostgreSQL 15 in {DEBIAN_15}")
    return postgres.start(_folder("postgres15"), programs=DEBIAN_15, quick=True)


@cache
def valkey_server() -> Valkey:
    return valkey.start(_folder("valkey"))


@contextmanager
def fresh_database(server: Postgres | None = None, *, template: str = "template1") -> Iterator[str]:
    """An own database, empty or a copy of `template`, as the operator's URL; dropped afterwards with its sessions."""
    server = server or postgres_server()
    name = f"t{os.getpid()}_{next(_serial)}"
    run_as_operator(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.url_for(name)
    finally:
        run_as_operator(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_as_operator(server: Postgres, statement: str) -> None:
    """One statement in the maintenance database, outside a transaction."""
    connection = psycopg2.connect(server.url_for("postgres"))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def unavailable(reason: str) -> NoReturn:
    """Skip what cannot run on this machine. CI has everything: there it is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must have it")
    pytest.skip(reason)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Only one of the run's workers is in the block."""
    with _folder(f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def own_folder(name: str) -> Path:
    """A new folder for one test's files; what a run that was killed leaves in it, the next run clears."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ[_VARIABLE]))


def _folder(name: str) -> Path:
    return Path(os.environ[_VARIABLE]) / name


def _clear(folder: Path) -> None:
    for name in ("postgres", "postgres15"):
        if (folder / name).is_dir():
            postgres.stop(folder / name)
            remove_clusters(folder / name)
    if (folder / "valkey").is_dir():
        valkey.stop(folder / "valkey")
    shutil.rmtree(folder, ignore_errors=True)
