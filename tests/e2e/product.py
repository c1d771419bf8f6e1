"""The real product for a browser: gunicorn, worker and scheduler as processes, on a database of their own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from core.config import forget_settings
from deploy.local import valkey
from deploy.local.demo_folder import DemoFolder
from deploy.local.demo_processes import Processes, wait_until_ready
from tests import house as houses
from tests import servers
from tests.demo_runs import free_port
from tests.house import House

_TOLD = ("DATABASE_URL", "REDIS_URL", "LANG", "PATH")


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers."""

    port: int

    def address(self, slug: str | None, path: str = "/") -> str:
        """The address of a path at a tenant, or at the county."""
        return f"http://{f'{slug}.' if slug else ''}localhost:{self.port}{path}"


@dataclass(frozen=True, slots=True)
class Product(Site):
    """What stands in it, and where its processes write."""

    house: House
    logs: Path

    def faults(self) -> list[str]:
        """Lines of the processes' logs that tell of a fault."""
        lines = [line for log in sorted(self.logs.glob("*.log")) for line in log.read_text().splitlines()]
        return [line for line in lines if '"level":"error"' in line or line.startswith("Traceback")]


@contextmanager
def running_product() -> Iterator[Product]:
    """Roslagen and HBS with staff and no persons, until the block ends."""
    server = servers.postgres_server()
    folder = servers.own_folder("product")
    with servers.fresh_database(server) as url, kept_environment():
        address = server.address.replace("/mia?", f"/{make_url(url).database}?")
        queue = valkey.start(folder, dies_with_us=True)  # of its own: other tests read and flush the run's queue
        houses.environment(url, address, queue.url)
        port = free_port()
        os.environ.update(MIA_PUBLIC_PORT=str(port), MIA_WEB_BIND=f"127.0.0.1:{port}", MIA_WEB_WORKERS="1", MIA_WEB_THREADS="4")
        os.environ.update(MIA_MAIL_FROM="mia@example.org", MIA_MAIL_FOLDER=str(folder / "mails"))
        with servers.one_at_a_time("house"):
            house = houses.build(url)
        houses.furnish(house)
        processes = Processes(DemoFolder(folder), _environment())
        try:
            processes.start("web", "worker", "scheduler")
            wait_until_ready(port, processes)
            yield Product(port, house, folder)
        finally:
            processes.end()
            queue.stop()
            house.operator.dispose()
            shutil.rmtree(folder)


@contextmanager
def kept_environment() -> Iterator[None]:
    """What the block sets in the environment is gone afterwards: other tests have a house of their own."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        forget_settings()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("MIA_") or name in _TOLD}
