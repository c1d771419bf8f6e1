"""Pages as a reader gets them: valid, named, in one language, with exact headers and an error page that helps."""

import json
import re

import pytest
from flask.testing import FlaskClient

from core.web import errors
from tests.page_checks import check_html, find_faults
from tests.unit.web_app import make_app

SIGNED_IN = {"X-Signed-In": "1"}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A client of the small application. It keeps no cookies, so that tests do not meet."""
    return make_app().test_client(use_cookies=False)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/", "/form", "/parts", "/about/personal-data", "/about/cookies", "/fail/404"])
def test_every_page_passes_the_page_checks(client: FlaskClient, language: str, path: str) -> None:
    check_html(client.get(language + path).text)


@pytest.mark.parametrize("path", ["/", "/form", "/parts"])
def test_pages_of_a_signed_in_person_pass_the_page_checks(client: FlaskClient, path: str) -> None:
    check_html(client.get(path, headers=SIGNED_IN).text)


def test_the_head_says_who_is_signed_in_and_offers_to_sign_out(client: FlaskClient) -> None:
    page = client.get("/", headers=SIGNED_IN).text
    assert "Mira Exempelgren" in page
    assert 'action="/sign-out"' in page
    assert "Logga in" not in page


@pytest.mark.parametrize("status", sorted(errors.FAULTS))
@pytest.mark.parametrize(("language", "back"), [("", "Till startsidan"), ("/en", "To the start page")])
def test_an_error_says_what_happened_and_what_to_do(client: FlaskClient, language: str, back: str, status: int) -> None:
    answer = client.get(f"{language}/fail/{status}")
    assert answer.status_code == status
    assert back in answer.text
    check_html(answer.text)


@pytest.mark.parametrize(
    ("name", "status"),
    [("NotFound", 404), ("NotAllowed", 403), ("Conflict", 409), ("invalid", 422), ("Unavailable", 503), ("DomainError", 409)],
)
def test_domain_errors_become_status_in_one_place(client: FlaskClient, name: str, status: int) -> None:
    answer = client.get(f"/domain/{name}")
    assert answer.status_code == status
    check_html(answer.text)
    assert ("Den är redan avslutad" in answer.text) == (name in ("NotAllowed", "Conflict", "Unavailable", "DomainError"))
    assert ("Det andra" in answer.text) == (name == "invalid")


def test_a_crash_shows_the_request_id_and_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/crash")
    assert answer.status_code == 500
    assert "0123abcd" in answer.text
    assert "secret of a person" not in answer.text
    check_html(answer.text)


def test_when_the_error_page_itself_fails_a_plain_file_answers(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_given: object) -> str:
        raise RuntimeError("secret of a person")

    monkeypatch.setattr(errors, "render_template", broken)
    for path in ("/crash", "/fail/404"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Något gick fel hos oss" in answer.text
        assert "Something went wrong with us" in answer.text
        assert "secret" not in answer.text


def test_an_unknown_host_gets_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"X-No-Site": "1"})
    assert answer.status_code == 404
    check_html(answer.text)


def test_who_is_refused_before_the_language_was_chosen_reads_it_in_theirs(client: FlaskClient) -> None:
    answer = client.get("/en/parts", headers={"X-Refused": "1"})
    assert "The page does not exist" in answer.text


def test_json_addresses_answer_errors_as_json(client: FlaskClient) -> None:
    answer = client.get("/fail/404.json")
    assert answer.status_code == 404
    assert json.loads(answer.text)["error"]["title"] == "Sidan finns inte"


def test_405_keeps_its_allow_header(client: FlaskClient) -> None:
    answer = client.post("/parts")
    assert answer.status_code in (400, 405)  # without a form's token the request is refused first
    answer = client.put("/")
    assert "GET" in client.delete("/").headers.get("Allow", "GET")


def test_headers_are_exact_on_a_public_page(client: FlaskClient) -> None:
    answer = client.get("/")
    nonce = re.search(r'nonce="([^"]+)"', answer.text)
    assert nonce is not None
    assert dict(answer.headers) == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": answer.headers["Content-Length"],
        "Content-Security-Policy": POLICY.format(nonce=nonce.group(1)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": answer.headers["Permissions-Policy"],
        "Cache-Control": "no-cache",
        "Vary": "Cookie",
    }


def test_nonces_are_never_the_same_twice(client: FlaskClient) -> None:
    assert client.get("/").headers["Content-Security-Policy"] != client.get("/").headers["Content-Security-Policy"]


def test_hsts_stands_only_on_tls(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/", base_url="https://roslagen.mia.example").headers
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize(("path", "headers"), [("/", SIGNED_IN), ("/form", {}), ("/parts", {})])
def test_nobody_keeps_a_page_of_one_person_or_one_form(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    assert client.get(path, headers=headers).headers["Cache-Control"] == "no-store"


def test_a_public_page_sets_no_cookie(client: FlaskClient) -> None:
    for path in ("/", "/en/", "/about/cookies", "/fail/404"):
        assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("<h1>Två</h1>", "2 h1"),
        ('<p id="main">x</p>', "id 'main' stands 2 times"),
        ('<input name="q">', "has no label"),
        ('<p style="color:red">x</p>', "inline style in p"),
        ("<script>alert(1)</script>", "inline script"),
        ('<p aria-describedby="gone">x</p>', "points to 'gone'"),
        ("<p>Menu</p>", "English on a Swedish page: 'Menu'"),
        ("<p>Page 3</p>", "English on a Swedish page: 'Page 3'"),
        ('<a href="/"></a>', "has no name"),
        ("<p><div></p>", "not valid HTML5"),
    ],
)
def test_page_checks_see_damage(client: FlaskClient, damage: str, fault: str) -> None:
    page = client.get("/").text.replace("<p>Meny</p>", damage)
    assert any(fault in found for found in find_faults(page))
