"""A Valkey of our own on a Unix socket. It keeps nothing on disk: the queue may be lost at any time, by design."""

import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local import LocalServerError, children
from deploy.local.binaries import find_valkey

_PATIENCE = 20.0
_SOCKET_NOTE = "valkey.socket"


@dataclass(frozen=True)
class Valkey:
    """A running server. `stop()` ends it for everyone who is connected."""

    folder: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int:
        return int(_ask(self.socket, "INFO server").partition("process_id:")[2].split()[0])

    def stop(self) -> None:
        stop(self.folder)


def start(data_dir: Path, *, dies_with_us: bool = False) -> Valkey:
    """The server of `data_dir`, started when it is not running. Errors: LocalServerError with one line."""
    folder = children.private_folder(data_dir.absolute())
    with children.locked(folder / "valkey.lock"):
        server = Valkey(folder, children.socket_folder(folder / _SOCKET_NOTE) / "valkey.sock")
        if not is_up(server.socket):
            _launch(server, dies_with_us=dies_with_us)
    return server


def stop(data_dir: Path) -> None:
    """End the server of `data_dir`; nothing happens when none runs."""
    folder = data_dir.absolute()
    with children.locked(folder / "valkey.lock"):
        note = folder / _SOCKET_NOTE
        server = Valkey(folder, Path(note.read_text()) / "valkey.sock") if note.exists() else None
        if server and is_up(server.socket):
            children.end(server.pid, signal.SIGTERM, signal.SIGKILL, seconds=10)
        children.remove_socket_folder(note)


def is_up(path: Path) -> bool:
    try:
        return "PONG" in _ask(path, "PING")
    except OSError:
        return False


def _launch(server: Valkey, *, dies_with_us: bool) -> None:
    server.socket.unlink(missing_ok=True)
    log = server.folder / "valkey.log"
    settings = {
        "port": "0",
        "unixsocket": str(server.socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "enable-debug-command": "no",
        "enable-module-command": "no",
    }
    child = children.spawn(
        [str(find_valkey()), *(word for name, value in settings.items() for word in (f"--{name}", value))],
        log=log,
        dies_with_us=signal.SIGTERM if dies_with_us else None,
        environment={},
        folder=server.folder,
    )
    deadline = time.monotonic() + _PATIENCE
    while not is_up(server.socket):
        if time.monotonic() > deadline or not children.is_alive(child.pid):
            raise LocalServerError(f"Valkey did not start (log: {log})")
        time.sleep(0.01)


def _ask(path: Path, command: str) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(str(path))
        client.sendall(f"{command}\r\n".encode())
        return client.recv(65536).decode(errors="replace")
