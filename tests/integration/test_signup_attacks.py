"""What a hostile stranger tries at the sign-up to an event, and must go on failing at."""

import datetime as dt
import logging
import threading

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from core.auth.limits import limiter
from core.db import engine_for, new_id
from core.web.open_forms import new_opening, new_receipt
from tenants.scope import tenant_scope
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.article_makers import EDITOR, carry, write
from tests.integration.signup_makers import EVENT, SIGN_UP, VISITOR, arrange, signups, token_of
from tests.integration.test_apply_attacks import FROM_ELSEWHERE, changed
from tests.integration.test_participant_pages import statements

SLUG = "roslagen"
OTHER = "/events/en-annan-dag/sign-up"
EVIL = (
    "<script>alert(1)</script>",
    'javascript:alert(1)"><img src=x onerror=alert(1)>',
    "{{ config }} ${7*7} %(name)s %s",
    "'; DROP TABLE signup; --",
    "=cmd|' /C calc'!A0",
    "Bcc: x@example.org",
    "../../etc/passwd",
)


@pytest.fixture
def page(browser: OpenBrowser, two_tenants: House) -> str:
    editor = browser(SLUG, EDITOR)
    arrange(editor, title_sv="En annan dag")
    return arrange(editor)


@pytest.fixture
def reader(browser: OpenBrowser, page: str) -> Browser:
    return browser(SLUG)


def sent(reader: Browser, path: str = SIGN_UP, **changes: str) -> TestResponse:
    return reader.post(path, {**VISITOR, "token": token_of(reader, path), **changes})


def test_a_form_sent_twice_makes_one_row_and_a_cancelled_one_does_not_come_back(reader: Browser, two_tenants: House) -> None:
    filled = VISITOR | {"token": token_of(reader)}
    first = reader.post(SIGN_UP, filled)
    again = reader.post(SIGN_UP, filled | {"name": "Någon annan"})
    assert (first.status_code, again.status_code) == (303, 409)
    assert "Vi har redan tagit emot" in again.text
    assert len(signups(two_tenants)) == 1
    reader.submit(f"{first.headers['Location']}/cancel", {})
    replayed = reader.post(SIGN_UP, filled)
    assert replayed.status_code == 409
    assert "är avbokad" in replayed.text
    assert signups(two_tenants) == []


def test_a_token_opens_one_form_of_one_event_on_one_host_for_a_day(
    app: Flask, reader: Browser, browser: OpenBrowser, two_tenants: House
) -> None:
    arrange(browser("hbs", EDITOR))
    with app.test_request_context("/", base_url="http://roslagen.localhost"):
        of_another_form = new_opening("apply")
    foreign = [token_of(browser("hbs")), token_of(reader, OTHER), of_another_form, "", "x", "\x00", "0" * 5000]
    for token in foreign:
        answer = reader.post(SIGN_UP, VISITOR | {"token": token})
        assert answer.status_code == 422
        assert "Åsa Öberg" in answer.text
    old = token_of(reader)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        assert reader.post(SIGN_UP, VISITOR | {"token": old}).status_code == 422
    for headers in FROM_ELSEWHERE:
        assert reader.post(SIGN_UP, VISITOR | {"token": token_of(reader)}, headers=headers).status_code == 400
    assert signups(two_tenants) == signups(two_tenants, "hbs") == []


def test_what_is_not_published_takes_nobody(reader: Browser, browser: OpenBrowser, page: str, two_tenants: House) -> None:
    editor = browser(SLUG, EDITOR)
    token = token_of(reader)
    write(editor, **{**EVENT, "title_sv": "Bara utkast"})
    later = write(editor, **{**EVENT, "title_sv": "Senare"})
    assert carry(editor, later, "publish", day="2022-09-20") == 303
    news = write(editor, title_sv="Nyhet")
    assert carry(editor, news, "publish") == 303
    for slug in ("bara-utkast", "senare", "nyhet", "finns-inte", "..%2f..%2fetc", "%00", "a" * 3000):
        for answer in (reader.get(f"/events/{slug}/sign-up"), reader.post(f"/events/{slug}/sign-up", VISITOR | {"token": token})):
            assert answer.status_code in (400, 404), slug
        assert reader.get(f"/events/{slug}.ics").status_code in (400, 404)
    assert carry(editor, page, "take_down") == 303
    assert reader.post(SIGN_UP, VISITOR | {"token": token}).status_code == 404
    assert browser("hbs").get(SIGN_UP).status_code == browser(None).get(SIGN_UP).status_code == 404
    assert signups(two_tenants) == []


def test_a_receipt_cannot_be_made_up_nor_used_elsewhere(
    app: Flask, reader: Browser, browser: OpenBrowser, two_tenants: House
) -> None:
    receipt = sent(reader).headers["Location"]
    sent(reader, email="annan@example.org")
    with app.test_request_context("/", base_url="http://hbs.localhost"):
        of_hbs = "/sign-ups/" + new_receipt("signup", new_id().hex, signups(two_tenants)[0].id.hex, "E-AAAA-AAAA", "2022-09-15")
    with app.test_request_context("/", base_url="http://roslagen.localhost"):
        of_apply = "/sign-ups/" + new_receipt("apply", "R-AAAA-AAAA", "2022-09-15")
    for path in (changed(receipt), of_hbs, of_apply, "/sign-ups/" + "a" * 3000, "/sign-ups/x"):
        assert reader.get(path).status_code == reader.get(f"{path}/cancel").status_code == 404
        assert reader.post(f"{path}/cancel").status_code == 404
    assert browser("hbs").post(f"{receipt}/cancel").status_code == 404
    for headers in FROM_ELSEWHERE:
        assert reader.post(f"{receipt}/cancel", headers=headers).status_code == 400
    assert reader.get(f"{receipt}/cancel").status_code == 200, "a link that is only opened cancels nothing"
    assert len(signups(two_tenants)) == 2
    assert reader.post(f"{receipt}/cancel").status_code == 303
    assert len(signups(two_tenants)) == 1


def test_whatever_is_written_is_only_text(
    reader: Browser, browser: OpenBrowser, page: str, two_tenants: House, caplog: pytest.LogCaptureFixture
) -> None:
    editor = browser(SLUG, EDITOR)
    caplog.set_level(logging.DEBUG)
    for evil in EVIL:
        assert sent(reader, name=evil, question=evil).status_code == 303, evil
    listed = editor.get(f"{page}/sign-ups").text
    assert "<script>alert(1)" not in listed
    assert "<img src=x" not in listed
    assert "&lt;script&gt;" in listed
    for field in ("name", "email", "phone", "question"):
        for evil in ("a\u202egnp.exe", "a\x00b", "a\r\nBcc: x@example.org", "x" * 6000):
            answer = sent(reader, **{field: evil})
            assert answer.status_code in (303, 413, 422), (field, evil[:20])
            assert "\u202e" not in answer.text
    huge = reader.post(SIGN_UP, b"name=" + b"x" * 50_000_000, content_type="application/x-www-form-urlencoded")  # type: ignore[arg-type]
    assert huge.status_code == 413
    assert "Åsa" not in caplog.text
    assert "asa@example.org" not in caplog.text
    assert max(len(bytes(row.sealed)) for row in signups(two_tenants)) < 10_000
    assert editor.get(f"{page}/sign-ups").status_code == 200


def test_many_at_once_get_as_many_places_as_there_are(app: Flask, browser: OpenBrowser, page: str, two_tenants: House) -> None:
    editor = browser(SLUG, EDITOR)
    assert editor.submit(f"{page}/edit", {"places": "2"}).status_code == 303
    readers = [Browser(app.test_client(), SLUG) for _ in range(6)]
    forms = [VISITOR | {"token": token_of(reader)} for reader in readers]
    together, ended = threading.Barrier(len(readers)), [0] * len(readers)

    def run(place: int) -> None:
        together.wait(10)
        ended[place] = readers[place].post(SIGN_UP, forms[place]).status_code

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(readers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ended) == [303, 303, 409, 409, 409, 409]
    assert len(signups(two_tenants)) == 2


def test_whoever_holds_the_public_role_reads_nothing_back(app: Flask, reader: Browser, two_tenants: House) -> None:
    sent(reader)
    row = signups(two_tenants)[0]
    values = f"(gen_random_uuid(), '{row.article_id}', '2022-09-15', 'x')"
    refused = [
        "SELECT sealed FROM signup",
        "SELECT count(*) FROM signup_gone",
        "SELECT taken FROM signup_count",
        "DELETE FROM signup",
        "UPDATE signup SET sealed = ''",
        f"INSERT INTO signup (id, article_id, signed_up_on, sealed) VALUES {values} RETURNING id",
        "INSERT INTO signup_closing (article_id, closed_by) SELECT article_id, article_id FROM published_signup",
        "SELECT take_signup()",
        "UPDATE article SET places = 1000",
    ]
    with tenant_scope(SLUG, app):
        for statement in refused:
            with (
                pytest.raises((sa.exc.ProgrammingError, sa.exc.NotSupportedError, sa.exc.InternalError), match=r"denied|trigger"),
                engine_for("public").begin() as connection,
            ):
                connection.exec_driver_sql(statement)
    assert [one.id for one in signups(two_tenants)] == [row.id]


def test_nobody_signs_up_again_and_again(reader: Browser) -> None:
    limiter.enabled = True
    limiter.reset()
    try:
        answers = [reader.post(SIGN_UP, VISITOR).status_code for _ in range(12)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


def test_more_who_come_are_no_more_statements(reader: Browser, browser: OpenBrowser, page: str) -> None:
    editor = browser(SLUG, EDITOR)
    receipt = sent(reader).headers["Location"]
    asked = [
        *((reader, path) for path in ("/news", "/news/jobbskuggning", SIGN_UP, receipt, "/events/jobbskuggning.ics")),
        *((editor, path) for path in (page, f"{page}/sign-ups")),
    ]

    def counted() -> list[int]:
        found = []
        for who, path in asked:
            with statements() as seen:
                assert who.get(path).status_code == 200
            found.append(len(seen))
        return found

    few = counted()
    for _ in range(8):
        sent(reader)
    assert counted() == few
    assert max(few) <= 12, few
