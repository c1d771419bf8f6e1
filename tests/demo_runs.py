"""`./mia demo` as a process of its own, for tests that look at it from outside."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY_WITHIN = 180  # seconds, on a machine that runs other tests beside this one


def free_port() -> int:
    """A port that nobody listens to."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """The demo with all its state in `folder`."""
    own = {"DATABASE_URL", "REDIS_URL", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name not in own and not name.startswith("MIA_")}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "deploy.local.demo", "--data", str(folder), "--port", str(port), *options],
        cwd="/",
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(demo: subprocess.Popen[str]) -> list[str]:
    """What it printed up to and with `ready`."""
    deadline = time.monotonic() + READY_WITHIN
    lines: list[str] = []
    assert demo.stdout is not None
    for line in demo.stdout:
        lines.append(line.strip())
        if line.startswith("ready ") or time.monotonic() > deadline:
            break
    assert lines, demo.communicate()[1]
    assert lines[-1].startswith("ready "), lines
    return lines
