"""A PostgreSQL of our own on a Unix socket: made, started, found running, stopped.

Whoever comes first starts it; the others connect. It outlives its starter unless `dies_with_us` is set, and comes back
with every committed row after `kill -9` of the server or of the starter.
"""

import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from deploy.local import LocalServerError, children
from deploy.local.binaries import find_postgres
from deploy.local.cluster import Cluster, list_clusters, make_cluster, socket_note

PORT = 5432
_DATABASE = "mia"
_PATIENCE = 60.0
# A pid that cannot be: see _disown_stale_lock.
_NO_SUCH_PROCESS = 2**31 - 2

# Personal data never reach the server's log: no statement, no detail, no message of a failed statement (a message such
# as "invalid input syntax" quotes the value); what remains is the server's own start, stop, FATAL and PANIC.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
    "log_destination": "stderr",
}
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """A running server. `stop()` ends it for everyone who is connected."""

    cluster: Cluster
    socket: Path
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """The operator's DATABASE_URL (superuser)."""
        return self.url_for(_DATABASE)

    @property
    def address(self) -> str:
        """MIA_DATABASE_ADDRESS: where, without who."""
        return f"postgresql:///{_DATABASE}?host={quote(str(self.socket))}&port={PORT}"

    @property
    def pid(self) -> int:
        found = _running_pid(self.cluster.pgdata)
        if found is None:
            raise LocalServerError("the local PostgreSQL is not running")
        return found

    def url_for(self, database: str) -> str:
        return f"postgresql://postgres:{self.password}@/{database}?host={quote(str(self.socket))}&port={PORT}"

    def stop(self) -> None:
        stop(self.cluster.folder)


def start(data_dir: Path, *, programs: Path | None = None, dies_with_us: bool = False, quick: bool = False) -> Postgres:
    """The server whose data lie in `data_dir`, started when it is not running, made when it does not exist.

    `programs` is a `bin` folder, else `find_postgres()` chooses. `quick` is for tests: nothing is synced to the disk.
    Errors: LocalServerError with one line.
    """
    programs = programs or find_postgres()
    folder = children.private_folder(data_dir.absolute())
    with children.locked(folder / "postgres.lock"):
        cluster = make_cluster(folder, programs, sync=not quick)
        server = Postgres(
            cluster=cluster,
            socket=children.socket_folder(cluster.socket_note, owner=cluster.owner),
            password=cluster.password.read_text(),
        )
        options = {**_SETTINGS, **(_QUICK if quick else {})}
        _bring_up(server, options, dies_with_us=dies_with_us)
        _ensure_database(server)
    return server


def stop(data_dir: Path) -> None:
    """End every server whose data lie in `data_dir`; nothing happens when none runs."""
    with children.locked(data_dir / "postgres.lock"):
        for pgdata in list_clusters(data_dir.absolute()):
            pid = _running_pid(pgdata)
            if pid is not None:
                # Fast shutdown first; immediate, which the next start recovers from, when that hangs.
                children.end(pid, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
            children.remove_socket_folder(socket_note(data_dir, pgdata), owner=pgdata.stat().st_uid)


def _bring_up(server: Postgres, options: Mapping[str, str], *, dies_with_us: bool) -> None:
    deadline = time.monotonic() + _PATIENCE
    fault = "it did not answer"
    while time.monotonic() < deadline:
        if _running_pid(server.cluster.pgdata) is None:
            fault = _launch(server, options, dies_with_us=dies_with_us) or fault
            if not _passes_by_itself(fault):
                break
        if _accepts(server):
            return
        time.sleep(0.05)
    raise LocalServerError(f"PostgreSQL did not start: {fault} (log: {server.cluster.log})")


def _launch(server: Postgres, options: Mapping[str, str], *, dies_with_us: bool) -> str:
    """Start the server and wait until it has taken its lock file; what it said when it ended instead, else ''."""
    cluster = server.cluster
    _disown_stale_lock(server)
    settings = {**options, "unix_socket_directories": str(server.socket)}
    log_start = cluster.log.stat().st_size if cluster.log.exists() else 0
    child = children.spawn(
        [
            str(cluster.programs / "postgres"),
            "-D",
            str(cluster.pgdata),
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        log=cluster.log,
        confinement=cluster.confinement,
        dies_with_us=signal.SIGINT if dies_with_us else None,
        environment=cluster.environment(),
    )
    while children.is_alive(child.pid):
        if _running_pid(cluster.pgdata) is not None:
            return ""
        time.sleep(0.01)
    return _last_line(cluster.log, log_start)


def _disown_stale_lock(server: Postgres) -> None:
    """Make lock files of a dead server look dead to PostgreSQL too.

    Their pid may be a zombie that nobody reaps, or belong to another process by now; PostgreSQL would take either for a
    running server. Only the pid is rewritten: with the rest of the file PostgreSQL finds out by itself whether a child
    of the dead server still uses the shared memory, and then refuses (we retry).
    """
    lock = server.cluster.pgdata / "postmaster.pid"
    if lock.exists():
        _, _, rest = lock.read_text().partition("\n")
        if rest:
            with lock.open("r+") as file:
                file.write(f"{_NO_SUCH_PROCESS}\n{rest}")
                file.truncate()
        else:
            lock.unlink()
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (server.socket / name).unlink(missing_ok=True)


def _passes_by_itself(fault: str) -> bool:
    return fault in {"", "it did not answer"} or "still in use" in fault or "lock file" in fault


def _running_pid(pgdata: Path) -> int | None:
    """The pid in the cluster's lock file when that is a live server of this very folder."""
    try:
        first_line = (pgdata / "postmaster.pid").read_text().partition("\n")[0]
    except OSError:
        return None
    pid = int(first_line) if first_line.isdigit() else 0
    return pid if pid > 1 and str(pgdata) in children.command_of(pid) else None


def _accepts(server: Postgres) -> bool:
    try:
        connection = psycopg2.connect(server.url_for("postgres"), connect_timeout=5)
    except psycopg2.OperationalError as fault:
        if "authentication failed" in str(fault):
            raise LocalServerError(f"PostgreSQL refuses the password in {server.cluster.password}") from None
        return False
    connection.close()
    return True


def _ensure_database(server: Postgres) -> None:
    connection = psycopg2.connect(server.url_for("postgres"))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_catalog.pg_database WHERE datname = %s", [_DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
    finally:
        connection.close()


def _last_line(log: Path, offset: int) -> str:
    with log.open(errors="replace") as file:
        file.seek(offset)
        lines = file.read().strip().splitlines()
    faults = [line for line in lines if "FATAL" in line or "rror" in line] or lines or ["it ended without a word"]
    return re.sub(r"^.*?(FATAL|PANIC):\s+", "", faults[-1])
