"""The list of participants under load, beside its floor: alternating, in one run."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

from tests.bench import load, recording
from tests.bench.beside import django_serving
from tests.bench.results import Row, at_least
from tests.bench.town import Town, Village, say
from tests.bench.webs import Web, cpu_seconds, serving

GOAL = 0.60
PEER_GOAL = 1.6
CLIENTS = (8, 32)
ROUNDS = 4
SECONDS = 6.0
WARM_UP = 8.0
"""Long enough for each server to open the connections it keeps."""
BUDGET = "80"
"""Of each web process, as deploy/systemd/mia-web.service has it."""


@dataclass(slots=True)
class Tally:
    """Answers of one server to one number of clients, over all rounds."""

    answers: int = 0
    seconds: float = 0.0
    cpu_web: float = 0.0
    cpu_database: float = 0.0
    connections: int = 0
    """How many the server was asked to open."""
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    @property
    def cpu(self) -> str:
        """Processor time a request, of the web and of PostgreSQL."""
        web, database = (spent / self.answers * 1000 for spent in (self.cpu_web, self.cpu_database))
        return f"{web:.1f} + {database:.1f} ms"


def run(town: Town, *, rounds: int = ROUNDS, seconds: float = SECONDS) -> list[Row]:
    """Product, floor, bare, and django-tenants where it can be had."""
    with _all_serving(town) as served:
        hosts = [town.villages[place].host for place in load.zipf(len(town.villages))]
        webs = [web for web, _ in served]
        requests = {web.name: [of_host[host] for host in hosts] for web, of_host in served}
        tallies = {(web.name, clients): Tally() for web in webs for clients in CLIENTS}
        for web in webs:
            load.load(web.port, requests[web.name], clients=8, seconds=WARM_UP)
        for number in range(rounds):
            for clients in CLIENTS:
                for web in webs if number % 2 == 0 else reversed(webs):
                    _measure(town, web, requests[web.name], clients, seconds, tallies[web.name, clients])
            say(f"list: round {number + 1} of {rounds}")
    return [row for clients in CLIENTS for row in _rows({web.name: tallies[web.name, clients] for web in webs}, clients)]


@contextmanager
def _all_serving(town: Town) -> Iterator[list[tuple[Web, dict[str, bytes]]]]:
    """Each server with its request of each host."""
    made, pages = recording.record(town)
    path = town.folder / "recording"
    made.save(path)
    given = {"MIA_BENCH_RECORDING": str(path)}
    asked = {village.host: request_of(village) for village in town.villages}
    with ExitStack() as stack:
        product = stack.enter_context(serving(town, "product", "wsgi:app", MIA_CONNECTION_BUDGET=BUDGET))
        floor = stack.enter_context(serving(town, "floor", "tests.bench.floor:app", **given))
        bare = stack.enter_context(serving(town, "bare", "tests.bench.floor:bare", **given))
        beside = stack.enter_context(django_serving(town, **given))
        _check_same(floor, asked, town, pages)
        if beside:
            _check_same(*beside, town, pages)
        yield [(product, asked), (floor, asked), (bare, asked), *([beside] if beside else [])]


def _check_same(web: Web, requests: dict[str, bytes], town: Town, pages: dict[str, bytes]) -> None:
    """A floor is only one when it makes the same bytes, and so is what stands beside."""
    for village in (town.villages[0], town.villages[-1]):
        cookie = requests[village.host].partition(b"Cookie: ")[2].strip().decode()
        with closing(http.client.HTTPConnection("127.0.0.1", web.port)) as connection:
            connection.request("GET", recording.PATH, headers={"Host": village.host, "Cookie": cookie})
            answer = connection.getresponse()
            made = answer.read()
        if answer.status != 200 or not recording.same_but_for_tokens(made, pages[village.host]):
            (town.folder / f"{web.name}.html").write_bytes(made)
            (town.folder / "product.html").write_bytes(pages[village.host])
            log = (town.folder / f"{web.name}.log").read_text()[-2000:]
            raise AssertionError(f"{web.name} does not make the same page ({answer.status}): see {town.folder}\n{log}")


def request_of(village: Village) -> bytes:
    """The list, asked by who is signed in there."""
    port = village.host.rpartition(":")[2]
    return f"GET {recording.PATH} HTTP/1.1\r\nHost: {village.host}\r\nCookie: mia-{port}={village.cookie}\r\n\r\n".encode()


def _measure(town: Town, web: Web, requests: list[bytes], clients: int, seconds: float, tally: Tally) -> None:
    postmaster = town.server.pid
    before = web.cpu_seconds(), cpu_seconds(postmaster), _connections(town)
    answers = load.load(web.port, requests, clients=clients, seconds=seconds)
    tally.cpu_web += web.cpu_seconds() - before[0]
    tally.cpu_database += cpu_seconds(postmaster) - before[1]
    tally.connections += _connections(town) - before[2] - 1  # one asked this
    tally.answers += len(answers.latencies)
    tally.seconds += answers.seconds
    tally.latencies += answers.latencies


def _connections(town: Town) -> int:
    with town.operator.connect() as connection:
        connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
        return int(connection.exec_driver_sql("SELECT sessions FROM pg_stat_database WHERE datname = 'mia'").scalar_one())


def _rows(tallies: dict[str, Tally], clients: int) -> list[Row]:
    product, floor = tallies["product"], tallies["floor"]

    def shown(name: str) -> str:
        tally = tallies[name]
        median = sorted(tally.latencies)[len(tally.latencies) // 2] * 1000
        return f"{tally.per_second:.0f}/s, median {median:.0f} ms, processor {tally.cpu}"

    ratio = product.per_second / floor.per_second
    rows = [Row("list", f"{clients} clients", shown("product"), shown("floor"), ratio, *at_least(GOAL, ratio))]
    bare = product.per_second / tallies["bare"].per_second
    rows.append(Row("list", f"{clients} clients, beside bare WSGI and psycopg2", "", shown("bare"), bare))
    if "django" in tallies:
        peer = product.per_second / tallies["django"].per_second
        rows.append(
            Row("list", f"{clients} clients, beside django-tenants", "", shown("django"), peer, *at_least(PEER_GOAL, peer))
        )
    opened = f"{product.connections / product.answers:.2f} a page"
    rows.append(Row("list", f"{clients} clients, new connections", opened, f"{floor.connections / floor.answers:.2f} a page"))
    return rows
