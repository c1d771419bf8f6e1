"""The public form: what is kept, what its sender learns, and what a hostile one tries."""

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
from core.crypto import unseal
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import OWN, House
from tests.integration.arrival_makers import INTEREST, PDF, receive_at
from tests.rules.test_endpoints import checksum

SLUG = "roslagen"
REFERENCE = re.compile(r"R-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")


@pytest.fixture(autouse=True)
def open_forms(two_tenants: House) -> None:
    for slug in ("roslagen", "hbs"):
        receive_at(two_tenants, slug, OWN)


@pytest.fixture
def public(browser: OpenBrowser) -> Browser:
    return browser(SLUG)


def rows(house: House, table: str = "referral_inbox", slug: str = SLUG) -> list[Any]:
    with house.operator.connect() as connection:
        return list(connection.exec_driver_sql(f"SELECT * FROM {house.schemas[slug]}.{table}"))


def with_file(content: bytes = PDF, name: str = "brev.pdf", **changes: Any) -> dict[str, Any]:
    return INTEREST | {"file": (io.BytesIO(content), name)} | changes


# What happens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "heading", "thanks"),
    [("/apply", "Anmäl ditt intresse", "Tack. Vi har tagit emot"), ("/en/apply", "Apply to take part", "Thank you. We have")],
)
def test_whoever_is_interested_gets_a_receipt_with_a_reference(
    public: Browser, two_tenants: House, page: str, heading: str, thanks: str
) -> None:
    shown = public.get(page)
    assert heading in shown.text
    assert shown.text.index("skyddade personuppgifter" if page == "/apply" else "protected personal data") < shown.text.index(
        'name="name"'
    )
    sent = public.submit(page, with_file())
    receipt = public.follow(sent)
    assert thanks in receipt.text
    assert REFERENCE.search(receipt.text)
    assert len(rows(two_tenants)) == len(rows(two_tenants, "referral_inbox_file")) == 1
    for answer in (shown, sent, receipt):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    for secret in (str(rows(two_tenants)[0].id), "Maja", "070-174"):
        assert secret not in receipt.text + sent.headers["Location"]


def test_nothing_of_it_stands_in_clear_in_the_database(public: Browser, two_tenants: House, in_tenant: InTenant) -> None:
    public.submit("/apply", with_file())
    row, file = rows(two_tenants)[0], rows(two_tenants, "referral_inbox_file")[0]
    for clear in (b"Maja", b"070-174", b"brev.pdf", b"%PDF"):
        assert clear not in bytes(row.sealed) + bytes(file.sealed)
    with in_tenant(SLUG):
        assert "Maja Ek" in unseal(bytes(row.sealed), table="referral_inbox", column="sealed", row=row.id)


def test_everything_wrong_is_said_at_once_and_nothing_written_is_lost(public: Browser, two_tenants: House) -> None:
    wrong = INTEREST | {
        "name": "",
        "phone": "12",
        "email": "maja@",
        "contact_way": None,
        "municipality": "",
        "contact_when": "Kväll",
    }
    answer = public.submit("/apply", wrong)
    assert answer.status_code == 422
    for said in ("Skriv ditt namn", "hela telefonnumret", "Skriv en e-postadress", "Välj hur vi ska", "Välj kommun"):
        assert said in answer.text, said
    for kept in ('value="12"', 'value="maja@"', 'value="Kväll"'):
        assert kept in answer.text
    assert rows(two_tenants) == []


def test_a_personal_number_is_refused_kindly(public: Browser, two_tenants: House) -> None:
    for field in ("name", "phone", "email", "contact_when"):
        answer = public.submit("/apply", INTEREST | {field: "Jag har 19900101-2385"})
        assert answer.status_code == 422
        assert "personnummer här. Ta bort det" in answer.text
        assert "Jag har 19900101-2385" in answer.text
    assert rows(two_tenants) == []


def test_neither_is_it_taken_in_the_name_of_a_file(public: Browser, two_tenants: House) -> None:
    answer = public.submit("/apply", with_file(name="brev 19900101-2385.pdf"))
    assert answer.status_code == 422
    assert "Ge filen ett annat namn" in answer.text
    assert rows(two_tenants) == []


def test_there_must_be_a_way_to_reach_them(public: Browser) -> None:
    nothing = public.submit("/apply", INTEREST | {"phone": "", "email": ""})
    other = public.submit("/apply", INTEREST | {"contact_way": "email", "email": ""})
    assert nothing.status_code == other.status_code == 422
    assert "Skriv ditt telefonnummer" in nothing.text
    assert "Skriv din e-postadress" in other.text


def test_it_is_closed_where_nobody_may_receive(public: Browser, two_tenants: House) -> None:
    opened = public.get("/apply").text
    receive_at(two_tenants, SLUG, None)
    closed = public.get("/apply")
    assert "Ring oss i stället" in closed.text
    assert 'name="name"' not in closed.text
    token = opened.partition('name="token" type="hidden" value="')[2].partition('"')[0]
    assert public.post("/apply", INTEREST | {"token": token}).status_code == 409
    assert rows(two_tenants) == []
    receive_at(two_tenants, SLUG, "lapsed")
    assert 'name="name"' not in public.get("/apply").text


# What is tried ----------------------------------------------------------------------------------------------------------


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


def test_a_receipt_cannot_be_made_up(browser: OpenBrowser, public: Browser) -> None:
    given = public.submit("/apply", INTEREST).headers["Location"]
    assert public.get(given).status_code == 200
    for made_up in (given[:-2] + "xx", "/apply/received/R-AAAA-AAAA", "/apply/received/" + "a" * 3000):
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
    from tests.integration.referral_makers import applicant, refer

    with in_tenant(SLUG, "subproject_manager"):
        refer(applicant(given_name="Maja", family_name="Ek"))
    known = public.follow(public.submit("/apply", INTEREST)).text
    unknown = public.follow(public.submit("/apply", INTEREST | {"name": "Någon Annan"})).text

    def without(page: str) -> str:
        return REFERENCE.sub("", re.sub(r'nonce="[^"]*"|/apply/received/[^"]*', "", page))

    assert without(known) == without(unknown)


def test_whoever_holds_the_public_role_reads_nothing_back(app: Flask, public: Browser, two_tenants: House) -> None:
    from core.db import engine_for
    from tenants.scope import tenant_scope

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
