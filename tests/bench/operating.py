"""What operating costs: a migration's pass over 80 schemas, a new tenant, the demo's cold and warm start."""

import shutil
import signal
import statistics
import tempfile
import time
from pathlib import Path

from deploy.local import cluster, postgres, valkey
from tenants.migrations import runner
from tests.bench.results import Row, at_most
from tests.bench.town import Town
from tests.demo_runs import free_port, start, wait_until_ready

MIGRATE_MS, PROVISION_SECONDS = 15.0, 0.5


def migrate(town: Town) -> list[Row]:
    """A pass of `./mia migrate` over schemas that are all at their head: find, lock, compare, go on. Best of three."""
    states: list[runner.SchemaState] = []
    best = float("inf")
    for _ in range(3):
        states.clear()
        begun = time.perf_counter()
        assert runner.migrate(town.operator, town.settings, states.append)
        best = min(best, (time.perf_counter() - begun) / len(states) * 1000)
    goal = at_most(MIGRATE_MS, best, " ms")
    return [Row("migrate", f"a schema of {len(states)}, nothing to change", f"{best:.1f} ms", "", None, *goal)]


def provision(town: Town) -> list[Row]:
    """The tenants of this town, as they were made."""
    median = statistics.median(town.provisioning)
    goal = at_most(PROVISION_SECONDS, median, " s")
    return [Row("provision", f"a new tenant, median of {len(town.provisioning)}", f"{median:.2f} s", "", None, *goal)]


def start_demo() -> list[Row]:
    """From the command to `ready`, with an installed .venv: from nothing, and with everything there."""
    folder = Path(tempfile.mkdtemp(prefix="mia-bench-demo-"))
    folder.rmdir()
    try:
        cold, warm = _until_ready(folder), _until_ready(folder)
    finally:
        if folder.is_dir():
            postgres.stop(folder)
            valkey.stop(folder)
            cluster.remove_clusters(folder)
            shutil.rmtree(folder, ignore_errors=True)
    return [Row("start", "./mia demo, cold", f"{cold:.1f} s"), Row("start", "./mia demo, warm", f"{warm:.1f} s")]


def _until_ready(folder: Path) -> float:
    begun = time.perf_counter()
    demo = start(folder, free_port())
    try:
        wait_until_ready(demo)
        return time.perf_counter() - begun
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)
