"""Two tabs, two people, two presses: both versions side by side, parts of each can be taken, nothing is lost or done twice."""

import threading
import uuid
from typing import Any

import pytest

from core.consents.terms import DataKind
from core.referrals.services import move
from core.referrals.terms import ReferralState
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.participation_makers import STARTED, begin, leave, offer, take_part
from tests.integration.referral_makers import RECEIVED, allow, applicant, refer
from tests.integration.test_participant_pages import rows_of, typed

MANAGER, WORKER = "subproject_manager", "case_worker"
BOTH = "Inget av ditt är borta"


@pytest.fixture
def mine(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def theirs(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        return begin(two_tenants, applicant(given_name="Amina")).id


def opened(browser: Browser, page: str, action: str | None = None) -> tuple[str, dict[str, Any]]:
    return find_form(browser.get(page).text, page, action)


def send(browser: Browser, form: tuple[str, dict[str, Any]], **typed: Any) -> Any:
    target, fields = form
    return browser.post(target, {**fields, **typed})


def test_both_versions_stand_side_by_side_and_either_can_be_sent(mine: Browser, theirs: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/next-contact"
    form = opened(mine, page)
    assert send(theirs, opened(theirs, page), next_contact_on="2022-09-20").status_code == 303

    lost = send(mine, form, next_contact_on="2022-09-28")
    assert lost.status_code == 409
    for text in (BOTH, "Gäller nu", "20 september 2022", 'value="2022-09-28"', 'name="use-next_contact_on"'):
        assert text in lost.text, text
    again = find_form(lost.text, page, page)

    assert send(mine, again, **{"use-next_contact_on": "y"}).status_code == 303
    assert "20 september 2022" in mine.get(f"/participants/{started}").text
    assert send(mine, again).status_code == 303
    assert "28 september 2022" in mine.get(f"/participants/{started}").text


def test_parts_of_each_are_taken(mine: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer()
    page, action = f"/referrals/{referral.id}", f"/referrals/{referral.id}/moves"
    form = opened(mine, page, action)
    with in_tenant("roslagen", MANAGER):
        move(referral_id=referral.id, to_state=ReferralState.TO_BE_COMPLETED, on_date=RECEIVED, reason="Telefon saknas")
    lost = send(mine, form, to_state="waiting_list", on_date="2022-09-14", reason="Kö till oktober")
    assert lost.status_code == 409
    for text in (BOTH, "Kompletteras", "Telefon saknas", "Kö till oktober", "1 september 2022", 'value="2022-09-14"'):
        assert text in lost.text, text
    assert 'name="use-to_state"' not in lost.text, "where it stands already cannot be chosen"
    again = find_form(lost.text, page, action)
    assert send(mine, again, to_state="being_assessed", **{"use-reason": "y"}).status_code == 303
    shown = mine.get(page).text
    assert "14 september 2022" in shown
    assert shown.count("Telefon saknas") == 2
    assert "Kö till oktober" not in shown


def test_a_change_beside_the_form_is_told_of_too(mine: Browser, theirs: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/next-contact"
    form = opened(mine, page)
    send(theirs, opened(theirs, f"/participants/{started}/status"), status="paused")
    lost = send(mine, form, next_contact_on="2022-09-28")
    assert lost.status_code == 409
    assert "Pausad" in lost.text
    assert send(mine, find_form(lost.text, page, page)).status_code == 303


def test_contact_person_and_status_lose_their_races_as_well(
    mine: Browser, theirs: Browser, started: uuid.UUID, two_tenants: House
) -> None:
    page = f"/participants/{started}/contact-person"
    form = opened(mine, page)
    send(theirs, opened(theirs, f"/participants/{started}/status"), status="paused")
    manager = str(two_tenants.accounts[f"{MANAGER}@roslagen.example"])
    lost = send(mine, form, key_worker_id=manager)
    assert lost.status_code == 409
    assert "Case Worker Roslagen" in lost.text
    assert f'<option selected value="{manager}"' in lost.text

    stale = opened(mine, f"/participants/{started}/status")
    send(theirs, opened(theirs, f"/participants/{started}/next-contact"), next_contact_on="2022-09-20")
    lost = send(mine, stale, status="active")
    assert lost.status_code == 409
    assert "20 september 2022" in lost.text
    assert send(mine, find_form(lost.text, f"/participants/{started}/status", None)).status_code == 303


def test_two_exits_of_one_participant_stand_side_by_side(mine: Browser, started: uuid.UUID, in_tenant: InTenant) -> None:
    page, action = f"/participants/{started}/exit/new", f"/participants/{started}/exit"
    form = opened(mine, page, action)
    with in_tenant("roslagen", MANAGER):
        leave(started, handed_to="Lokalkontoret")
    lost = send(mine, form, ended_on="2022-09-15", exit_reason="studier", sources=["studiestod"], handed_to="Komvux")
    assert lost.status_code == 409
    for text in (BOTH, "14 september 2022", "Lokalkontoret", 'value="Komvux"', "Arbete utan"):
        assert text in lost.text, text
    assert 'name="use-' not in lost.text, "an exit that stands is not changed by another exit"


# Twice ------------------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_done_once_and_looks_done(
    mine: Browser, started: uuid.UUID, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer()
        from core.participants.queries import get_for_change

        period = take_part(two_tenants, get_for_change(started), starts_on=STARTED)
    exit_ = {
        "ended_on": "2022-09-14",
        "exit_reason": "arbete_utan_stod",
        "sources": ["lon"],
        "main_activity": "work",
        "work_subsidised": "no",
    }
    course = str(two_tenants.interventions["roslagen", "supported_employment"])
    every: list[tuple[str, str | None, dict[str, Any]]] = [
        (f"/referrals/{referral.id}", f"/referrals/{referral.id}/moves", {"to_state": "offered", "on_date": "2022-09-14"}),
        (f"/participants/{started}/next-contact", None, {"next_contact_on": "2022-09-20"}),
        (f"/participants/{started}/contact-person", None, {}),
        (f"/participants/{started}/status", None, {"status": "paused"}),
        (f"/participants/{started}/interventions/new", None, {"intervention_id": course, "starts_on": "2022-09-06"}),
        (f"/interventions/{period.id}/end", None, {"ends_on": "2022-09-10"}),
        ("/participants/new-anonymous", None, {"sex": "man", "started_on": "2022-09-06"}),
        (f"/participants/{started}/exit/new", None, exit_),
    ]
    for page, action, values in every:
        form = opened(mine, page, action)
        first, second = (send(mine, form, **values) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303), page
        assert first.headers["Location"] == second.headers["Location"], page
    assert rows_of(two_tenants, "participation") == 2
    assert rows_of(two_tenants, "intervention_period") == 2
    assert rows_of(two_tenants, "situation") == 2
    assert rows_of(two_tenants, "referral_event") == 5


def test_two_presses_at_the_same_moment_start_one_participant(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer()
    page = f"/referrals/{referral.id}/start"
    pressing = [browser("roslagen", MANAGER) for _ in range(4)]
    forms = [opened(one, page) for one in pressing]
    answers: list[int] = []
    together = threading.Barrier(len(pressing))

    def press(one: Browser, form: tuple[str, dict[str, Any]]) -> None:
        together.wait()
        answers.append(send(one, form, **typed(two_tenants)).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(pressing, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert rows_of(two_tenants, "participation") == 1


def test_a_consent_withdrawn_twice_is_withdrawn(mine: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer()
        consent = allow(referral.person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.REFERRAL)
    form = opened(mine, f"/consents/{consent.id}/withdrawal")
    assert [send(mine, form, how="Per telefon").status_code for _ in range(2)] == [303, 303]


# Back -------------------------------------------------------------------------------------------------------------------


def test_going_back_after_sending_leads_to_what_was_made(mine: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer()
        begin(two_tenants, referral=referral)
    back = mine.get(f"/referrals/{referral.id}/start")
    assert back.status_code == 302
    home = back.headers["Location"]
    mine.submit(f"{home}/exit/new", {"ended_on": "2022-09-14", "exit_reason": "avliden"})
    assert mine.get(f"{home}/exit/new").headers["Location"] == home
    assert "no-store" in mine.get(f"{home}").headers["Cache-Control"]
