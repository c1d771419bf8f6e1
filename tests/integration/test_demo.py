"""The demo from nothing: ready with the published figures, warm the second time, and nothing left of it afterwards."""

import http.client
import re
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from core import facts
from deploy.local import cluster, postgres, valkey
from deploy.local.children import is_alive
from tests.browsing import find_form
from tests.demo_runs import free_port, start, wait_until_ready
from tests.house import PASSWORD

GONE_WITHIN = 30


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="mia demo "))
    path.rmdir()
    yield path
    if path.is_dir():
        postgres.stop(path)
        valkey.stop(path)
        cluster.remove_clusters(path)
        shutil.rmtree(path)


def get(port: int, host: str, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def open_totals(port: int) -> str:
    """The county's totals, as its projektchef sees them."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        answer, page = ask(connection, "GET", "/sign-in", port)
        cookie = {"Cookie": (answer.getheader("Set-Cookie") or "").partition(";")[0]}
        target, fields = find_form(page, "/sign-in", None)
        filled = {**fields, "email": "programme_manager@county.example", "password": PASSWORD}
        form = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://localhost:{port}/sign-in"}
        answer, page = ask(connection, "POST", target, port, cookie | form, urlencode(filled, doseq=True))
        assert (answer.status, answer.getheader("Location")) == (303, "/totals"), page
        cookie = {"Cookie": (answer.getheader("Set-Cookie") or "").partition(";")[0]}
        answer, page = ask(connection, "GET", "/totals", port, cookie)
        assert answer.status == 200, page
    return page


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    port: int,
    headers: dict[str, str] | None = None,
    body: str = "",
) -> tuple[http.client.HTTPResponse, str]:
    connection.request(method, path, body=body, headers={"Host": f"localhost:{port}", **(headers or {})})
    answer = connection.getresponse()
    return answer, answer.read().decode()


def family(pid: int) -> list[int]:
    """`pid` and everything that descends from it."""
    children = [int(found) for file in Path(f"/proc/{pid}/task").glob("*/children") for found in file.read_text().split()]
    return [pid, *(descendant for child in children for descendant in family(child))]


def all_gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + GONE_WITHIN
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_the_demo_comes_up_with_the_published_figures_and_goes_without_a_trace(folder: Path) -> None:
    port = free_port()
    demo = start(folder, port)
    assert wait_until_ready(demo)[-1] == f"ready http://localhost:{port}"
    assert get(port, "localhost", "/readyz")[0] == 200
    county, roslagen = get(port, "localhost", "/"), get(port, "roslagen.localhost", "/")
    assert 'data-figure="months.elapsed">27<' in county[1]
    assert 'data-figure="months.elapsed">28<' in roslagen[1]
    assert 'data-figure="participants.started">301<' in roslagen[1]
    assert 'data-figure="participants.percent">100' in roslagen[1]
    assert '"participants.started":301' in get(port, "roslagen.localhost", "/progress.json")[1]
    page = open_totals(port)
    row = page[page.index('data-tenant="roslagen"') :].partition("</tr>")[0]
    assert 'data-figure="participants.started">301<' in row
    totals = re.findall(r'<tr[^>]* data-tenant="([^"]+)"', page)
    assert sorted(totals) == sorted([*(found.slug for found in facts.associations()), "all"])
    assert len(totals) == 9
    assert (folder / "environment").stat().st_mode & 0o777 == 0o600
    assert (folder / "secrets.json").stat().st_mode & 0o777 == 0o600

    second = start(folder, free_port())
    assert "a demo is running" in second.communicate(timeout=30)[1]
    assert second.returncode == 1
    pids = family(demo.pid)
    assert len(pids) > 6  # servers, web, worker and scheduler
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=GONE_WITHIN)
    assert demo.returncode == 0
    assert all_gone(pids)
    assert not list(folder.glob("*.socket"))

    warm = start(folder, port, "--today", "2022-11-01")
    assert any("made for 2022-09-15" in line for line in wait_until_ready(warm))
    pids = family(warm.pid)
    warm.kill()
    warm.communicate()
    assert all_gone(pids)


def test_a_port_in_use_is_one_clear_line(folder: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(folder, port)
        _, said = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert said == f"mia: port {port} is in use; choose another with --port\n"


def test_a_folder_with_something_else_in_it_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    demo = start(folder, free_port(), "--fresh")
    _, said = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert "holds something else" in said
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_wrong_usage_is_told_apart(folder: Path) -> None:
    demo = start(folder, free_port(), "--today", "yesterday")
    _, said = demo.communicate(timeout=30)
    assert demo.returncode == 2
    assert "yesterday is no day" in said
