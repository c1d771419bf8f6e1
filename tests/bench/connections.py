"""How many connections the web holds at 8, 80 and 800 tenants, all of them visited in turn."""

import threading
import time

import psycopg2

from tests.bench import load
from tests.bench.list_page import request_of
from tests.bench.results import Row
from tests.bench.town import Town
from tests.bench.webs import serving

SECONDS = 12.0
WORKERS = 2


def run(town: Town, tenants: int) -> list[Row]:
    """Every tenant as often, sixteen clients at once; the most connections seen at one time."""
    requests = [request_of(village) for village in town.villages[:tenants]]
    budget = WORKERS * town.settings.connection_budget
    with serving(town, "product", "wsgi:app") as web:
        load.load(web.port, requests, clients=4, seconds=2.0)
        highest = _Highest(town.server.url)
        answers = load.load(web.port, requests, clients=16, seconds=SECONDS)
        most = highest.stop()
    what = f"{tenants} tenants, every one as often, {answers.per_second:.0f} pages/s"
    return [Row("connections", what, f"{most} at most", "", None, f"≤ {budget}", 0 < most <= budget)]


class _Highest:
    """Asks the server five times a second how many connections of the product it has."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg2.connect(url)
        self._connection.autocommit = True
        self._most = 0
        self._going = True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> int:
        self._going = False
        self._thread.join()
        self._connection.close()
        return self._most

    def _watch(self) -> None:
        with self._connection.cursor() as cursor:
            while self._going:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mia'")
                found = cursor.fetchone()
                self._most = max(self._most, found[0] if found else 0)
                time.sleep(0.2)
