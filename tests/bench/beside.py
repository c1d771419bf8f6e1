"""Serves the list page by django-tenants beside the product, in a Python environment made for it outside the tree.

Django is no dependency of the product. Where the packages cannot be had, the reason is told and the measure left out.
"""

import json
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from tests.bench.recording import PATH
from tests.bench.town import Town, Village, say
from tests.bench.webs import ROOT, Web, serving

PACKAGES = ("django==5.2.*", "django-tenants==4.0.*")
OURS = ("gunicorn", "psycopg2-binary", "jinja2")
"""Of the same versions as the product's own."""
SERVER = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "5", "--no-control-socket")
_PATIENCE = 300


@contextmanager
def django_serving(town: Town, **given: str) -> Iterator[tuple[Web, dict[str, bytes]] | None]:
    """The server, and a request of each village by host; None when it cannot be had."""
    given |= {"MIA_BENCH_DATABASE_URL": town.server.url}
    try:
        python = _environment(town.folder / "django")
        cookies = _prepare(town, python, given)
    except (subprocess.SubprocessError, OSError) as fault:
        say(f"django-tenants cannot be measured: {_reason(fault)}")
        yield None
        return
    requests = {village.host: _request_of(village, cookies[village.host]) for village in town.villages}
    with serving(town, "django", "tests.bench.peer.site:app", python=python, options=SERVER, **given) as web:
        yield web, requests


def _environment(folder: Path) -> str:
    """A virtual environment with what Django needs; pip is used as the machine has it set up."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    wanted = [*PACKAGES, *(f"{name}=={version(name)}" for name in OURS)]
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])
    return python


def _prepare(town: Town, python: str, given: dict[str, str]) -> dict[str, str]:
    told = [
        {
            "host": village.host,
            "schema": village.place.schema,
            "name": f"Ort {int(village.slug[3:])}",
            "account": str(village.account_id),
        }
        for village in town.villages
    ]
    command = [python, "-P", "-m", "tests.bench.peer.prepare"]
    cookies: dict[str, str] = json.loads(_run(command, json.dumps(told), town.server_environment(**given)))
    return cookies


def _run(command: list[str], given: str = "", environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - our own
        command, input=given, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=_PATIENCE, check=True
    )
    return done.stdout


def _reason(fault: BaseException) -> str:
    told = fault.stderr.strip() if isinstance(fault, subprocess.CalledProcessError) else str(fault)
    return told.rpartition("\n")[2] or type(fault).__name__


def _request_of(village: Village, cookie: str) -> bytes:
    return f"GET {PATH} HTTP/1.1\r\nHost: {village.host}\r\nCookie: sessionid={cookie}\r\n\r\n".encode()
