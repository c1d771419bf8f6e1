"""The local servers: whoever comes first starts them, whatever was killed before."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from deploy.local import children, cluster, postgres, valkey
from deploy.local.binaries import find_postgres, postgres_major
from tests.servers import DEBIAN_15, unavailable

ROOT = Path(__file__).parents[2]
NOBODY = "65534"
START = """
import sys, time
from pathlib import Path
from deploy.local import postgres
server = postgres.start(Path(sys.argv[1]), dies_with_us=sys.argv[2] == "bound")
print(server.pid, server.url, flush=True)
time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder on a long path with a space and a letter outside ASCII."""
    base = Path(tempfile.mkdtemp(prefix="mia local å "))
    path = base / ("a folder whose path is longer than the limit of a socket's " * 2).strip()
    yield path
    if path.is_dir():
        postgres.stop(path)
        valkey.stop(path)
        cluster.remove_clusters(path)
    shutil.rmtree(base)


def write_row(url: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        cursor.execute("INSERT INTO kept VALUES (1)")


def count_rows(url: str) -> int:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kept")
        found = cursor.fetchone()
        assert found is not None
        return int(found[0])


def starter(
    folder: Path, *, bound: bool = False, stays: float = 0, runner: Sequence[str] = (sys.executable,)
) -> subprocess.Popen[str]:
    """Another process that starts the server and stays for some seconds; its first line is the server's pid and url."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [*runner, "-c", START, str(folder), "bound" if bound else "free", str(stays)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )


def ordinary_user() -> list[str]:
    """What runs a Python as nobody; skips where none is in nobody's reach."""
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "sh", "-c", 'exec "$0" "$@"']
    if not shutil.which("setpriv"):
        pytest.skip("no setpriv to become an ordinary user with")
    for python in (sys.executable, "/usr/bin/python3"):
        probe = [*become, python, "-c", "import psycopg2._psycopg, deploy.local.confine"]
        path = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
        if subprocess.run(probe, env=path, cwd="/", stderr=subprocess.DEVNULL, check=False).returncode == 0:  # noqa: S603
            return [*become, python]
    pytest.skip("no Python with the installed packages is within an ordinary user's reach")


def answer(process: subprocess.Popen[str]) -> tuple[int, str]:
    assert process.stdout is not None
    pid, url = process.stdout.readline().split()
    return int(pid), url


def finish(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_killed_server_comes_back_with_every_row(folder: Path) -> None:
    server = postgres.start(folder)
    for _ in range(3):
        write_row(server.url)
        os.kill(server.pid, signal.SIGKILL)
        server = postgres.start(folder)
    assert count_rows(server.url) == 3


def test_a_server_whose_starter_was_killed_is_found_again(folder: Path) -> None:
    process = starter(folder, stays=60)
    pid, url = answer(process)
    write_row(url)
    finish(process)
    server = postgres.start(folder)
    assert server.pid == pid
    assert count_rows(server.url) == 1


def test_a_bound_server_ends_with_its_killed_starter_and_loses_no_row(folder: Path) -> None:
    process = starter(folder, bound=True, stays=60)
    pid, url = answer(process)
    write_row(url)
    finish(process)
    assert children.wait_until_gone(pid, seconds=10)
    assert count_rows(postgres.start(folder).url) == 1


def test_a_killed_server_that_stays_a_zombie_does_not_stop_the_next_start(folder: Path) -> None:
    process = starter(folder, stays=60)
    pid, url = answer(process)
    write_row(url)
    os.kill(pid, signal.SIGKILL)
    server = postgres.start(folder)
    assert Path(f"/proc/{pid}").exists()  # its starter sleeps and has not reaped it
    assert count_rows(server.url) == 1
    finish(process)


def test_a_lock_file_with_the_pid_of_another_process_does_not_stop_the_next_start(folder: Path) -> None:
    server = postgres.start(folder)
    write_row(server.url)
    os.kill(server.pid, signal.SIGKILL)
    lock = server.cluster.pgdata / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.read_text().partition(chr(10))[2]}")
    assert count_rows(postgres.start(folder).url) == 1


def test_four_simultaneous_starters_share_one_server(folder: Path) -> None:
    processes = [starter(folder) for _ in range(4)]
    pids = {answer(process)[0] for process in processes}
    for process in processes:
        finish(process)
    assert len(pids) == 1


def test_an_interrupted_creation_is_done_again(folder: Path) -> None:
    half = folder / f"postgres-{postgres_major(find_postgres())}.part"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    assert postgres.start(folder).pid


def test_stop_leaves_no_process_and_no_socket(folder: Path) -> None:
    server, queue = postgres.start(folder), valkey.start(folder)
    pids = [server.pid, queue.pid]
    server.stop()
    queue.stop()
    assert not [pid for pid in pids if children.is_alive(pid)]
    assert not server.socket.exists()
    assert not queue.socket.parent.exists()


def test_the_server_asks_for_a_password_and_listens_on_a_private_socket_only(folder: Path) -> None:
    server = postgres.start(folder)
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [["listen_addresses", "data_checksums", "password_encryption", "TimeZone", "max_connections"]],
        )
        assert dict(cursor.fetchall()) == {
            "listen_addresses": "",
            "data_checksums": "on",
            "password_encryption": "scram-sha-256",
            "TimeZone": "UTC",
            "max_connections": "200",
        }
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(server.url.replace(server.password, "wrong"))
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.cluster.password.stat().st_mode & 0o777 == 0o600


def test_the_log_repeats_no_value_of_a_failed_statement(folder: Path) -> None:
    server = postgres.start(folder)
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InvalidDatetimeFormat):
            cursor.execute("SELECT %s::date", ["Canary Canarysson"])
        connection.rollback()
        cursor.execute("CREATE TABLE once (name text UNIQUE)")
        with pytest.raises(psycopg2.errors.UniqueViolation):
            cursor.execute("INSERT INTO once VALUES (%s), (%s)", ["Canary Canarysson"] * 2)
    assert "Canary" not in server.cluster.log.read_text()


def test_a_socket_folder_that_became_a_link_is_abandoned(folder: Path) -> None:
    server = postgres.start(folder)
    server.stop()
    folder_of_another = folder / "elsewhere"
    folder_of_another.mkdir(mode=0o700)
    link = Path(tempfile.mkdtemp(prefix="mia-")) / "link"
    link.symlink_to(folder_of_another)
    server.cluster.socket_note.write_text(str(link))
    assert postgres.start(folder).socket != link
    shutil.rmtree(link.parent)


def test_the_machines_postgresql_15_can_be_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not DEBIAN_15.is_dir():
        unavailable(f"no PostgreSQL 15 in {DEBIAN_15}")
    monkeypatch.setenv("MIA_POSTGRES_BIN", str(DEBIAN_15))
    server = postgres.start(folder)
    write_row(server.url)
    os.kill(server.pid, signal.SIGKILL)
    assert count_rows(postgres.start(folder).url) == 1


def test_an_ordinary_user_can_start_it() -> None:
    if os.geteuid() != 0:
        pytest.skip("every other test here runs as an ordinary user already")
    runner = ordinary_user()
    base = Path(tempfile.mkdtemp(prefix="mia user "))
    shutil.chown(base, int(NOBODY), int(NOBODY))
    process = starter(base / "state", runner=runner, stays=60, bound=True)
    pid, url = answer(process)
    try:
        write_row(url)
        assert Path(f"/proc/{pid}").stat().st_uid == int(NOBODY)
    finally:
        finish(process)
        children.wait_until_gone(pid, seconds=10)
        for note in (base / "state").glob("*.socket"):
            shutil.rmtree(note.read_text())
        shutil.rmtree(base)


def test_root_without_user_namespaces_runs_it_as_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    monkeypatch.setenv("MIA_LOCAL_ROOT", "nobody")
    server = postgres.start(folder)
    write_row(server.url)
    assert Path(f"/proc/{server.pid}").stat().st_uid == int(NOBODY)
    os.kill(server.pid, signal.SIGKILL)
    monkeypatch.delenv("MIA_LOCAL_ROOT")
    assert count_rows(postgres.start(folder).url) == 1


def test_valkey_is_started_once_and_again_after_a_kill(folder: Path) -> None:
    first, second = valkey.start(folder), valkey.start(folder)
    assert first.pid == second.pid
    os.kill(first.pid, signal.SIGKILL)
    time.sleep(0.05)
    again = valkey.start(folder)
    with closing(redis.from_url(again.url)) as client:
        assert client.ping()
    assert not list(folder.glob("*.rdb"))
