"""What a hostile stranger tries at the public form, and must go on failing at."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core.auth.limits import limiter
from core.db import engine_for
from tenants.scope import tenant_scope
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import OWN, House
from tests.integration.arrival_makers import INTEREST, REFERENCE, receive_at, rows, with_file
from tests.integration.referral_makers import applicant, refer
from tests.rules.test_endpoints import checksum

SLUG = "roslagen"


@pytest.fixture(autouse=True)
def open_forms(two_tenants: House) -> None:
    for slug in ("roslagen", "hbs"):
        receive_at(two_tenants, slug, OWN)


@pytest.fixture
def public(browser: OpenBrowser) -> Browser:
    return browser(SLUG)


@pytest.fixture
def token(public: Browser) -> Callable[..., str]:
    def fetch(page: str = "/apply", at: Browser = public) -> str:
        found = re.search(r'name="token"[^>]*value="([^"]+)"', at.get(page).text)
        assert found
        return found[1]

    return fetch


def test_a_form_sent_twice_makes_one_row(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    filled = INTEREST | {"token": token()}
    first = public.follow(public.post("/apply", filled))
    again = public.post("/apply", filled | {"contact_when": "På kvällen"})
    assert again.status_code == 409
    reference = REFERENCE.search(first.text)
    assert reference
    assert reference[0] in again.text
    assert "På kvällen" in again.text
    assert len(rows(two_tenants)) == 1
    assert public.submit("/apply", INTEREST).status_code == 303


def test_a_token_that_was_made_up_sends_nothing(public: Browser, two_tenants: House) -> None:
    for made_up in ("", "x", "\x00", "0" * 5000, "WyJyb3NsYWdlbi5sb2NhbGhvc3QiLCJ4Il0.aaaa.bbbb"):
        answer = public.post("/apply", INTEREST | {"token": made_up})
        assert answer.status_code == 422
        assert "Maja Ek" in answer.text
    assert rows(two_tenants) == []


def test_a_token_of_another_host_sends_nothing(
    browser: OpenBrowser, public: Browser, two_tenants: House, token: Callable[..., str]
) -> None:
    foreign = token(at=browser("hbs"))
    assert public.post("/apply", INTEREST | {"token": foreign}).status_code == 422
    assert rows(two_tenants) == rows(two_tenants, slug="hbs") == []


def test_a_token_lasts_a_day(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    old = token()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        answer = public.post("/apply", INTEREST | {"token": old})
        assert answer.status_code == 422
        assert "mer än ett dygn" in answer.text
    assert rows(two_tenants) == []


FROM_ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://hbs.localhost"},
    {"Origin": "http://roslagen.localhost.evil.example"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://roslagen.localhost"},
]


def test_another_site_cannot_send_it(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    for headers in FROM_ELSEWHERE:
        assert public.post("/apply", INTEREST | {"token": token()}, headers=headers).status_code == 400, headers
    assert rows(two_tenants) == []


def test_our_own_page_can(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://roslagen.localhost"}
    assert public.post("/apply", INTEREST | {"token": token()}, headers=own).status_code == 303


def changed(receipt: str) -> str:
    """With one sign of its signature another; not the last, of which base64 reads a part only."""
    return receipt[:-5] + ("b" if receipt[-5] == "a" else "a") + receipt[-4:]


def test_a_receipt_cannot_be_made_up(browser: OpenBrowser, public: Browser) -> None:
    given = public.submit("/apply", INTEREST).headers["Location"]
    assert public.get(given).status_code == 200
    for made_up in (changed(given), "/apply/received/R-AAAA-AAAA", "/apply/received/" + "a" * 3000):
        assert public.get(made_up).status_code == 404
    assert browser("hbs").get(given).status_code == 404


def test_fifty_megabytes_are_not_read(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    answer = send_large(public, with_file(b"%PDF-1.7" + b"\0" * 50_000_000) | {"token": token()})
    assert answer.status_code == 413
    assert "10 MB" in answer.text
    assert rows(two_tenants) == []


def send_large(public: Browser, filled: dict[str, Any]) -> Any:
    """The test's client would put a large body into a temporary file, and leave it open."""
    content, name = filled["file"]
    boundary, body = encode_multipart(filled | {"file": FileStorage(content, name)})
    sent: Any = body
    return public.post("/apply", sent, content_type=f'multipart/form-data; boundary="{boundary}"')


def test_more_than_ten_megabytes_are_a_fault_of_the_field(public: Browser, two_tenants: House, token: Callable[..., str]) -> None:
    answer = send_large(public, with_file(b"%PDF-1.7" + b" " * 10_600_000 + b"%%EOF") | {"token": token()})
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert rows(two_tenants) == []


NOT_KEPT = [
    ("brev.pdf", b"<script>alert(1)</script>"),
    ("brev.docx", b"PK\x03\x04" + b"\0" * 200),
    ("bild.svg", b"<svg onload=alert(1)>"),
    ("tom.pdf", b""),
]


def test_a_file_that_may_not_be_kept_is_a_fault_of_its_field(public: Browser, two_tenants: House) -> None:
    for name, content in NOT_KEPT:
        answer = public.submit("/apply", with_file(content, name))
        assert answer.status_code == 422, name
        assert 'href="#file"' in answer.text
        assert "Maja Ek" in answer.text
    assert rows(two_tenants) == rows(two_tenants, "referral_inbox_file") == []


def test_no_file_is_written_to_a_disk_in_clear(app: Flask) -> None:
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(b"x" * 2_000_000), "brev.pdf")})
    sent = {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}
    held = app.test_request_context("/apply", method="POST", **sent)
    assert type(held.request.files["file"].stream) is io.BytesIO


def test_script_in_a_name_is_only_text(public: Browser) -> None:
    evil = "<script>alert(1)</script>"
    answer = public.submit("/apply", INTEREST | {"name": evil, "phone": ""})
    assert answer.status_code == 422
    assert evil not in answer.text


def test_the_form_is_not_sent_again_and_again(app: Flask, public: Browser) -> None:
    limiter.enabled = True
    limiter.reset()
    try:
        answers = [public.post("/apply", INTEREST).status_code for _ in range(12)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


def test_the_receipt_is_the_same_for_somebody_who_is_known(public: Browser, in_tenant: InTenant) -> None:
    with in_tenant(SLUG, "subproject_manager"):
        refer(applicant(given_name="Maja", family_name="Ek"))
    known = public.follow(public.submit("/apply", INTEREST)).text
    unknown = public.follow(public.submit("/apply", INTEREST | {"name": "Någon Annan"})).text

    def without(page: str) -> str:
        return REFERENCE.sub("", re.sub(r'nonce="[^"]*"|/apply/received/[^"]*', "", page))

    assert without(known) == without(unknown)


def test_whoever_holds_the_public_role_reads_nothing_back(app: Flask, public: Browser, two_tenants: House) -> None:
    public.submit("/apply", with_file())
    before = checksum(two_tenants, SLUG)
    with tenant_scope(SLUG, app):
        for statement in (
            "SELECT sealed FROM referral_inbox",
            "SELECT count(*) FROM referral_inbox_file",
            "UPDATE referral_inbox SET set_aside = 'spam'",
            "DELETE FROM referral_inbox",
            "INSERT INTO referral_inbox (id, sealed) VALUES (gen_random_uuid(), '') RETURNING id",
            "SELECT 1 FROM file",
            "SELECT 1 FROM person",
        ):
            with (
                pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
                engine_for("public").begin() as connection,
            ):
                connection.exec_driver_sql(statement)
    assert checksum(two_tenants, SLUG) == before
