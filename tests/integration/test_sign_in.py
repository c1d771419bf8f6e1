"""Signing in as people do, and as those do who should not."""

import datetime as dt
import re
import time
from collections.abc import Callable

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from core.accounts import passwords, queries, services
from core.accounts.models import SignInTry
from core.auth import invitations, limits, second_step
from core.config import get_settings
from core.db import session
from tenants.scope import scopes_of
from tests.browsing import Browser, find_form
from tests.conftest import OpenBrowser
from tests.house import PASSWORD, House
from tests.integration.staff import events, give_role, put_account, sessions_of

MANAGER = {"email": "subproject_manager@roslagen.example", "password": PASSWORD}


@pytest.mark.parametrize(
    ("slug", "role", "home"),
    [
        ("roslagen", "subproject_manager", "/work"),
        ("roslagen", "case_worker", "/work"),
        ("roslagen", "party_representative.fk", "/work"),
        ("roslagen", "association_office", "/work"),
        ("roslagen", "referrer", "/referrals"),
        ("roslagen", "communicator", "/content"),
        (None, "programme_manager", "/totals"),
        (None, "programme_controller", "/totals"),
        (None, "esf_reporter", "/totals"),
        (None, "communicator", "/content"),
        (None, "platform_admin", "/platform"),
    ],
)
def test_each_role_lands_where_its_work_begins(browser: OpenBrowser, slug: str | None, role: str, home: str) -> None:
    answer = browser(slug).submit("/sign-in", {"email": f"{role}@{slug or 'county'}.example", "password": "demo-demo-demo"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == home


def test_a_person_who_was_on_the_way_somewhere_gets_there(browser: OpenBrowser) -> None:
    roslagen = browser("roslagen")
    sent_away = roslagen.get("/profile?x=1")
    assert sent_away.status_code == 302
    assert sent_away.headers["Location"] == "/sign-in?next=/profile%3Fx%3D1"
    answer = roslagen.submit(sent_away.headers["Location"], MANAGER)
    assert answer.headers["Location"] == "/profile?x=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "http:evil"])
def test_next_never_leads_to_another_host(browser: OpenBrowser, elsewhere: str) -> None:
    answer = browser("roslagen").submit("/sign-in", {**MANAGER, "next": elsewhere})
    assert answer.headers["Location"] == "/work"


def test_english_pages_lead_to_english_pages(browser: OpenBrowser) -> None:
    assert browser("roslagen").get("/en/profile").headers["Location"] == "/en/sign-in?next=/en/profile"


@pytest.mark.parametrize(
    "data",
    [
        {"email": "subproject_manager@roslagen.example", "password": "wrong-wrong-wrong"},
        {"email": "nobody@nowhere.example", "password": PASSWORD},
        {"email": "unset@roslagen.example", "password": PASSWORD},
        {"email": "closed@roslagen.example", "password": PASSWORD},
    ],
)
def test_every_refusal_says_the_same(browser: OpenBrowser, two_tenants: House, data: dict[str, str]) -> None:
    put_account(two_tenants, "unset@roslagen.example", password_hash=None)
    put_account(two_tenants, "closed@roslagen.example", active=False)
    answer = browser("roslagen").submit("/sign-in", data)
    assert answer.status_code == 422
    assert "E-postadressen eller lösenordet är fel" in answer.text
    assert PASSWORD not in answer.text
    assert events(two_tenants) == ["sign_in_refused"]


def test_a_refusal_takes_as_long_whether_the_account_exists_or_not(
    browser: OpenBrowser, two_tenants: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str | None] = []
    real = passwords.matches

    def noting(stored: str | None, password: str) -> bool:
        compared.append(stored)
        return real(stored, password)

    monkeypatch.setattr(passwords, "matches", noting)
    browser("roslagen").submit("/sign-in", {"email": "nobody@nowhere.example", "password": PASSWORD})
    browser("roslagen").submit("/sign-in", {**MANAGER, "password": "wrong-wrong-wrong"})
    assert compared[0] is None
    assert compared[1] is not None
    assert passwords._NOBODY.split("$")[1:4] == passwords.hash_of("x")[:-1].split("$")[1:4], "the same work for both"


def test_membership_elsewhere_is_not_one_here(browser: OpenBrowser, two_tenants: House) -> None:
    for slug in ("hbs", None):
        answer = browser(slug).submit("/sign-in", MANAGER)
        assert answer.status_code == 403
        assert "Du har ingen roll här" in answer.text
        assert browser(slug).submit("/sign-in", {**MANAGER, "password": "x"}).status_code == 422
    assert sessions_of(two_tenants, "subproject_manager@roslagen.example") == 0


def test_an_account_without_any_role_is_not_let_in_anywhere(browser: OpenBrowser) -> None:
    for slug in ("roslagen", None):
        answer = browser(slug).submit("/sign-in", {"email": "nobody@county.example", "password": PASSWORD})
        assert answer.status_code == 403


def test_an_address_may_be_written_in_capitals(browser: OpenBrowser) -> None:
    browser("roslagen").sign_in(" Subproject_Manager@Roslagen.example ")


def test_guessing_is_slowed_down_and_locks_that_host_only(browser: OpenBrowser, two_tenants: House) -> None:
    wrong = {**MANAGER, "password": "wrong-wrong-wrong"}
    guesser = browser("roslagen")
    assert [guesser.submit("/sign-in", wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    refused = browser("roslagen").submit("/sign-in", MANAGER)
    assert refused.status_code == 429
    assert "För många försök" in refused.text
    give_role(two_tenants, "subproject_manager@roslagen.example", "hbs", "communicator")
    browser("hbs").sign_in(MANAGER["email"])
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)):
        browser("roslagen").sign_in(MANAGER["email"])
        assert guesser.submit("/sign-in", wrong).status_code == 422, "a success wipes the count"


def test_an_unknown_account_is_locked_alike(browser: OpenBrowser) -> None:
    unknown = {"email": "nobody@nowhere.example", "password": "wrong-wrong-wrong"}
    guesser = browser("roslagen")
    assert [guesser.submit("/sign-in", unknown).status_code for _ in range(6)] == [422] * 5 + [429]


def test_what_is_counted_says_nothing_of_whom(browser: OpenBrowser, two_tenants: House) -> None:
    browser("roslagen").submit("/sign-in", {**MANAGER, "password": "wrong-wrong-wrong"})
    with two_tenants.operator.connect() as connection:
        keys = connection.execute(sa.select(SignInTry.key)).scalars().all()
    assert len(keys) == 3
    assert all(len(key) == 32 and b"roslagen" not in bytes(key) for key in keys)


def test_a_form_without_its_token_is_refused(browser: OpenBrowser, two_tenants: House) -> None:
    outsider = browser("roslagen")
    assert outsider.post("/sign-in", MANAGER).status_code == 400
    assert outsider.post("/sign-in", {**MANAGER, "csrf_token": "made-up"}).status_code == 400
    insider = browser("roslagen", "subproject_manager")
    assert insider.post("/profile", {"language": "en"}).status_code == 400
    assert insider.post("/sign-out").status_code == 400
    assert sessions_of(two_tenants, MANAGER["email"]) == 1


def test_the_token_of_one_browser_or_host_is_worth_nothing_in_another(browser: OpenBrowser) -> None:
    mine, theirs = browser("roslagen"), browser("roslagen")
    _, fields = find_form(theirs.get("/sign-in").text, "/sign-in", None)
    mine.get("/sign-in")
    assert mine.post("/sign-in", {**MANAGER, "csrf_token": fields["csrf_token"]}).status_code == 400


def test_too_many_requests_from_one_address_are_turned_away(browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.limiter, "enabled", True)
    limits.limiter.reset()
    client = browser("roslagen").client
    answers = [client.get("/sign-in/code", base_url="http://roslagen.localhost").status_code for _ in range(122)]
    assert answers[:120] == [303] * 120
    assert answers[120:] == [429] * 2
    assert browser("hbs").get("/sign-in/code").status_code == 303
    limits.limiter.reset()


def test_without_the_queue_server_signing_in_goes_on(browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_options: object) -> bool:
        raise ConnectionError("the server has gone")

    monkeypatch.setattr(limits.limiter, "enabled", True)
    monkeypatch.setattr(limits.limiter._storage, "incr", gone)
    monkeypatch.setattr(limits.limiter._storage, "check", lambda: False)
    browser("roslagen").sign_in(MANAGER["email"])
    browser("roslagen").sign_in(MANAGER["email"])


def test_demo_accounts_are_shown_in_the_demo_only(browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "case_worker@roslagen.example" not in browser("roslagen").get("/sign-in").text
    monkeypatch.setattr(invitations, "get_settings", lambda: get_settings().model_copy(update={"env": "demo"}))
    page = browser("roslagen").get("/sign-in").text
    assert "case_worker@roslagen.example" in page
    assert "hbs.example" not in page
    assert "programme_manager@county.example" in browser(None).get("/sign-in").text


# The second step ---------------------------------------------------------------------------------------------------------


def enrolled(browser: OpenBrowser, email: str = MANAGER["email"], slug: str = "roslagen") -> tuple[str, list[str]]:
    """Enrol through the pages. Returns the secret and the recovery codes."""
    opened = browser(slug).sign_in(email)
    return enrol(opened)


def enrol(opened: Browser) -> tuple[str, list[str]]:
    page = opened.get("/profile/second-step").text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = found[1].replace(" ", "")
    answer = opened.submit("/profile/second-step", {"code": pyotp.TOTP(secret).now(), "current": PASSWORD})
    assert answer.status_code == 200
    codes = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", answer.text)
    assert len(codes) == 10
    return secret, codes


def with_password(browser: OpenBrowser) -> Browser:
    """A browser that owes the code."""
    opened = browser("roslagen")
    answer = opened.submit("/sign-in", MANAGER)
    assert answer.headers["Location"] == "/sign-in/code"
    return opened


def test_the_second_step_is_asked_for_once_it_is_on_and_a_code_works_once(browser: OpenBrowser) -> None:
    secret, _codes = enrolled(browser)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)):
        opened = with_password(browser)
        assert opened.get("/profile").status_code == 302, "the password alone opens nothing"
        code = pyotp.TOTP(secret).now()
        assert opened.submit("/sign-in/code", {"code": code}).headers["Location"] == "/work"
        again = with_password(browser)
        assert again.submit("/sign-in/code", {"code": code}).status_code == 422


def test_the_code_that_enrolled_is_used_up(browser: OpenBrowser) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
        secret, _codes = enrolled(browser)
        assert with_password(browser).submit("/sign-in/code", {"code": pyotp.TOTP(secret).now()}).status_code == 422


def test_a_recovery_code_lets_in_once(browser: OpenBrowser) -> None:
    _secret, codes = enrolled(browser)
    typed = codes[3].upper().replace("-", " ")
    assert with_password(browser).submit("/sign-in/code", {"code": typed}).headers["Location"] == "/work"
    assert with_password(browser).submit("/sign-in/code", {"code": codes[3]}).status_code == 422
    opened = with_password(browser)
    opened.submit("/sign-in/code", {"code": codes[4]})
    assert "8 återställningskoder kvar" in opened.get("/profile").text


def test_codes_of_somebody_else_do_not_help(browser: OpenBrowser) -> None:
    enrolled(browser)
    _secret, codes = enrolled(browser, "case_worker@roslagen.example")
    assert with_password(browser).submit("/sign-in/code", {"code": codes[0]}).status_code == 422


def test_guessing_codes_is_slowed_down(browser: OpenBrowser) -> None:
    enrolled(browser)
    opened = with_password(browser)
    tries = [opened.submit("/sign-in/code", {"code": f"00000{n}"}).status_code for n in range(6)]
    assert tries == [422] * 5 + [429]


def test_the_password_given_for_the_second_step_is_forgotten_after_ten_minutes(browser: OpenBrowser) -> None:
    secret, _codes = enrolled(browser)
    opened = with_password(browser)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)):
        _, fields = find_form(opened.get("/sign-in").text, "/sign-in", None)
        answer = opened.post("/sign-in/code", {"code": pyotp.TOTP(secret).now(), "csrf_token": fields["csrf_token"]})
        assert answer.headers["Location"] == "/sign-in"
        assert opened.get("/sign-in/code").headers["Location"] == "/sign-in"


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = get_settings().model_copy(update={"env": "production"})
    monkeypatch.setattr(second_step, "get_settings", lambda: settings)


@pytest.mark.usefixtures("in_production")
def test_in_production_who_reads_persons_enrols_before_anything_else(browser: OpenBrowser) -> None:
    opened = browser("roslagen", "subproject_manager")
    for path in ("/start", "/work"):
        answer = opened.get(path)
        assert answer.status_code in (200, 303, 404)
    assert opened.get("/work").headers["Location"] == "/profile/second-step"
    enrol(opened)
    assert opened.get("/work").status_code != 303


@pytest.mark.usefixtures("in_production")
def test_in_production_who_reads_no_persons_may_do_without(browser: OpenBrowser) -> None:
    assert browser("roslagen", "communicator").get("/start").status_code == 200
    assert browser(None, "platform_admin").get("/start").status_code == 200


def test_enrolling_asks_for_the_password_again(browser: OpenBrowser) -> None:
    opened = browser("roslagen", "subproject_manager")
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", opened.get("/profile/second-step").text)
    assert found
    code = pyotp.TOTP(found[1].replace(" ", "")).now()
    answer = opened.submit("/profile/second-step", {"code": code, "current": "not-my-password"})
    assert answer.status_code == 422
    assert "Second step" not in answer.text
    assert "är inte ditt lösenord" in answer.text


# Invitations -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def invite(app: Flask) -> Callable[[str], str]:
    def make(email: str) -> str:
        with scopes_of(app).county():
            account = queries.find_account(email) or services.create_account(email=email, name="Ny Person")
            token = services.invite(account=account)
            session.commit()
        return token

    return make


def test_an_invitation_leads_to_a_password_and_works_once(
    browser: OpenBrowser, two_tenants: House, invite: Callable[[str], str]
) -> None:
    token = invite("ny@roslagen.example")
    give_role(two_tenants, "ny@roslagen.example", "roslagen", "communicator")
    opened = browser("roslagen")
    chosen = {"password": "solen går upp över Vaxholm", "repeated": "solen går upp över Vaxholm"}
    assert "ny@roslagen.example" in opened.get(f"/welcome/{token}").text
    assert opened.submit(f"/welcome/{token}", {**chosen, "repeated": "other"}).status_code == 422
    assert opened.submit(f"/welcome/{token}", {"password": "kort", "repeated": "kort"}).status_code == 422
    answer = opened.submit(f"/welcome/{token}", chosen)
    assert answer.headers["Location"] == "/sign-in"
    assert opened.get(f"/welcome/{token}").status_code == 404
    opened.sign_in("ny@roslagen.example", "solen går upp över Vaxholm")


def test_an_invitation_lasts_72_hours_and_ends_when_a_new_one_is_made(browser: OpenBrowser, invite: Callable[[str], str]) -> None:
    first = invite("ny@roslagen.example")
    second = invite("ny@roslagen.example")
    assert browser("roslagen").get(f"/welcome/{first}").status_code == 404
    assert browser("roslagen").get(f"/welcome/{second}").status_code == 200
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=73)):
        assert browser("roslagen").get(f"/welcome/{second}").status_code == 404


def test_a_made_up_link_is_worn(browser: OpenBrowser) -> None:
    assert browser("roslagen").get("/welcome/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_the_table_of_links_opens_nothing(two_tenants: House, invite: Callable[[str], str]) -> None:
    token = invite("ny@roslagen.example")
    with two_tenants.operator.connect() as connection:
        kept = connection.execute(sa.text("SELECT token_hash FROM platform.one_time_link")).scalar_one()
    assert token.encode() not in bytes(kept)
    assert len(token) >= 22


def test_a_new_password_by_link_ends_every_session(browser: OpenBrowser, invite: Callable[[str], str]) -> None:
    signed_in = browser("roslagen", "subproject_manager")
    token = invite(MANAGER["email"])
    chosen = "korrekt häst batteri"
    browser("roslagen").submit(f"/welcome/{token}", {"password": chosen, "repeated": chosen})
    assert signed_in.get("/profile").status_code == 302


def test_argon2_is_not_cheap() -> None:
    before = time.perf_counter()
    passwords.hash_of("solen går upp över Vaxholm")
    assert time.perf_counter() - before > 0.02
