"""The demo's processes: set-up, web, worker and scheduler; started, watched, ended.

Each gets only the part of the environment it has a use for (architecture 9, D1): the operator's DATABASE_URL goes to
the set-up alone.
"""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.local import LocalServerError, children
from deploy.local.demo_folder import DemoFolder
from deploy.local.progress import Progress

_ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 60.0
_WATCH_EVERY = 0.5
_RESTARTS_IN_A_ROW = 5
_HARMLESS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "NO_COLOR")
_OPERATOR_ONLY = {"DATABASE_URL"}
_WORKER_ONLY = {"MIA_WORKER_KEY"}

_COMMANDS = {
    "web": ["-m", "gunicorn", "--config", str(_ROOT / "deploy" / "gunicorn.conf.py"), "wsgi:app"],
    "worker": ["-m", "deploy.cli", "worker"],
    "scheduler": ["-m", "deploy.cli", "scheduler"],
}


class Processes:
    def __init__(self, folder: DemoFolder, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._restarts: dict[str, list[float]] = {}

    def set_up(self, progress: Progress) -> None:
        """Migrate, create the tenants, load the made-up people: one process, because importing the product costs.

        It tells of each step in a line on its standard output. Errors: LocalServerError with its last line.
        """
        with progress.step("Preparing the database"):
            code = self._run_set_up(progress)
            if code != 0:
                raise LocalServerError(f"the set-up failed: {self._last_line('set-up')}")

    def _run_set_up(self, progress: Progress) -> int:
        child = children.spawn(
            [sys.executable, "-P", "-m", "deploy.local.demo_set_up"],
            log=self._log("set-up"),
            tells=True,
            dies_with_us=signal.SIGTERM,
            environment=self._environment_of("set-up"),
        )
        try:
            for line in child.stdout or ():
                progress.note(line.decode().strip())
            return child.wait()
        finally:
            child.kill()
            child.wait()

    def start(self, *names: str) -> None:
        for name in names:
            self._start(name)

    def watch(self) -> None:
        """Until interrupted: start again what ended. Errors: LocalServerError for one that keeps ending."""
        while True:
            time.sleep(_WATCH_EVERY)
            self.check()

    def check(self) -> None:
        for name, child in list(self._running.items()):
            if child.poll() is None:
                continue
            recent = [at for at in self._restarts.get(name, []) if at > time.monotonic() - 60]
            if len(recent) >= _RESTARTS_IN_A_ROW:
                raise LocalServerError(f"{name} keeps ending: {self._last_line(name)}")
            self._restarts[name] = [*recent, time.monotonic()]
            sys.stderr.write(f"mia: {name} ended ({child.returncode}); starting it again\n")
            self._start(name)

    def end(self) -> None:
        """All at once, the web first; what does not listen is killed with its children."""
        for child in self._running.values():
            _signal_group(child, signal.SIGTERM)
        for child in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=10)
            _signal_group(child, signal.SIGKILL)
            child.wait()

    def _start(self, name: str) -> None:
        self._running[name] = children.spawn(
            [sys.executable, "-P", *_COMMANDS[name]],
            log=self._log(name),
            dies_with_us=signal.SIGTERM,
            environment=self._environment_of(name),
            folder=_ROOT,
        )

    def _environment_of(self, name: str) -> dict[str, str]:
        withheld = set() if name == "set-up" else _OPERATOR_ONLY | (_WORKER_ONLY if name == "web" else set())
        kept = {key: os.environ[key] for key in _HARMLESS if key in os.environ}
        own = {key: value for key, value in self._environment.items() if key not in withheld}
        return {**kept, **own, "PYTHONPATH": str(_ROOT), "PYTHONNOUSERSITE": "1"}

    def _log(self, name: str) -> Path:
        return self._folder.path / f"{name}.log"

    def _last_line(self, name: str) -> str:
        log = self._log(name)
        lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
        return f"{lines[-1] if lines else 'no word'} (log: {log})"


def wait_until_ready(port: int, processes: Processes) -> None:
    """Until the county's host says it is fit. Errors: LocalServerError with what it said last."""
    deadline = time.monotonic() + _READY_WITHIN
    said = "no answer"
    while time.monotonic() < deadline:
        processes.check()
        try:
            status, said = _ask(port, "/readyz")
            if status == http.client.OK:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise LocalServerError(f"the web is not ready after {_READY_WITHIN:.0f} s: {said}")


def _ask(port: int, path: str) -> tuple[int, str]:
    # By number with a Host header: not every C library resolves names under localhost.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode(errors="replace").strip()
    finally:
        connection.close()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
