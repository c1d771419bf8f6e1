"""Sessions: bound to host and tenant, renewed at sign-in, gone when anything is taken away (security.md, attacks 16-30)."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, g

from core import context
from core.accounts.models import SessionRow
from core.auth import gate, session_store, sessions
from core.config import get_settings
from core.errors import WallBreach
from tests.browsing import Browser
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.staff import count_sessions, end_roles, events, give_role, sessions_of

EMAIL = "subproject_manager@roslagen.example"
COOKIE = "mia-80"


def cookie_of(opened: Browser) -> str | None:
    found = opened.client.get_cookie(COOKIE, domain=opened.host)
    return found.value if found else None


def replay(opened: Browser, value: str) -> Browser:
    opened.client.set_cookie(COOKIE, value, domain=opened.host)
    return opened


def is_in(opened: Browser) -> bool:
    return opened.get("/profile").status_code == 200


def later(**delta: float) -> time_machine.travel:
    return time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(**delta))


def test_a_reader_of_public_pages_gets_no_cookie_and_no_row(browser: OpenBrowser, two_tenants: House) -> None:
    for slug in ("roslagen", None):
        reader = browser(slug)
        for path in ("/about/cookies", "/en/about/cookies", "/nothing-here"):
            assert "Set-Cookie" not in reader.get(path).headers
    assert count_sessions(two_tenants) == 0


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: OpenBrowser) -> None:
    answer = browser("roslagen").get("/sign-in")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("mia-80=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_over_tls_the_cookie_belongs_to_its_host(browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = get_settings().model_copy(update={"public_scheme": "https"})
    monkeypatch.setattr(sessions, "get_settings", lambda: settings)
    (cookie,) = browser("roslagen").get("/sign-in").headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-mia=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"}


def test_the_id_has_256_bits_and_the_table_knows_only_its_hash(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    value = cookie_of(opened)
    assert value is not None
    assert len(value) == 43
    with two_tenants.operator.connect() as connection:
        (row,) = connection.execute(sa.select(SessionRow.__table__)).all()
    assert value not in str(row)
    assert bytes(row.id_hash) == session_store.hash_of(value)


def test_the_id_changes_at_sign_in(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen")
    opened.get("/sign-in")
    before = cookie_of(opened)
    opened.sign_in(EMAIL)
    assert cookie_of(opened) != before
    assert before is not None
    assert not is_in(replay(browser("roslagen"), before))
    assert count_sessions(two_tenants) == 1


def test_an_id_of_the_attackers_choice_is_not_taken_over(browser: OpenBrowser) -> None:
    planted = "A" * 43
    victim = replay(browser("roslagen"), planted).sign_in(EMAIL)
    assert cookie_of(victim) != planted
    assert not is_in(replay(browser("roslagen"), planted))


@pytest.mark.parametrize("value", ["", "x", "A" * 43, "A" * 5000, "é%00", '"; DROP TABLE'])
def test_a_made_up_cookie_is_nobody(browser: OpenBrowser, value: str) -> None:
    assert (
        browser("roslagen").get("/profile", headers={"Cookie": f"{COOKIE}={value}".encode().decode("latin-1")}).status_code == 302
    )


@pytest.mark.parametrize("elsewhere", ["hbs", None])
def test_a_cookie_carried_to_another_host_dies_and_is_told_of(
    browser: OpenBrowser, two_tenants: House, elsewhere: str | None
) -> None:
    give_role(two_tenants, EMAIL, "hbs", "communicator")
    opened = browser("roslagen", "subproject_manager")
    value = cookie_of(opened)
    assert value is not None
    assert not is_in(replay(browser(elsewhere), value))
    assert not is_in(opened), "whoever carried it about, it is worth nothing any more"
    assert events(two_tenants) == ["signed_in", "session_replayed_elsewhere"]
    assert sessions_of(two_tenants, EMAIL) == 0


def test_two_delprojekt_in_two_tabs_are_two_sessions(browser: OpenBrowser, two_tenants: House) -> None:
    give_role(two_tenants, EMAIL, "hbs", "communicator")
    roslagen = browser("roslagen", "subproject_manager")
    hbs = Browser(roslagen.client, "hbs").sign_in(EMAIL)
    assert "delprojektledare" in roslagen.get("/profile").text
    assert "kommunikatör" in hbs.get("/profile").text
    assert "delprojektledare" not in hbs.get("/profile").text
    assert sessions_of(two_tenants, EMAIL) == 2


def test_a_row_moved_to_another_tenant_opens_nothing(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.update(SessionRow).values(tenant_id=two_tenants.tenant_ids["hbs"]))
    assert not is_in(opened)


def test_after_sign_out_the_cookie_is_worth_nothing(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    value = cookie_of(opened)
    token = token_of(opened)
    answer = opened.post("/sign-out", {"csrf_token": token})
    assert answer.status_code == 303
    assert cookie_of(opened) is None
    assert value is not None
    assert not is_in(replay(opened, value))
    assert count_sessions(two_tenants) == 0
    assert events(two_tenants) == ["signed_in", "signed_out"]


def token_of(opened: Browser) -> str:
    from tests.browsing import find_form

    return str(find_form(opened.get("/profile").text, "/profile", "/profile")[1]["csrf_token"])


def test_a_disabled_account_is_out_at_the_next_request(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.account SET active = false"))
    assert not is_in(opened)
    assert sessions_of(two_tenants, EMAIL) == 0
    assert events(two_tenants)[-1] == "session_of_disabled_account"


def test_who_has_lost_every_role_is_out_at_the_next_request(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    end_roles(two_tenants, EMAIL)
    assert not is_in(opened)
    assert events(two_tenants)[-1] == "session_without_role"


def test_a_role_that_was_changed_holds_from_the_next_request(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser(None, "programme_manager")
    assert opened.get("/totals").status_code != 404
    with two_tenants.operator.begin() as connection:
        connection.execute(
            sa.text("UPDATE platform.membership SET role = 'communicator' WHERE account_id = :who AND tenant_id IS NULL"),
            {"who": two_tenants.accounts["programme_manager@county.example"]},
        )
    assert opened.get("/totals").status_code == 404
    assert opened.get("/start").status_code == 200


def test_a_role_whose_day_has_not_come_or_is_over_gives_nothing(browser: OpenBrowser, two_tenants: House) -> None:
    with two_tenants.operator.begin() as connection:
        connection.execute(sa.text("UPDATE platform.membership SET starts_on = '2022-09-16'"))
    answer = browser("roslagen").submit("/sign-in", {"email": EMAIL, "password": "demo-demo-demo"})
    assert answer.status_code == 403


def test_a_session_left_alone_ends_after_thirty_minutes(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser("roslagen", "subproject_manager")
    with later(minutes=29):
        assert is_in(opened), "use moves the limit"
    with later(minutes=58):
        assert is_in(opened)
    with later(minutes=89):
        assert not is_in(opened)
        assert session_store.sweep() == 0
    with later(hours=72, minutes=89):
        assert session_store.sweep() == 1, "kept so long only that its forms can still be told (architecture D6)"
    assert sessions_of(two_tenants, EMAIL) == 0


def test_a_session_in_use_ends_after_ten_hours(browser: OpenBrowser) -> None:
    opened = browser("roslagen", "subproject_manager")
    for minutes in range(25, 10 * 60, 25):
        with later(minutes=minutes):
            assert opened.client.get("/profile", base_url="http://roslagen.localhost").status_code == 200
    with later(minutes=10 * 60 + 1):
        assert not is_in(opened)


def test_use_is_noted_at_most_once_a_minute(browser: OpenBrowser, two_tenants: House) -> None:
    def seen_at() -> dt.datetime:
        with two_tenants.operator.connect() as connection:
            return connection.execute(sa.select(SessionRow.seen_at)).scalar_one()

    opened = browser("roslagen", "subproject_manager")
    first = seen_at()
    opened.get("/profile")
    assert seen_at() == first
    with later(seconds=61):
        opened.get("/profile")
    assert seen_at() > first


def test_rows_past_their_limit_are_swept_when_new_ones_are_made(browser: OpenBrowser, two_tenants: House) -> None:
    for _ in range(3):
        browser("roslagen").get("/sign-in")
    assert count_sessions(two_tenants) == 3
    with later(minutes=61):
        browser("roslagen").get("/sign-in")
    assert count_sessions(two_tenants) == 1


def test_own_sessions_are_seen_and_ended(browser: OpenBrowser, two_tenants: House) -> None:
    here, there = browser("roslagen", "subproject_manager"), browser("roslagen", "subproject_manager")
    other = there.client.get_cookie(COOKIE, domain=there.host)
    assert other is not None
    answer = here.post("/profile/sessions", {"csrf_token": token_of(here), "session": session_store.hash_of(other.value).hex()})
    assert answer.status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_the_session_of_somebody_else_cannot_be_ended(browser: OpenBrowser) -> None:
    mine, theirs = browser("roslagen", "subproject_manager"), browser("roslagen", "case_worker")
    other = theirs.client.get_cookie(COOKIE, domain=theirs.host)
    assert other is not None
    for key in (session_store.hash_of(other.value).hex(), "not-hex", "00"):
        answer = mine.post("/profile/sessions", {"csrf_token": token_of(mine), "session": key})
        assert answer.status_code == 404
    assert is_in(theirs)


def test_a_new_password_ends_the_other_sessions(browser: OpenBrowser) -> None:
    here, there = browser("roslagen", "subproject_manager"), browser("roslagen", "subproject_manager")
    chosen = "korrekt häst batteri"
    wrong = here.submit("/profile/password", {"current": "wrong", "password": chosen, "repeated": chosen})
    assert wrong.status_code == 422
    assert is_in(there)
    answer = here.submit("/profile/password", {"current": "demo-demo-demo", "password": chosen, "repeated": chosen})
    assert answer.status_code == 303
    assert is_in(here)
    assert not is_in(there)
    assert browser("roslagen").sign_in(EMAIL, chosen)


def test_the_language_is_remembered_by_the_account(browser: OpenBrowser) -> None:
    opened = browser("roslagen", "subproject_manager")
    assert "Mitt konto" in opened.get("/profile").text
    opened.submit("/profile", {"language": "en"})
    assert "My account" in opened.get("/profile").text
    assert "My account" in browser("roslagen", "subproject_manager").get("/profile").text


# The gate ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_nobody_gets_past_the_gate_by_any_method(browser: OpenBrowser, method: str) -> None:
    answer = getattr(browser("roslagen").client, method)("/profile", base_url="http://roslagen.localhost")
    assert answer.status_code in (302, 303, 405)


def test_a_method_named_in_a_header_is_not_listened_to(browser: OpenBrowser) -> None:
    opened = browser("roslagen", "subproject_manager")
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert opened.get("/sign-out", headers={header: "POST"}).status_code == 405
    assert is_in(opened)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "hbs.localhost"},
        {"X-Tenant": "hbs"},
        {"X-User": "subproject_manager@roslagen.example"},
        {"Forwarded": "host=hbs.localhost"},
        {"X-Original-URL": "/about/cookies"},
    ],
)
def test_headers_name_neither_person_nor_place(browser: OpenBrowser, headers: dict[str, str]) -> None:
    assert browser("roslagen").get("/profile", headers=headers).status_code == 302
    assert is_in_with(browser("roslagen", "subproject_manager"), headers)


def is_in_with(opened: Browser, headers: dict[str, str]) -> bool:
    answer = opened.get("/profile", headers=headers)
    return answer.status_code == 200 and "Roslagen" in answer.text


def test_a_page_one_may_not_see_does_not_exist_and_the_try_is_told_of(browser: OpenBrowser, two_tenants: House) -> None:
    opened = browser(None, "communicator")
    assert opened.get("/totals").status_code == 404
    assert events(two_tenants) == ["signed_in", "refused"]


def test_an_endpoint_that_declares_nothing_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        context.entered(context.Scope(site=context.Site("county"))),
        app.test_request_context("/about/cookies", base_url="http://localhost"),
    ):
        monkeypatch.setitem(app.view_functions, "about.show", lambda **_values: "")
        with pytest.raises(WallBreach):
            gate.guard()
        assert "csrf_token" not in g
