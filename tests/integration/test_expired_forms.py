"""A form that outlives its session: told from what others make up, kept for its writer, and sent or offered after sign-in."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from tests.browsing import Browser, find_form
from tests.conftest import OpenBrowser
from tests.house import House
from tests.integration.test_drafts import FORM, MANAGER, OFFER, answer_the_question, drafts_of, manager, started

__all__ = ["manager", "started"]


def expire(house: House, **ago: float) -> None:
    with house.operator.begin() as connection:
        when = dt.datetime.now(dt.UTC) - dt.timedelta(**(ago or {"minutes": 1}))
        connection.execute(sa.text("UPDATE platform.session SET idle_until = :when"), {"when": when})


def typed_referral(opened: Browser) -> dict[str, Any]:
    answer_the_question(opened)
    return {**find_form(opened.get(FORM).text, FORM, FORM)[1], "given_name": "Amina", "family_name": "Prov"}


def test_a_form_that_outlives_its_session_is_offered_after_sign_in(manager: Browser, two_tenants: House) -> None:
    typed = typed_referral(manager)
    expire(two_tenants)
    answer = manager.post(FORM, typed)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sign-in?next={FORM}"
    (row,) = drafts_of(two_tenants)
    assert row.account_id == two_tenants.accounts[f"{MANAGER}@roslagen.example"]

    manager.sign_in(f"{MANAGER}@roslagen.example")
    assert OFFER in manager.get("/referrals/new").text, "after the question, which is asked anew"
    answer_the_question(manager)
    assert OFFER in manager.get(FORM).text
    assert 'value="Amina"' in manager.get(f"{FORM}?draft=continue").text


def test_somebody_else_who_signs_in_on_that_browser_sees_nothing_of_it(manager: Browser, two_tenants: House) -> None:
    typed = typed_referral(manager)
    expire(two_tenants)
    manager.post(FORM, typed)
    manager.sign_in("party_representative.kommun@roslagen.example")
    answer_the_question(manager)
    for page in ("/referrals/new", FORM, f"{FORM}?draft=continue", "/work", "/profile"):
        shown = manager.get(page).text
        assert OFFER not in shown
        assert "Amina" not in shown
    assert manager.post(FORM, typed).status_code == 400, "the form belongs to the other's session"


def test_an_open_tab_of_who_was_signed_in_before_says_what_happened_and_where_the_draft_is(
    manager: Browser, started: uuid.UUID, two_tenants: House
) -> None:
    page = f"/participants/{started}/exit/new"
    target, fields = find_form(manager.get(page).text, page, None)
    saved = fields | {"draft_form": f"exit/{started}", "draft_version": "0", "handed_to": "Lokalkontoret"}
    assert manager.post("/drafts", saved).status_code == 200
    manager.post("/sign-out", {"csrf_token": fields["csrf_token"]})
    manager.sign_in("referrer@roslagen.example")
    for address, sent in ((target, fields), ("/drafts", saved)):
        lost = manager.post(address, sent | {"handed_to": "Lokalkontoret"})
        assert lost.status_code == 400
        for text in ("Någon annan är inloggad här nu", "Referrer Roslagen är inloggad", "Det som sparades som utkast finns kvar"):
            assert text in lost.text, text
        assert "Lokalkontoret" not in lost.text
    go = find_form(lost.text, target, "/sign-out")
    out = manager.post(*go)
    assert out.headers["Location"] == f"/sign-in?next={page}"
    manager.sign_in(f"{MANAGER}@roslagen.example")
    assert OFFER in manager.get(page).text


def test_an_open_tab_of_ones_own_earlier_session_is_called_too_old(manager: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/exit/new"
    target, fields = find_form(manager.get(page).text, page, None)
    manager.post("/sign-out", {"csrf_token": fields["csrf_token"]})
    manager.sign_in(f"{MANAGER}@roslagen.example")
    for token in (fields["csrf_token"], "", "x", "IjEyMyI.aaaa.bbbb"):
        lost = manager.post(target, fields | {"csrf_token": token})
        assert lost.status_code == 400
        assert "Någon annan" not in lost.text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "x"])
def test_signing_out_leads_to_no_other_site(manager: Browser, wanted: str) -> None:
    token = find_form(manager.get("/profile").text, "/profile", "/profile")[1]["csrf_token"]
    assert manager.post("/sign-out", {"csrf_token": token, "next": wanted}).headers["Location"] == "/"


def test_another_tab_can_be_sent_after_the_same_person_has_signed_in_again(
    manager: Browser, started: uuid.UUID, two_tenants: House
) -> None:
    page = f"/participants/{started}/next-contact"
    _target, fields = find_form(manager.get(page).text, page, None)
    expire(two_tenants)
    assert manager.get("/work").status_code == 302, "the other tab finds out first"
    manager.sign_in(f"{MANAGER}@roslagen.example")
    assert manager.post(page, fields | {"next_contact_on": "2022-09-20"}).status_code == 303


def test_a_form_sent_while_the_sign_in_page_stands_in_another_tab_is_kept(manager: Browser, two_tenants: House) -> None:
    typed = typed_referral(manager)
    expire(two_tenants)
    manager.get("/sign-in")
    assert manager.post(FORM, typed).headers["Location"] == f"/sign-in?next={FORM}"
    assert len(drafts_of(two_tenants)) == 1


@pytest.mark.parametrize("token", ["", "x", "IjEyMyI.aaaa.bbbb"])
def test_a_form_without_that_sessions_token_is_not_kept(manager: Browser, two_tenants: House, token: str) -> None:
    typed = typed_referral(manager) | {"csrf_token": token}
    expire(two_tenants)
    assert manager.post(FORM, typed).headers["Location"] == "/sign-in"
    assert drafts_of(two_tenants) == []


def test_another_sessions_token_keeps_nothing(manager: Browser, browser: OpenBrowser, two_tenants: House) -> None:
    typed = typed_referral(browser("roslagen", "party_representative.kommun"))
    typed_referral(manager)
    expire(two_tenants)
    assert manager.post(FORM, typed).headers["Location"] == "/sign-in"
    assert drafts_of(two_tenants) == []


@pytest.mark.parametrize("what", ["disabled", "roleless", "too late", "unanswered", "signed out"])
def test_nothing_is_kept_for_whoever_may_no_longer(manager: Browser, two_tenants: House, what: str) -> None:
    typed = typed_referral(manager)
    if what == "signed out":
        manager.post("/sign-out", {"csrf_token": typed["csrf_token"]})
    if what == "unanswered":
        manager.submit("/referrals/new", {"protected": "unknown"}, action="/referrals/new")
    changes = {"disabled": "UPDATE platform.account SET active = false", "roleless": "DELETE FROM platform.membership"}
    with two_tenants.operator.begin() as connection:
        if what in changes:
            connection.exec_driver_sql(changes[what])
    expire(two_tenants, hours=80 if what == "too late" else 1)
    assert manager.post(FORM, typed).headers["Location"] == "/sign-in"
    assert drafts_of(two_tenants) == []


def test_an_expired_session_opens_nothing_but_its_own_forms(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    page = f"/participants/{started}/next-contact"
    typed = find_form(manager.get(page).text, page, None)[1] | {"next_contact_on": "2022-09-20"}
    expire(two_tenants)
    for address in ("/work", f"/participants/{started}", "/profile"):
        assert manager.get(address).status_code == 302
    assert manager.post(page, typed).status_code == 303
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        assert connection.exec_driver_sql(f"SELECT next_contact_on FROM {schema}.participation").scalar_one() is None
    assert manager.get("/work").status_code == 302


def test_what_the_browser_saves_too_late_is_kept_as_well(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    page = f"/participants/{started}/exit/new"
    fields = find_form(manager.get(page).text, page, None)[1]
    expire(two_tenants)
    sent = fields | {"draft_form": f"exit/{started}", "draft_version": "0", "handed_to": "Lokalkontoret"}
    assert manager.post("/drafts", sent).status_code == 303
    manager.sign_in(f"{MANAGER}@roslagen.example")
    assert 'value="Lokalkontoret"' in manager.get(f"{page}?draft=continue").text


def test_staying_signed_in_tells_how_long(manager: Browser) -> None:
    page = manager.get("/work").text
    assert 'data-session data-left="1' in page
    token = find_form(manager.get("/profile").text, "/profile", "/profile")[1]["csrf_token"]
    told: Any = manager.post("/session", {"csrf_token": token}).json
    assert 1700 < told["left"] <= 1800
    assert 35_000 < told["most"] <= 36_000
