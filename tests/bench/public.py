"""What readers cost those who work: the public start page beside the signed-in list, and the list while a thousand read."""

import http.client
import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

from tests.bench import load
from tests.bench.list_page import BUDGET, request_of
from tests.bench.results import Row, at_least, at_most
from tests.bench.town import Town, say
from tests.bench.webs import serving

TIMES_THE_LIST, SLOWER = 5.0, 1.5
READERS, SECONDS_ON_A_PAGE = 1_000, 10
"""Each opens a start page, and another one ten seconds later: a hundred pages a second."""
CLIENTS, ROUNDS, SECONDS = 8, 4, 6.0
CONNECTIONS = 20


def run(town: Town) -> list[Row]:
    """Both measures alternate with what they are held against."""
    hosts = [town.villages[place].host for place in load.zipf(len(town.villages))]
    asked = {village.host: request_of(village) for village in town.villages}
    staff = [asked[host] for host in hosts]
    readers = [f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() for host in hosts]
    found: dict[str, load.Answers] = {name: load.Answers(0.0) for name in ("list", "start", "beside")}
    with ExitStack() as stack:
        web = stack.enter_context(serving(town, "public", "wsgi:app", MIA_CONNECTION_BUDGET=BUDGET))
        for requests in (staff, readers):
            load.load(web.port, requests, clients=CLIENTS, seconds=SECONDS)
        for number in range(ROUNDS):
            _add(found["list"], load.load(web.port, staff, clients=CLIENTS, seconds=SECONDS))
            _add(found["start"], load.load(web.port, readers, clients=CLIENTS, seconds=SECONDS))
            with _read_by_many(web.port, hosts):
                _add(found["beside"], load.load(web.port, staff, clients=CLIENTS, seconds=SECONDS))
            say(f"public: round {number + 1} of {ROUNDS}")
    return _rows(found["list"], found["start"], found["beside"])


def _add(all_rounds: load.Answers, one: load.Answers) -> None:
    all_rounds.seconds += one.seconds
    all_rounds.latencies += one.latencies


@contextmanager
def _read_by_many(port: int, hosts: list[str]) -> Iterator[None]:
    over = Event()
    every = CONNECTIONS * SECONDS_ON_A_PAGE / READERS
    threads = [Thread(target=_read, args=(port, hosts[first::CONNECTIONS], every, over)) for first in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _read(port: int, hosts: list[str], every: float, over: Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    due = time.monotonic()
    for host in itertools.cycle(hosts):
        connection.request("GET", "/", headers={"Host": host})
        connection.getresponse().read()
        due = max(due + every, time.monotonic() - 1.0)
        if over.wait(max(0.0, due - time.monotonic())):
            break
    connection.close()


def _rows(staff: load.Answers, readers: load.Answers, beside: load.Answers) -> list[Row]:
    def shown(answers: load.Answers) -> str:
        return f"{answers.per_second:.0f}/s, p95 {answers.percentile(95):.0f} ms"

    times = readers.per_second / staff.per_second
    slower = beside.percentile(95) / staff.percentile(95)
    pages = READERS // SECONDS_ON_A_PAGE
    return [
        Row("public", "start page, beside the list", shown(readers), shown(staff), times, *at_least(TIMES_THE_LIST, times)),
        Row(
            "public",
            f"list while {pages} start pages a second are read, beside alone, p95",
            shown(beside),
            shown(staff),
            slower,
            *at_most(SLOWER, slower),
        ),
    ]
