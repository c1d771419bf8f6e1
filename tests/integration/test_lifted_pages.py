"""The county's pages: what was lifted, without a person or a name of anybody at a tenant, and the answer that goes back."""

import uuid

import pytest
from flask import Flask

from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.deviation_makers import WORDS, carry_over, lift

CHIEF = "programme_manager"


@pytest.fixture
def lifted(in_tenant: InTenant, app: Flask, two_tenants: House) -> uuid.UUID:
    return lift(in_tenant, app, two_tenants)


@pytest.fixture
def chief(browser: OpenBrowser) -> Browser:
    return browser(None, CHIEF)


def test_the_chief_takes_it_on_answers_and_the_writer_sees_how_it_ended(
    chief: Browser, browser: OpenBrowser, app: Flask, two_tenants: House, lifted: uuid.UUID
) -> None:
    page = chief.get("/lifted").text
    for words in ("Lång väntan på beslut", "Roslagen", "Försäkringskassan", "Väntetider", "Väntar på länet"):
        assert words in page
    assert WORDS in chief.get(f"/lifted/{lifted}").text
    home = f"/lifted/{lifted}/answer"
    assert chief.submit(home, {"state": "resolved"}).status_code == 422, "those who noted it are to read how it ended"
    assert chief.submit(home, {"state": "taken_up", "next_step": "Styrgruppen"}).status_code == 303
    assert chief.submit(home, {"state": "resolved", "answer": "Det finns en väg in nu."}).status_code == 303
    carry_over(app, two_tenants)
    worker = browser("roslagen", "case_worker")
    assert "whose=answered" in worker.get("/work").text
    shown = worker.get(f"/deviations/{lifted}").text
    assert "Det finns en väg in nu." in shown
    seen = f"/deviations/{lifted}/answer-seen"
    assert worker.submit(f"/deviations/{lifted}", {}, action=seen).status_code == 303
    assert "whose=answered" not in worker.get("/work").text


def test_no_name_of_anybody_at_the_tenant_is_on_the_countys_pages(chief: Browser, two_tenants: House, lifted: uuid.UUID) -> None:
    for address in ("/lifted", f"/lifted/{lifted}", f"/lifted/{lifted}/answer"):
        page = chief.get(address).text
        for words in ("Case Worker", "Subproject Manager", "Arbetsmarknadsnämnden", "Socialnämnden"):
            assert words not in page, address
        at_tenants = (id_ for email, id_ in two_tenants.accounts.items() if "county" not in email)
        assert not any(str(account) in page for account in at_tenants), address


def test_sent_back_it_is_gone_from_the_county(chief: Browser, lifted: uuid.UUID) -> None:
    assert chief.submit(f"/lifted/{lifted}/answer", {"state": "returned", "answer": "Skriv utan orten."}).status_code == 303
    assert chief.get(f"/lifted/{lifted}").status_code == 404
    assert "Lång väntan" not in chief.get("/lifted?state=all").text


def test_the_second_answer_sees_the_first(chief: Browser, browser: OpenBrowser, lifted: uuid.UUID) -> None:
    home = f"/lifted/{lifted}/answer"
    target, fields = find_form(chief.get(home).text, home, None)
    assert browser(None, CHIEF).submit(home, {"state": "taken_up", "next_step": "deras steg"}).status_code == 303
    lost = chief.post(target, {**fields, "state": "taken_up", "next_step": "mitt steg"})
    assert lost.status_code == 409
    assert "deras steg" in lost.text
    assert "mitt steg" in lost.text


def test_who_else_at_the_county_may_do_what(browser: OpenBrowser, lifted: uuid.UUID) -> None:
    controller = browser(None, "programme_controller")
    assert controller.get(f"/lifted/{lifted}").status_code == 200
    assert controller.get(f"/lifted/{lifted}/answer").status_code == 404
    for role in ("esf_reporter", "communicator", "platform_admin"):
        assert browser(None, role).get("/lifted").status_code == 404


def test_the_list_narrows_and_nonsense_breaks_nothing(chief: Browser, two_tenants: House, lifted: uuid.UUID) -> None:
    tenant = two_tenants.tenant_ids["roslagen"]
    other = two_tenants.tenant_ids["hbs"]
    for query, found in (
        (f"tenant={tenant}&party=fk&kind=deviation&category=waiting&state=waiting", True),
        (f"tenant={other}", False),
        ("party=af", False),
        ("kind=good_example", False),
        ("state=resolved", False),
        ("tenant=x&party=%00&kind=y&category=%27&state=withdrawn&page=z", False),
    ):
        answer = chief.get(f"/lifted?{query}")
        assert answer.status_code == 200
        assert (f"/lifted/{lifted}" in answer.text) == found, query


def test_a_number_of_a_person_is_refused_in_the_countys_words_too(chief: Browser, lifted: uuid.UUID) -> None:
    from core import facts

    number = facts.official_numbers().personal[0]
    answer = chief.submit(f"/lifted/{lifted}/answer", {"state": "taken_up", "next_step": f"Ring om {number}"})
    assert answer.status_code == 422
    assert "det säger vem det handlar om" in answer.text
