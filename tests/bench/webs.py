"""Web servers that are measured: gunicorn with the product's own settings, and how much processor they and PostgreSQL used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.town import Town

ROOT = Path(__file__).parents[2]
CONFIGURED = ("--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--max-requests", "0")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Web:
    """A server that answers on `port`."""

    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of the server and its workers so far."""
        return cpu_seconds(self.pid)


@contextmanager
def serving(
    town: Town, name: str, target: str, *, python: str = sys.executable, options: Sequence[str] = CONFIGURED, **more: str
) -> Iterator[Web]:
    """gunicorn (gthread, the workers and threads of deploy/gunicorn.conf.py) with `target`."""
    port = _free_port()
    command = [python, "-P", "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", target]
    environment = town.server_environment(**more)
    with (town.folder / f"{name}.log").open("wb") as log:
        child = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603 - our own
    try:
        _wait(child, port, town.folder / f"{name}.log")
        yield Web(name, port, child.pid)
    finally:
        child.terminate()
        child.wait(20)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and everything below it, ended children included."""
    spent = 0.0
    for one in family(pid):
        try:
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        spent += sum(int(told[place]) for place in (11, 12, 13, 14)) / _TICK
    return spent


def family(pid: int) -> list[int]:
    """`pid` and everything that descends from it."""
    try:
        told = [int(found) for file in Path(f"/proc/{pid}/task").glob("*/children") for found in file.read_text().split()]
    except OSError:
        told = []
    return [pid, *(descendant for child in told for descendant in family(child))]


def _wait(child: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert child.poll() is None, log.read_text()[-2000:]
        time.sleep(0.05)
    raise AssertionError(f"no server on its port: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
