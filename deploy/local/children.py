"""Processes and folders the launcher is answerable for: start, watch, end, lock."""

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from deploy.local import LocalServerError

_CONFINE = Path(__file__).with_name("confine.py")
_SOCKET_PATH_LIMIT = 107

# Held so that a child that ends is reaped by us, and a running one is not reported as forgotten.
_started: dict[int, subprocess.Popen[bytes]] = {}


class Confinement(Enum):
    """How a command that refuses root is run by root."""

    NONE = ""
    NAMESPACE = "--namespace"
    NOBODY = "--user nobody"


def spawn(
    command: list[str],
    *,
    log: Path | None = None,
    tells: bool = False,
    confinement: Confinement = Confinement.NONE,
    dies_with_us: signal.Signals | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C reaches it only through us.

    Output is appended to `log`, or dropped; with `tells` the standard output is ours to read instead.
    """
    options = confinement.value.split()
    if dies_with_us is not None:
        options += ["--die-with", str(dies_with_us.value), str(os.getpid())]
    arguments = [sys.executable, "-I", "-S", str(_CONFINE), *options, "--", *command] if options else command
    with open_private(log) if log else contextlib.nullcontext(subprocess.DEVNULL) as output:
        child = subprocess.Popen(  # noqa: S603 - commands are the launcher's own
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if tells else output,
            stderr=output,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
        )
    _started[child.pid] = child
    return child


def is_alive(pid: int) -> bool:
    """True while `pid` runs. A zombie does not: in containers without an init it may stay one for long."""
    child = _started.get(pid)
    if child is not None and child.poll() is not None:
        del _started[pid]
        return False
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return False
    return after_name.split()[0] not in {"Z", "X"}


def command_of(pid: int) -> list[str]:
    """The command line of a live process, [] for a dead one."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0") if is_alive(pid) else []
    except OSError:
        return []


def end(pid: int, *signals: signal.Signals, seconds: float = 20) -> None:
    """Signal `pid` and wait until it is gone; the next signal follows when the time of one is up."""
    for number in signals:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until_gone(pid, seconds=seconds):
            return
    raise LocalServerError(f"process {pid} did not end")


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the file lock `path`. Errors: BlockingIOError when it is held and `wait` is false."""
    with open_private(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


@contextlib.contextmanager
def open_private(path: Path) -> Iterator[int]:
    """A descriptor that appends to `path`, made 0600 from its first moment."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def write_private(path: Path, text: str) -> None:
    """Write `path` whole or not at all, mode 0600."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    with open_private(draft) as descriptor:
        os.write(descriptor, text.encode())
        os.fsync(descriptor)
    draft.replace(path)


def private_folder(path: Path) -> Path:
    """`path`, made with mode 0700 when it does not exist; the mode of an existing folder is left alone."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def socket_folder(remembered_in: Path, *, owner: int | None = None) -> Path:
    """A short folder, mode 0700, for Unix sockets: the data folder's own path may pass the limit of 107 bytes.

    Its random name is kept in the file `remembered_in`. One that was tampered with (a link, another owner, open to
    others) is abandoned for a new one.
    """
    uid = os.geteuid() if owner is None else owner
    if remembered_in.exists() and _is_private_to(Path(remembered_in.read_text()), uid):
        return Path(remembered_in.read_text())
    base = tempfile.gettempdir()
    if len(os.fsencode(base)) > _SOCKET_PATH_LIMIT - len("/mia-12345678/.s.PGSQL.5432.lock"):
        base = "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it
    folder = Path(tempfile.mkdtemp(prefix="mia-", dir=base))
    if uid != os.geteuid():
        os.chown(folder, uid, -1)
    write_private(remembered_in, str(folder))
    return folder


def remove_socket_folder(remembered_in: Path, *, owner: int | None = None) -> None:
    if remembered_in.exists():
        folder = Path(remembered_in.read_text())
        if _is_private_to(folder, os.geteuid() if owner is None else owner):
            shutil.rmtree(folder, ignore_errors=True)
        remembered_in.unlink()


def _is_private_to(folder: Path, uid: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and stat.S_IMODE(found.st_mode) == 0o700
