"""The pages of who sends a referral: the form, the receipt, the question and the answers; and the one question before all."""

import re
import uuid
from typing import Any

import pytest

from core.referrals.queries import get_referral
from core.referrals.services import move
from core.referrals.terms import ReferralState
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, OWN, TODAY, House
from tests.integration.referral_makers import allow, applicant, refer
from tests.integration.test_referral_pages import FORM, TYPED, answer, logged, rows_of
from tests.integration.test_sent_referrals import MANAGER, OFFICER_FK, REFERRER, send, take_in

OFFICER: dict[str, Any] = {
    key: TYPED[key] for key in ("has_number", "identity_number", "given_name", "family_name", "municipality")
}


@pytest.fixture
def intake(two_tenants: House) -> uuid.UUID:
    """The committee takes in what others send to Roslagen."""
    own = two_tenants.authorities["roslagen", OWN]
    take_in(two_tenants, own)
    return own


@pytest.fixture
def referrer(browser: OpenBrowser, intake: uuid.UUID) -> Browser:
    """A case officer of the other committee."""
    return browser("roslagen", REFERRER)


def sent_by(referrer: Browser, **typed: Any) -> str:
    """The address of the page of a referral that was sent."""
    answer(referrer, "no")
    response = referrer.submit(FORM, {**OFFICER, "person_agrees": "yes", **typed})
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


# Sending ----------------------------------------------------------------------------------------------------------------


def test_a_case_officer_writes_little_and_gets_a_receipt(referrer: Browser, two_tenants: House) -> None:
    answer(referrer, "no")
    form = referrer.get(FORM).text
    assert "Mottagande myndighet" in form
    assert "Arbetsmarknadsnämnden, Täby kommun" in form
    path = sent_by(referrer)
    assert path.startswith("/referrals/sent/")
    page = referrer.get(path).text
    for shown in ("Remissen är skickad", "Maja Ek", "19900101-2385", "Inkommen", "Arbetsmarknadsnämnden", "R-"):
        assert shown in page, shown
    receipt = referrer.get(path.replace("/sent/", "/") + "/receipt").text
    reference = re.search(r"R-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    assert reference is not None
    assert reference[0] in receipt
    assert "Maja" not in receipt.split("<main", 1)[1]
    listed = referrer.get("/referrals").text
    assert "Maja Ek" in listed
    assert "19900101" not in listed
    assert logged(two_tenants)[-1] == ("list", "sent")


def test_without_a_yes_it_comes_back_with_everything_typed(referrer: Browser, two_tenants: House) -> None:
    answer(referrer, "no")
    for said in ("no", None):
        refused = referrer.submit(FORM, {**OFFICER, "person_agrees": said})
        assert refused.status_code == 422
        assert "bara när personen har sagt ja" in refused.text
        assert "19900101-2385" in refused.text
    assert rows_of(two_tenants, "person") == 0


def test_another_receiver_cannot_be_typed_in(referrer: Browser, two_tenants: House) -> None:
    answer(referrer, "no")
    elsewhere = str(two_tenants.authorities["roslagen", FK])
    assert referrer.submit(FORM, {**OFFICER, "person_agrees": "yes", "receiver": elsewhere}).status_code == 422
    assert rows_of(two_tenants, "referral") == 0


def test_the_receivers_page_is_not_the_senders(referrer: Browser, browser: OpenBrowser) -> None:
    path = sent_by(referrer)
    received = path.replace("/sent/", "/")
    for page in ("", "/answers/new", "/priority", "/first-contact", "/consents/new"):
        assert referrer.get(received + page).status_code == 404, page
    manager, officer = browser("roslagen", MANAGER), browser("roslagen", OFFICER_FK)
    assert "Så skrev handläggaren" in manager.get(received).text
    assert manager.get(path).status_code == 404
    for page in (path, received, received + "/receipt"):
        assert officer.get(page).status_code == 404, page
    assert "Maja" not in officer.get("/referrals/sent").text
    assert browser("hbs", MANAGER).get(path).status_code == 404


def test_the_same_in_english(referrer: Browser) -> None:
    referrer.get("/referrals?lang=en")
    page = referrer.get(sent_by(referrer)).text
    assert "What you wrote about the person" in page
    assert "Reference R-" in page
    assert "Referrals we have sent" in referrer.get("/referrals").text


def test_a_known_person_looks_like_any_other_to_the_sender(referrer: Browser, in_tenant: InTenant) -> None:
    from core.identity_numbers import parse

    with in_tenant("roslagen", MANAGER):
        refer(applicant(identity=parse("199001012385"), given_name="Hemlig", family_name="Kanariefågel"))
    page = referrer.get(sent_by(referrer)).text
    assert "Kanariefågel" not in page
    assert "Hemlig" not in page


# Questions and answers --------------------------------------------------------------------------------------------------


def test_the_sender_reads_the_question_and_sends_the_rest(referrer: Browser, in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    path = f"/referrals/sent/{made.id}"
    assert "Mer behövs" not in referrer.get(path).text
    with in_tenant("roslagen", MANAGER):
        move(referral_id=made.id, to_state=ReferralState.TO_BE_COMPLETED, on_date=TODAY, reason="Vilken kommun?")
    assert "Vilken kommun?" in referrer.get(path).text
    action = f"{path}/completion"
    assert referrer.submit(path, {"text": " "}, action=action).status_code == 422
    fields = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]+)"', referrer.get(path).text))
    page = referrer.follow(referrer.submit(path, {"text": "Täby"}, action=action)).text
    assert "Kompletteringen är skickad." in page
    assert "Täby" in page
    late = referrer.post(action, {**fields, "text": "Norrtälje, tror jag"})
    assert late.status_code == 409
    assert "Norrtälje, tror jag" in late.text


def test_an_answer_reaches_the_sender_and_a_consent_decides_how_much(
    referrer: Browser, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, intake: uuid.UUID
) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    manager = browser("roslagen", MANAGER)
    form = f"/referrals/{made.id}/answers/new"
    typed = {"about": "referral", "way": "system", "to_whom": "Handläggaren", "says": "Vi ses i oktober"}
    refused = manager.submit(form, typed)
    assert refused.status_code == 422
    assert "Inget gällande samtycke låter Socialnämnden" in refused.text
    assert "Vi ses i oktober" in refused.text
    assert manager.submit(form, {**typed, "about": "arrived"}).status_code == 422
    assert manager.submit(form, {**typed, "about": "arrived", "says": ""}).status_code == 303
    page = referrer.get(f"/referrals/sent/{made.id}").text
    assert "Din remiss har kommit in." in page
    assert "Vi ses i oktober" not in page
    with in_tenant("roslagen", MANAGER):
        allow(made.person_id, two_tenants.authorities["roslagen", OTHER])
    answered = manager.follow(manager.submit(form, typed)).text
    assert "Vi ses i oktober" in answered
    assert ("write", "answer") in logged(two_tenants)
    assert "Vi ses i oktober" in referrer.get(f"/referrals/sent/{made.id}").text


def test_what_the_receiver_writes_in_the_history_stays_there(referrer: Browser, in_tenant: InTenant, intake: uuid.UUID) -> None:
    with in_tenant("roslagen", REFERRER):
        made = send(intake)
    with in_tenant("roslagen", MANAGER):
        move(referral_id=made.id, to_state=ReferralState.BEING_ASSESSED, on_date=TODAY, reason="KANARIE i historiken")
        get_referral(made.id).person.family_name = "KANARIE-namn"
    page = referrer.get(f"/referrals/sent/{made.id}").text
    assert "Bedöms" in page
    assert "KANARIE" not in page
    assert "KANARIE" not in referrer.get("/referrals").text


# The question before the first field ------------------------------------------------------------------------------------


def token_of(at: Browser) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', at.get("/referrals/new").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("said", [None, "yes", "unknown"])
def test_a_form_that_passes_by_the_question_is_refused(browser: OpenBrowser, two_tenants: House, said: str | None) -> None:
    manager = browser("roslagen", MANAGER)
    if said:
        answer(manager, said)
    sent = {**TYPED, "csrf_token": token_of(manager), "form_token": str(uuid.uuid4())}
    refused = manager.post(FORM, sent)
    assert refused.status_code == 422
    assert "Har personen skyddade personuppgifter?" in refused.text
    assert "Maja" not in refused.text
    for table in ("person", "referral", "draft"):
        assert rows_of(two_tenants, table) == 0, table


def test_an_answer_holds_for_the_forms_it_was_given_for(browser: OpenBrowser, two_tenants: House) -> None:
    manager = browser("roslagen", MANAGER)
    answer(manager, "no")
    pages = [dict(re.findall(r'name="(csrf_token|form_token)"[^>]*value="([^"]+)"', manager.get(FORM).text)) for _ in range(2)]
    unknown = {**TYPED, **pages[0], "form_token": str(uuid.uuid4())}
    assert manager.post(FORM, unknown).status_code == 422
    assert manager.post(FORM, {**TYPED, **pages[0]}).status_code == 303
    second = {**TYPED, "has_number": "temporary", "birth_date": "1985-05-17", "sex": "man", "family_name": "Alm"}
    assert manager.post(FORM, {**second, **pages[1]}).status_code == 303, "two windows, one answer, two people"
    assert rows_of(two_tenants, "referral") == 2
    assert manager.get(FORM).headers["Location"] == "/referrals/new", "the next person is asked about anew"
