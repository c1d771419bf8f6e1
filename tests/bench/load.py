"""Loads a server on this machine's loopback: N clients that keep their connection, each sending when it has its answer.

One thread, plain sockets: it costs about 0.05 ms a request, so that on two cores nearly all is the server's.
"""

import itertools
import random
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

ZIPF = 1.0
MOST_HANG_UPS = 200
_CHUNK = 1 << 16


@dataclass(slots=True)
class Answers:
    """What came back of one load."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    received: int = 0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000 if len(self.latencies) > 1 else 0.0


@dataclass(slots=True)
class _Client:
    socket: socket.socket
    sent_at: float = 0.0
    head: bytes = b""
    missing: int = 0


def zipf(count: int, *, seed: int = 20170401, length: int = 20_000) -> list[int]:
    """Indexes 0 … count-1 as often as Zipf's law says, in a random order that is the same every time."""
    weights = [1 / (rank + 1) ** ZIPF for rank in range(count)]
    return random.Random(seed).choices(range(count), weights, k=length)


def load(port: int, requests: Sequence[bytes], *, clients: int, seconds: float) -> Answers:
    """Send `requests` over and over, in order. Raises AssertionError on any answer that is not 200."""
    queue = itertools.cycle(requests)
    answers = Answers(seconds)
    hung_up = 0
    with selectors.DefaultSelector() as waiting:
        for _ in range(clients):
            _send(_connect(waiting, port), next(queue))
        begun = time.perf_counter()
        while (now := time.perf_counter()) - begun < seconds:
            for key, _events in waiting.select(timeout=1.0):
                client: _Client = key.data
                size = _receive(client)
                if size < 0:
                    hung_up += 1
                    assert hung_up < MOST_HANG_UPS, "the server hangs up instead of answering"
                    waiting.unregister(client.socket)
                    client.socket.close()
                    client = _connect(waiting, port)
                elif size == 0:
                    continue
                else:
                    answers.latencies.append(time.perf_counter() - client.sent_at)
                    answers.received += size
                _send(client, next(queue))
        answers.seconds = now - begun
        for key in list(waiting.get_map().values()):
            key.data.socket.close()
    return answers


def _connect(waiting: selectors.BaseSelector, port: int) -> _Client:
    client = _Client(socket.create_connection(("127.0.0.1", port), timeout=30))
    waiting.register(client.socket, selectors.EVENT_READ, client)
    return client


def _send(client: _Client, request: bytes) -> None:
    client.head, client.missing = b"", 0
    client.sent_at = time.perf_counter()
    client.socket.sendall(request)


def _receive(client: _Client) -> int:
    """Bytes of the body when the answer is whole, 0 when more is to come, -1 when the server hung up before it began."""
    chunk = client.socket.recv(_CHUNK)
    if not chunk:
        assert not client.head, "the server hung up in the middle of an answer"
        return -1
    if client.missing:
        client.missing -= len(chunk)
        return 0 if client.missing else _length(client.head)
    client.head += chunk
    end = client.head.find(b"\r\n\r\n")
    if end < 0:
        return 0
    assert client.head.startswith(b"HTTP/1.1 200"), client.head[:200]
    client.missing = _length(client.head) - (len(client.head) - end - 4)
    return 0 if client.missing else _length(client.head)


def _length(head: bytes) -> int:
    lowered = head[: head.find(b"\r\n\r\n")].lower()
    return int(lowered.partition(b"content-length:")[2].partition(b"\r\n")[0])
