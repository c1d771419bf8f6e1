"""What a stranger may try on the public pages and on the desk behind them: refused or cleaned, never a fault of ours."""

import io
import threading
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

from core.web.shared import Pages
from tests.browsing import Browser, find_form
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, TEXT, carry, write

ID = "0180d665-3a80-76a1-8f65-13291024106b"
HUGE = "9" * 20
HOSTILE = "<script>alert(1)</script>'\"&{{7*7}}${7*7}%s"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/news/%00", 404),
        ("/news/a%00b", 404),
        ("/news/%0d%0aSet-Cookie:a=b", 404),
        ("/offers/%00", 404),
        ("/offers/%00.pdf", 404),
        ("/news/..%2f..%2fpyproject.toml", 404),
        (f"/news/pictures/{ID}/{HUGE}.webp", 404),
        (f"/library/files/{ID}", 404),
        ("/news?q=%00", 200),
        ("/news?q=%25%5F%5C", 200),
        ("/news?q=" + "%20".join("a" * 50), 200),
        (f"/news?q={'a' * 3000}", 200),
        ("/news?q=%ED%A0%80", 200),
        ("/news?q=(%5B*%2B%27%22%3B--", 200),
        ("/news?tag=%00", 200),
        ("/news?tag=%27%7B%22", 200),
        ("/news?month=2022-13&kind=%00", 200),
        (f"/news?page={HUGE}", 200),
        ("/news?page=9999", 404),
        ("/?project=%00", 404),
        ("/embed?project=%27", 404),
        ("/progress.json?project=..", 404),
        ("/how-we-count?project=%00", 404),
    ],
)
def test_no_address_is_a_fault_of_ours(two_tenants: House, browser: OpenBrowser, path: str, status: int) -> None:
    answer = browser("roslagen").get(path)
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers


def test_what_is_looked_for_is_shown_as_words(two_tenants: House, browser: OpenBrowser) -> None:
    for name in ("q", "tag"):
        shown = browser("roslagen").get("/news", query_string={name: HOSTILE}).text
        assert "<script>alert(1)" not in shown
        assert "49" not in shown.split("<main", 1)[1].split("<footer", 1)[0]


def test_words_that_are_code_elsewhere_are_words_on_every_page_and_in_every_file(
    two_tenants: House, browser: OpenBrowser
) -> None:
    """The title of an article stands in lists, a feed, a map of the site and its own page: HTML, attributes, XML."""
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    title = f"{HOSTILE} ]]> --><b x"
    page = write(editor, title_sv=title, lead_sv=title, body_sv=f"{title}\n\n[x](javascript:alert(1)) ![x](data:text/html,x)")
    assert carry(editor, page, "publish") == 303
    entry = ElementTree.fromstring(reader.get("/news/feed.xml").data).find("{*}entry")  # noqa: S314 - our own answer
    assert entry is not None
    assert entry.findtext("{*}title") == entry.findtext("{*}summary") == title
    ElementTree.fromstring(reader.get("/sitemap.xml").data)  # noqa: S314 - our own answer
    found = reader.get("/news").text
    address = next(part.split('"')[0] for part in found.split('href="') if part.startswith("/news/script"))
    for text in (found, reader.get(address).text, reader.get("/").text, editor.get("/content").text, editor.get(page).text):
        for running in ("<script>alert", "<b x", 'href="javascript:', 'src="data:text'):
            assert running not in text, running


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_sv": "Öppet\x00 hus"}, "tecken"),
        ({"title_sv": "Öppet \u202egnp.suh"}, "tecken"),
        ({"title_sv": "x" * 121}, "120"),
        ({"lead_sv": "x" * 401}, "400"),
        ({"body_sv": "x" * 60_001}, "60"),
        ({"tags": ", ".join(f"t{number}" for number in range(80))}, "10"),
        ({"tags": ",".join(f"t{number}" for number in range(10_000))}, "500"),
        ({"tags": "<script>"}, "bokstäver"),
        ({"tags": "a" * 41}, "40"),
        ({"kind": "story'; DROP TABLE article--"}, "Välj"),
    ],
    ids=["nul", "rtl", "title", "lead", "text", "tags", "ten thousand tags", "signs", "long tag", "kind"],
)
def test_an_article_is_refused_in_words_and_nothing_typed_is_lost(
    two_tenants: House, browser: OpenBrowser, changed: dict[str, str], said: str
) -> None:
    answer = browser("roslagen", EDITOR).submit("/content/new", {**TEXT, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Kom och fika." in answer.text or "lead_sv" in changed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/passwd.jpg", b"root:x:0:0"),
        ("gnp.\u202esvg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a\x00.png", b"\x89PNG\r\n\x1a\n"),
        ("sida.webp", b"RIFF\x10\x00\x00\x00WEBP<script>alert(1)</script>"),
    ],
    ids=["path", "svg", "nul", "page"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(
    two_tenants: House, browser: OpenBrowser, name: str, content: bytes
) -> None:
    answer = browser("roslagen", EDITOR).submit(
        "/content/new", {**TEXT, "picture": (io.BytesIO(content), name), "alt_sv": "x", "alt_en": "x"}
    )
    assert answer.status_code == 422
    assert "alert(1)" not in answer.text


def test_four_editors_with_the_same_title_at_the_same_moment_get_four_addresses(two_tenants: House, browser: OpenBrowser) -> None:
    editors = [browser("roslagen", EDITOR) for _ in range(4)]
    forms = [find_form(one.get("/content/new").text, "/content/new", None) for one in editors]
    together, answers = threading.Barrier(len(editors)), []

    def press(one: Browser, form: tuple[str, dict[str, Any]]) -> None:
        together.wait(10)
        answers.append(one.post(form[0], {**form[1], **TEXT}).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(editors, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [303] * 4


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Prefix": "/evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Original-URL": "/evil.example"},
        {"X-Script-Name": "/evil.example"},
        {"X-HTTP-Method-Override": "POST"},
        {"Accept-Language": "en", "Range": "bytes=0-9"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_nobody_can_put_words_into_what_the_next_reader_gets(
    app: Flask, two_tenants: House, browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    """Who asks first fills the store of shared pages; who comes second reads from it."""
    monkeypatch.setitem(app.extensions, "mia.shared_pages", Pages())
    settings = two_tenants.settings.model_copy(update={"public_seconds": 60})
    for module in ("shared", "in_front"):
        monkeypatch.setattr(f"core.web.{module}.get_settings", lambda: settings)
    reader = browser("roslagen")
    for path in ("/", "/news", "/embed", "/progress.json", "/sitemap.xml", "/news/feed.xml", "/no-such-page"):
        asked = reader.get(path, headers=headers)
        plain = reader.get(path)
        assert (asked.status_code, asked.headers.get("ETag")) == (plain.status_code, plain.headers.get("ETag")), path
        assert "evil.example" not in asked.text + plain.text
        assert "Strict-Transport-Security" not in asked.headers


@pytest.mark.parametrize(
    "host",
    ["evil.example", "roslagen.localhost.", "roslagen.localhost@evil.example", "roslagen.localhost/evil", "x.roslagen.localhost"],
)
def test_a_host_of_nobodys_is_nobodys_site(two_tenants: House, browser: OpenBrowser, host: str) -> None:
    answer = browser("roslagen").client.get("/", headers={"Host": host})
    assert answer.status_code == 404
    assert "evil" not in answer.text


def test_the_mark_of_a_signed_in_readers_page_opens_nothing_for_others(two_tenants: House, browser: OpenBrowser) -> None:
    """ETags are of what one reads, so somebody else's never says "you have it already"."""
    editor, reader = browser("roslagen", EDITOR), browser("roslagen")
    carry(editor, write(editor), "publish")
    for path in ("/", "/news", "/news/oppet-hus-pa-mandag", "/results"):
        own = editor.get(path)
        assert own.headers["Cache-Control"] == "no-store", path
        seen = reader.get(path, headers={"If-None-Match": own.headers.get("ETag", "*-")})
        assert seen.status_code == 200, path
        assert "Cookie" in seen.headers["Vary"]
        again = editor.get(path, headers={"If-None-Match": seen.headers["ETag"]})
        assert again.status_code == 200, path
