"""What was typed and not sent: kept for its writer, offered in its form, gone when sent; seen by nobody else."""

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.drafts import services
from core.drafts.models import Draft
from core.jobs import registered_jobs
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant, refer

MANAGER = "subproject_manager"
FORM = "/referrals/new/person"
OFFER = "Du har ett utkast"

NOBODYS = uuid.UUID("00000000-0000-7000-8000-000000000000")
"""An id that no row has; the same in every worker, so that all collect the same tests."""


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        return begin(two_tenants, applicant(given_name="Amina")).id


def drafts_of(house: House, slug: str = "roslagen") -> list[Any]:
    with house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {house.schemas[slug]}")
        return list(connection.execute(sa.select(Draft.__table__)))


def answer_the_question(opened: Browser) -> None:
    opened.submit("/referrals/new", {"protected": "no"}, action="/referrals/new")


def save(opened: Browser, page: str, key: str, version: int = 0, **typed: str) -> Any:
    """As static/js/unsent.js does: every field of the form, and which form it is."""
    action = "/sign-out" if page == "/work" else None
    _target, fields = find_form(opened.get(page).text, page, action)
    return opened.post("/drafts", {**fields, **typed, "draft_form": key, "draft_version": version})


def test_a_draft_is_saved_offered_continued_and_gone_when_sent(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    page, key = f"/participants/{started}/next-contact", f"next-contact/{started}"
    assert f'data-draft="{key}"' in manager.get(page).text
    kept = save(manager, page, key, next_contact_on="i övermorgon")
    assert kept.status_code == 200
    assert kept.json["version"] == 1

    offered = manager.get(page).text
    assert OFFER in offered
    assert "i övermorgon" not in offered
    continued = manager.get(f"{page}?draft=continue").text
    assert 'value="i övermorgon"' in continued
    assert OFFER not in continued
    assert 'data-draft-version="1"' in continued

    _target, fields = find_form(continued, page, page)
    sent = manager.post(page, fields | {"next_contact_on": "2022-09-20"})
    assert sent.status_code == 303
    assert drafts_of(two_tenants) == []
    assert OFFER not in manager.get(page).text


def test_what_is_refused_keeps_its_draft(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    page, key = f"/participants/{started}/next-contact", f"next-contact/{started}"
    save(manager, page, key, next_contact_on="2022-09-20")
    answer = manager.submit(page, {"next_contact_on": "igår"}, action=page)
    assert answer.status_code == 422
    assert 'data-draft-version="1"' in answer.text
    assert "data-unsaved" in answer.text
    assert len(drafts_of(two_tenants)) == 1


def test_a_draft_is_thrown_away_by_a_button(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    page, key = f"/participants/{started}/exit/new", f"exit/{started}"
    save(manager, page, key, handed_to="Lokalkontoret")
    answer = manager.submit(page, {}, action="/drafts/discard")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(page)
    assert drafts_of(two_tenants) == []


def test_the_draft_of_one_is_nobody_elses(manager: Browser, browser: OpenBrowser, started: uuid.UUID, two_tenants: House) -> None:
    page, key = f"/participants/{started}/exit/new", f"exit/{started}"
    save(manager, page, key, handed_to="Hemligt ställe")
    worker = browser("roslagen", "case_worker")
    for address in (page, f"{page}?draft=continue"):
        assert OFFER not in worker.get(address).text
        assert "Hemligt ställe" not in worker.get(address).text
    worker.submit(page, {"draft_form": key}, action=page.removesuffix("/new"))
    _target, fields = find_form(worker.get(page).text, page, None)
    assert worker.post("/drafts/discard", {"csrf_token": fields["csrf_token"], "draft_form": key}).status_code == 303
    assert len(drafts_of(two_tenants)) == 1


def test_what_lies_in_the_table_tells_nothing(manager: Browser, started: uuid.UUID, two_tenants: House) -> None:
    save(manager, f"/participants/{started}/exit/new", f"exit/{started}", handed_to="Hemligt ställe")
    (row,) = drafts_of(two_tenants)
    assert "Hemligt" not in str(row)
    assert b"Hemligt" not in row.sealed


def test_two_windows_do_not_write_over_each_other(manager: Browser, started: uuid.UUID) -> None:
    page, key = f"/participants/{started}/exit/new", f"exit/{started}"
    assert save(manager, page, key, handed_to="ena").json["version"] == 1
    assert save(manager, page, key, handed_to="andra").status_code == 409
    assert save(manager, page, key, 1, handed_to="ena igen").json["version"] == 2
    assert 'value="ena igen"' in manager.get(f"{page}?draft=continue").text


# Protected identity -----------------------------------------------------------------------------------------------------


def test_nothing_is_kept_before_the_question_about_protected_identity(manager: Browser, two_tenants: House) -> None:
    token = {"csrf_token": find_form(manager.get("/referrals/new").text, "/referrals/new", None)[1]["csrf_token"]}
    sent = token | {"draft_form": "referral/new", "given_name": "Skyddad"}
    assert manager.post("/drafts", sent).status_code == 404
    manager.submit("/referrals/new", {"protected": "yes"})
    assert manager.post("/drafts", sent).status_code == 404
    assert drafts_of(two_tenants) == []


def test_a_waiting_referral_is_told_of_at_the_question_and_may_be_thrown_away(manager: Browser, two_tenants: House) -> None:
    answer_the_question(manager)
    assert save(manager, FORM, "referral/new", given_name="Amina").status_code == 200
    question = manager.get("/referrals/new").text
    assert OFFER in question
    assert "Amina" not in question
    manager.submit("/referrals/new", {"protected": "unknown"}, action="/referrals/new")
    stopped = manager.get("/referrals/new/protected").text
    assert OFFER in stopped
    assert "Amina" not in stopped
    assert manager.get(f"{FORM}?draft=continue").status_code == 303, "the question comes first"
    manager.submit("/referrals/new/protected", {}, action="/drafts/discard")
    assert drafts_of(two_tenants) == []


# Who may, and the log ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["", "exit", "exit/new", "referral/nu", "unknown/new", f"exit/{NOBODYS}", f"referral/{NOBODYS}"])
def test_a_form_that_is_none_has_no_draft(manager: Browser, two_tenants: House, key: str) -> None:
    token = find_form(manager.get("/referrals/new").text, "/referrals/new", None)[1]["csrf_token"]
    answer_the_question(manager)
    assert manager.post("/drafts", {"csrf_token": token, "draft_form": key, "x": "y"}).status_code == 404
    assert drafts_of(two_tenants) == []


@pytest.mark.parametrize("role", ["referrer", "party_representative.fk", "association_office", "tenant_admin"])
def test_who_may_not_send_a_form_keeps_no_draft_of_it(
    browser: OpenBrowser, started: uuid.UUID, two_tenants: House, role: str
) -> None:
    opened = browser("roslagen", role)
    token = find_form(opened.get("/profile").text, "/profile", "/profile")[1]["csrf_token"]
    sent = {"csrf_token": token, "draft_form": f"exit/{started}", "handed_to": "x"}
    assert opened.post("/drafts", sent).status_code == 404
    assert drafts_of(two_tenants) == []


def test_the_first_save_is_logged_as_a_write_and_opening_as_a_read(
    manager: Browser, started: uuid.UUID, two_tenants: House
) -> None:
    page, key = f"/participants/{started}/exit/new", f"exit/{started}"
    save(manager, page, key, handed_to="ena")
    save(manager, page, key, 1, handed_to="andra")
    manager.get(f"{page}?draft=continue")
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        rows = connection.exec_driver_sql(
            f"SELECT action, subject_ids FROM {schema}.access_log WHERE fields = 'draft' ORDER BY at"
        ).all()
        person = connection.exec_driver_sql(f"SELECT person_id FROM {schema}.participation").scalar_one()
    assert [tuple(row) for row in rows] == [("write", [person]), ("read", [person])]


def test_too_much_and_too_many_are_refused_in_words(manager: Browser, in_tenant: InTenant, started: uuid.UUID) -> None:
    page, key = f"/participants/{started}/exit/new", f"exit/{started}"
    assert save(manager, page, key, handed_to="x" * 300_000).status_code == 409
    with in_tenant("roslagen", MANAGER):
        for number in range(services.MOST_DRAFTS):
            services.keep(form=f"exit/{number}", typed={}, version=0, subjects=list)
    assert save(manager, page, key, handed_to="x").status_code == 409


def test_a_draft_is_disposed_of_after_thirty_days(
    manager: Browser, in_tenant: InTenant, started: uuid.UUID, two_tenants: House
) -> None:
    save(manager, f"/participants/{started}/exit/new", f"exit/{started}", handed_to="x")
    (dispose,) = (one for one in registered_jobs() if one.name == "drafts.dispose")
    for days, left in ((29, 1), (31, 0)):
        with two_tenants.operator.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
            connection.execute(sa.update(Draft).values(updated_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))
        with in_tenant("roslagen"):
            dispose.function()
        assert len(drafts_of(two_tenants)) == left


def test_referrals_are_not_shared_by_drafts_of_another_tenant(
    manager: Browser, browser: OpenBrowser, in_tenant: InTenant
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer()
    page, key = f"/referrals/{referral.id}", f"move/{referral.id}"
    assert save(manager, page, key, reason="Väntar på svar").status_code == 200
    there = browser("hbs", MANAGER)
    token = find_form(there.get("/profile").text, "/profile", "/profile")[1]["csrf_token"]
    assert there.post("/drafts", {"csrf_token": token, "draft_form": key, "reason": "x"}).status_code == 404
