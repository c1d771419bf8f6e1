"""Start pages are made every few seconds however many ask, with scripts that run, and never for who has signed in."""

import re
from collections.abc import Iterator
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from flask import Flask

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
    monkeypatch.setattr("core.web.shared.get_settings", lambda: two_tenants.settings.model_copy(update={"public_seconds": 5}))
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


def test_what_is_too_old_is_never_given_out_and_a_failure_leaves_nothing_behind() -> None:
    pages = Pages()
    pages.get(KEY, lambda: page("old", age=61), 5)
    with pytest.raises(ZeroDivisionError):
        pages.get(KEY, lambda: 1 // 0, 5)  # type: ignore[arg-type, return-value]
    found = pages.get(KEY, lambda: page("new"), 5)
    assert found is not None
    assert found.body == b"new"
    assert Pages().get(KEY, lambda: None, 5) is None
