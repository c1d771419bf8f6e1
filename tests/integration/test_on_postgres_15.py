"""The same walls and the same thread on Debian's PostgreSQL 15: the tests that speak most with the server, run once more there.

A pytest of its own, since a process has one server; its output is shown when it fails.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.binaries import postgres_major
from tests import servers

ROOT = Path(__file__).parents[2]
SUITE = (
    "tests/rules/test_sql_drill.py",
    "tests/rules/test_walls.py",
    "tests/rules/test_migrations.py",
    "tests/rules/test_privileges.py",
    "tests/integration/test_connections.py",
    "tests/integration/test_referrals.py",
    "tests/integration/test_participations.py",
    "tests/integration/test_recount.py",
)
SECONDS = 300


@pytest.mark.postgres15
def test_the_walls_and_the_thread_hold_on_postgresql_15() -> None:
    if postgres_major(servers.DEBIAN_15) != 15:
        servers.unavailable(f"no PostgreSQL 15 in {servers.DEBIAN_15}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MIA_", "PYTEST_"))}
    environment["MIA_POSTGRES_BIN"] = str(servers.DEBIAN_15)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not 80", *SUITE]
    done = subprocess.run(  # noqa: S603 - our own tests
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
