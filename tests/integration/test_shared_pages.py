"""Start pages are made every few seconds however many ask, with scripts that run, and never for who has signed in."""

import re
from collections.abc import Iterator
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from flask import Flask, request_started

from core import queue
from core.web import written
from core.web.shared import Page, Pages
from tests.conftest import OpenBrowser
from tests.house import PROJECT, House

KEY = ("roslagen", "sv", "/")


def page(text: str, *, age: float = 0.0) -> Page:
    import time

    return Page(text.encode(), (), time.monotonic() - age)


@pytest.fixture
def statements(app: Flask, two_tenants: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.setitem(app.extensions, "mia.shared_pages", Pages())
    settings = two_tenants.settings.model_copy(update={"public_seconds": 5})
    for module in ("shared", "in_front"):
        monkeypatch.setattr(f"core.web.{module}.get_settings", lambda: settings)
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/", "/en/", "/progress.json", "/embed", "/en/embed"])
def test_the_second_reader_asks_nothing_of_the_database(browser: OpenBrowser, statements: list[str], path: str) -> None:
    first = browser("roslagen").get(path)
    asked = len(statements)
    second = browser("roslagen").get(path)
    assert (asked > 0, len(statements)) == (True, asked)
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == "public, max-age=5, stale-while-revalidate=60"
    again = browser("roslagen").get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_each_answer_has_a_number_of_its_own_for_its_scripts(browser: OpenBrowser, statements: list[str]) -> None:
    seen = set()
    for _ in range(3):
        answer = browser("roslagen").get("/")
        numbers = set(re.findall(r'nonce="([^"]+)"', answer.text))
        assert len(numbers) == 1
        assert f"'nonce-{numbers.copy().pop()}'" in answer.headers["Content-Security-Policy"]
        seen |= numbers
    assert len(seen) == 3


def test_sites_languages_and_choices_never_share_a_page(browser: OpenBrowser, statements: list[str]) -> None:
    texts = {browser(slug).get(path).text for slug in ("roslagen", "hbs", None) for path in ("/", "/en/")}
    assert len(texts) == 6
    asked = len(statements)
    browser("roslagen").get(f"/?project={PROJECT}")
    assert len(statements) > asked


def test_a_port_that_somebody_makes_up_makes_no_page_of_its_own(app: Flask, browser: OpenBrowser, statements: list[str]) -> None:
    browser("roslagen").get("/")
    asked = len(statements)
    for port in (81, 4711):
        assert app.test_client().get("/", base_url=f"http://roslagen.localhost:{port}").status_code == 200
    assert len(statements) == asked


def test_who_has_signed_in_never_gets_the_readers_page(browser: OpenBrowser, statements: list[str]) -> None:
    browser("roslagen").get("/")
    member = browser("roslagen", "subproject_manager").get("/")
    assert member.headers["Cache-Control"] == "no-store"
    assert "/sign-out" in member.text
    assert "/sign-out" not in browser("roslagen").get("/").text


@pytest.fixture
def to_flask(app: Flask) -> Iterator[list[str]]:
    """The paths that Flask itself was asked for."""
    asked: list[str] = []

    def note(_app: Flask, **_: object) -> None:
        from flask import request

        asked.append(request.path)

    with request_started.connected_to(note, app):
        yield asked


def test_a_plain_reader_is_answered_in_front_of_flask_with_the_same_headers(
    app: Flask, browser: OpenBrowser, statements: list[str], to_flask: list[str]
) -> None:
    def headers_of(base_url: str = "http://roslagen.localhost") -> dict[str, str]:
        given = app.test_client().get("/", base_url=base_url).headers
        return {name: re.sub(r"nonce-[^']+", "nonce", value) for name, value in given.items() if name != "Date"}

    made = headers_of()
    assert to_flask == ["/"]
    assert headers_of() == made
    assert to_flask == ["/"]
    secured = [headers_of("https://roslagen.localhost") for _ in range(2)]
    assert to_flask == ["/"] * 2, "another scheme has headers of its own"
    assert secured[0] == secured[1]
    assert [one.get("Strict-Transport-Security") is not None for one in (made, *secured)] == [False, True, True]


def test_nobody_else_is_answered_in_front_of_flask(
    app: Flask, browser: OpenBrowser, statements: list[str], to_flask: list[str]
) -> None:
    client = app.test_client(use_cookies=False)
    for _ in range(2):
        client.get("/", base_url="http://roslagen.localhost")
    before = len(to_flask)
    ways: list[dict[str, object]] = [
        {"path": "/?lang=en"},
        {"path": "/", "headers": {"Cookie": "session=x"}},
        {"path": "/", "method": "HEAD"},
        {"path": "/", "method": "POST"},
        {"path": "/", "base_url": "http://nobody.localhost"},
        {"path": "//"},
    ]
    for number, way in enumerate(ways, 1):
        client.open(**{"base_url": "http://roslagen.localhost", **way})  # type: ignore[arg-type]
        assert len(to_flask) == before + number, way


def test_what_was_written_in_another_process_is_seen_within_a_second(
    app: Flask, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "EVERY", 0.0)
    here, key = Pages(), ("a site of this test", "sv", "/")
    here.get(key, lambda: page("old"), 60)
    assert here.ready(key, 60)
    written.tell("another site of this test")
    assert here.ready(key, 60)
    written.tell(key[0])
    assert here.ready(key, 60) is None
    monkeypatch.setattr(queue, "connection", lambda: pytest.fail("asked too often"))
    monkeypatch.setattr(written, "EVERY", 60.0)
    assert here.ready(key, 60) is None


def test_without_valkey_a_page_is_as_old_as_the_seconds_allow(statements: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "EVERY", 0.0)
    monkeypatch.setattr(queue, "is_configured", lambda: False)
    pages = Pages()
    pages.get(KEY, lambda: page("old"), 60)
    written.tell(KEY[0])
    assert pages.ready(KEY, 60)


@pytest.mark.parametrize(("slug", "made_anew"), [("roslagen", True), ("hbs", False)])
def test_what_is_written_is_seen_there_with_the_next_request(
    browser: OpenBrowser, statements: list[str], slug: str, *, made_anew: bool
) -> None:
    browser("roslagen").get("/")
    writer = browser(slug, "subproject_manager")
    assert writer.submit("/work/mail", {}, action="/work/mail/none").status_code == 303
    asked = len(statements)
    browser("roslagen").get("/")
    assert (len(statements) > asked) is made_anew


def test_one_makes_it_anew_while_the_others_get_the_one_before() -> None:
    pages, began, may_end = Pages(), Event(), Event()
    pages.get(KEY, lambda: page("old", age=10), 5)

    def slow() -> Page:
        began.set()
        may_end.wait(5)
        return page("new")

    made: list[Page | None] = []
    maker = Thread(target=lambda: made.append(pages.get(KEY, slow, 5)))
    maker.start()
    assert began.wait(5)
    other = pages.get(KEY, lambda: pytest.fail("made twice"), 5)
    assert other is not None
    assert other.body == b"old"
    may_end.set()
    maker.join()
    assert [one.body for one in made if one] == [b"new"]
    latest = pages.get(KEY, lambda: pytest.fail("made again"), 5)
    assert latest is not None
    assert latest.body == b"new"


def test_a_page_that_was_begun_before_something_was_written_is_not_kept() -> None:
    pages = Pages()

    def make() -> Page:
        pages.forget(KEY[0])
        return page("old")

    given = pages.get(KEY, make, 5)
    assert given is not None
    made = pages.get(KEY, lambda: page("new"), 5)
    assert made is not None
    assert made.body == b"new"


def test_what_is_too_old_is_never_given_out_and_a_failure_leaves_nothing_behind() -> None:
    pages = Pages()
    pages.get(KEY, lambda: page("old", age=61), 5)
    with pytest.raises(ZeroDivisionError):
        pages.get(KEY, lambda: 1 // 0, 5)  # type: ignore[arg-type, return-value]
    found = pages.get(KEY, lambda: page("new"), 5)
    assert found is not None
    assert found.body == b"new"
    assert Pages().get(KEY, lambda: None, 5) is None
