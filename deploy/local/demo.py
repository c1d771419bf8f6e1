"""`./mia demo`: the whole house on one machine, with made-up people.

All state lies in `--data`. Everything started here ends with Ctrl-C, and ends too when this process is killed.
"""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from types import FrameType

from deploy.local import LocalServerError, postgres, valkey
from deploy.local.demo_account import print_welcome
from deploy.local.demo_folder import DemoFolder
from deploy.local.demo_processes import Processes, wait_until_ready
from deploy.local.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_DAY = date(2022, 9, 15)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when stopped by Ctrl-C, 1 with one line when it could not run, 2 for wrong usage."""
    options = _options(arguments)
    signal.signal(signal.SIGINT, _interrupt)  # also where a script started us in the background, which ignores it
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        with ExitStack() as stack:
            _run(options, stack)
    except KeyboardInterrupt:
        return 0
    except (LocalServerError, OSError) as fault:
        sys.stderr.write(f"mia: {fault}\n")
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./mia demo",
        description="Start MIA on this machine with made-up people. Ctrl-C stops everything; a second start is warm.",
        epilog="DATABASE_URL (a superuser's, or a role that may create roles) and REDIS_URL are used when set.",
    )
    parser.add_argument("--port", type=_port, default=8000, help="where the web listens, on this machine only (8000)")
    parser.add_argument("--today", type=_day, default=DEFAULT_DAY, help="the business day, yyyy-mm-dd (2022-09-15)")
    parser.add_argument("--data", type=Path, default=ROOT / ".mia", metavar="DIR", help="where all state lies (.mia)")
    parser.add_argument("--fresh", action="store_true", help="throw the state away and begin again")
    options = parser.parse_args(arguments)
    if options.fresh and os.environ.get("DATABASE_URL"):
        parser.error("--fresh begins the embedded PostgreSQL again; empty the database of DATABASE_URL yourself")
    return options


def _run(options: argparse.Namespace, stack: ExitStack) -> None:
    folder = DemoFolder(options.data.absolute())
    stack.enter_context(folder.held())
    _ensure_port_is_free(options.port)
    progress = Progress()
    if options.fresh:
        with progress.step("Clearing the old state"):
            folder.clear()
    folder.mark()
    environment = _start_servers(folder, stack, progress)
    environment |= folder.settings(today=options.today, port=options.port)
    folder.write_environment(environment)

    processes = Processes(folder, environment)
    stack.callback(processes.end)
    if not folder.is_set_up(environment["DATABASE_URL"]):
        processes.set_up(progress)
        folder.mark_set_up(environment["DATABASE_URL"])
    with progress.step("Starting web, worker and scheduler"):
        processes.start("web")
        wait_until_ready(options.port, processes)
        # Afterwards: on two cores their start would delay the first page, and nothing waits for them yet.
        processes.start("worker", "scheduler")
    generated_until = folder.remember_day(options.today)
    print_welcome(options.port, options.today, generated_until, folder.path)
    sys.stdout.write(f"ready http://localhost:{options.port}\n")
    sys.stdout.flush()
    processes.watch()


def _start_servers(folder: DemoFolder, stack: ExitStack, progress: Progress) -> dict[str, str]:
    """DATABASE_URL, MIA_DATABASE_ADDRESS and REDIS_URL: the operator's own, or those of servers started here."""
    found = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if "DATABASE_URL" in found:
        found["MIA_DATABASE_ADDRESS"] = without_credentials(found["DATABASE_URL"])
    else:
        with progress.step("Starting PostgreSQL"):
            server = postgres.start(folder.path, dies_with_us=True)
        stack.callback(server.stop)
        found |= {"DATABASE_URL": server.url, "MIA_DATABASE_ADDRESS": server.address}
    if "REDIS_URL" not in found:
        with progress.step("Starting Valkey"):
            queue = valkey.start(folder.path, dies_with_us=True)
        stack.callback(queue.stop)
        found["REDIS_URL"] = queue.url
    return found


def without_credentials(url: str) -> str:
    """A database URL less user and password: what MIA_DATABASE_ADDRESS holds."""
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def _ensure_port_is_free(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise LocalServerError(f"port {port} is in use; choose another with --port") from None


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write yyyy-mm-dd") from None
    if day < DEFAULT_DAY:
        raise argparse.ArgumentTypeError(f"the made-up people live until {DEFAULT_DAY}; choose that day or a later one")
    return day


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
