"""Expressions of interest at the authority that takes in: read, taken over with their file, set aside, taken away."""

import io
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.errors import NotFound
from core.identity_numbers import parse
from core.inbox.queries import count_waiting, list_arrived
from core.inbox.services import take_over
from core.referrals.models import Referral
from core.referrals.queries import get_referral
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OWN, House
from tests.integration.arrival_makers import INTEREST, PDF, receive_at, send_in
from tests.integration.referral_makers import applicant, refer, someone
from tests.rules.test_endpoints import checksum

SLUG, MANAGER = "roslagen", "subproject_manager"
NUMBER = "19900101-2385"
TAKEN: dict[str, Any] = {"has_number": "temporary", "birth_date": "1990-05-31", "sex": "woman"}


@pytest.fixture(autouse=True)
def taken_in_at_own(two_tenants: House) -> None:
    receive_at(two_tenants, SLUG, OWN)


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser(SLUG, MANAGER)


def count(house: House, table: str) -> int:
    with house.operator.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {house.schemas[SLUG]}.{table}").scalar_one())


def logged(house: House) -> list[tuple[str, str]]:
    statement = f"SELECT action, fields FROM {house.schemas[SLUG]}.access_log ORDER BY at, id"
    with house.operator.connect() as connection:
        return [(row[0], row[1]) for row in connection.exec_driver_sql(statement)]


def the_id(house: House) -> str:
    with house.operator.connect() as connection:
        return str(connection.exec_driver_sql(f"SELECT id FROM {house.schemas[SLUG]}.referral_inbox").scalar_one())


def arrive(browser: OpenBrowser, house: House, **changes: Any) -> str:
    """Something has come in; its address for staff."""
    send_in(browser(SLUG), **changes)
    return f"/inbox/{the_id(house)}"


def ask(at: Browser, page: str, said: str = "no") -> str:
    return str(at.submit(page, {"protected": said}, action=f"{page}/protection").headers["Location"])


def test_it_waits_on_the_work_page_and_in_the_list(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    page = arrive(browser, two_tenants)
    assert 'href="/inbox"' in manager.get("/work").text
    assert logged(two_tenants)[-1] == ("list", "list")
    listed = manager.get("/inbox").text
    assert "Maja Ek" in listed
    assert logged(two_tenants)[-1] == ("list", "inbox")
    shown = manager.get(page).text
    for said in ("070-174 06 05", "maja@example.org", "Ring mig. Eftermiddagar, med tolk", "Täby"):
        assert said in shown, said
    assert logged(two_tenants)[-1] == ("read", "inbox")


def test_it_is_read_in_english(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    page = arrive(browser, two_tenants)
    manager.get("/inbox?lang=en")
    assert "Expressions of interest" in manager.get("/inbox").text
    assert "As it was sent" in manager.get(page).text
    assert "Take over an expression of interest" in manager.get(ask(manager, page)).text


def test_the_reference_and_the_file_go_with_it_and_the_sending_is_gone(
    browser: OpenBrowser, manager: Browser, two_tenants: House
) -> None:
    page = arrive(browser, two_tenants, file=(io.BytesIO(PDF), "Åsas önskemål.exe"))
    reference = manager.get(page).text.partition("R-")[2][:9]
    saved = manager.get(f"{page}/file")
    assert saved.data == PDF
    form = ask(manager, page)
    assert 'value="Maja"' in manager.get(form).text
    made = manager.submit(form, TAKEN)
    shown = manager.follow(made).text
    for said in (
        "Maja Ek",
        f"R-{reference}",
        "Åsas önskemål.pdf",
        "Intresseanmälan",
        "15 september 2022",
        "Ring mig. Eftermiddagar",
    ):
        assert said in shown, said
    assert count(two_tenants, "referral_inbox") == count(two_tenants, "referral_inbox_file") == 0
    assert manager.get(page).status_code == 409
    again = manager.post(form, {**TAKEN, "csrf_token": ""})
    assert again.status_code in (400, 303)


def test_taken_over_twice_it_is_one_referral(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    inbox_id = uuid.UUID(arrive(browser, two_tenants).rpartition("/")[2])
    who = applicant(given_name="Maja", family_name="Ek")
    with in_tenant(SLUG, MANAGER):
        first = take_over(inbox_id=inbox_id, applicant=who).id
    with in_tenant(SLUG, MANAGER):
        assert take_over(inbox_id=inbox_id, applicant=who).id == first
    assert count(two_tenants, "referral") == 1


def test_somebody_who_is_known_is_asked_about_before_anything_is_made(
    browser: OpenBrowser, manager: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant(SLUG, MANAGER):
        known = refer(applicant(given_name="Maja", family_name="Ek", identity=parse(NUMBER)))
    page = arrive(browser, two_tenants)
    form = ask(manager, page)
    filled = {"has_number": "number", "identity_number": NUMBER}
    asked = manager.submit(form, filled)
    assert asked.status_code == 409
    assert "redan" in asked.text
    assert count(two_tenants, "referral") == count(two_tenants, "referral_inbox") == 1
    made = manager.submit(form, filled | {"answer": str(known.person_id)})
    assert made.status_code == 303
    assert count(two_tenants, "person") == 1
    assert count(two_tenants, "referral") == 2


def test_everything_wrong_is_said_at_once_and_kept(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    form = ask(manager, arrive(browser, two_tenants))
    wrong = {"has_number": "number", "identity_number": "1990", "given_name": "", "email": "x"}
    answer = manager.submit(form, wrong)
    assert answer.status_code == 422
    for said in ("tio eller tolv siffror", "Skriv förnamnet", "Skriv en e-postadress", 'value="1990"'):
        assert said in answer.text, said
    assert count(two_tenants, "referral_inbox") == 1


def test_nothing_is_written_before_the_question_is_answered(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    page = arrive(browser, two_tenants)
    assert manager.get(f"{page}/referral").headers["Location"] == page
    assert manager.submit(page, {}, action=f"{page}/protection").status_code == 422


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_who_may_be_protected_is_taken_away_whole(browser: OpenBrowser, manager: Browser, two_tenants: House, said: str) -> None:
    page = arrive(browser, two_tenants, file=(io.BytesIO(PDF), "brev.pdf"))
    stop = ask(manager, page, said)
    assert stop.endswith("/protected")
    assert manager.get(f"{page}/referral").status_code == 303
    assert manager.submit(stop, {}, action=f"{page}/removal").status_code == 303
    assert count(two_tenants, "referral_inbox") == count(two_tenants, "referral_inbox_file") == 0


def test_what_is_set_aside_waits_no_more_and_can_be_put_back(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    page = arrive(browser, two_tenants)
    aside = f"{page}/set-aside"
    assert manager.submit(page, {}, action=aside).status_code == 422
    assert manager.submit(page, {"reason": "double"}, action=aside).status_code == 303
    assert "Maja Ek" not in manager.get("/inbox").text
    assert "Den har kommit förut" in manager.get("/inbox?set_aside=yes").text
    assert manager.submit(page, {}, action=f"{page}/return").status_code == 303
    assert "Maja Ek" in manager.get("/inbox").text


@pytest.mark.parametrize(
    "role", ["party_representative.kommun", "party_representative.fk", "case_worker", "referrer", "tenant_admin"]
)
def test_only_the_authority_that_takes_in_sees_it(browser: OpenBrowser, two_tenants: House, role: str) -> None:
    page = arrive(browser, two_tenants)
    before = checksum(two_tenants, SLUG)
    other = browser(SLUG, role)
    for path in ("/inbox", page, f"{page}/file", f"{page}/referral", f"{page}/protected"):
        assert other.get(path).status_code in (303, 404), path
    for path in ("protection", "set-aside", "return", "removal", "referral"):
        answer = other.client.post(f"{page}/{path}", base_url=f"http://{other.host}", data=INTEREST)
        assert answer.status_code in (303, 400, 404), path
    assert checksum(two_tenants, SLUG) == before


def test_it_follows_the_authority_that_takes_in(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    arrive(browser, two_tenants)
    receive_at(two_tenants, SLUG, FK)
    with in_tenant(SLUG, MANAGER):
        assert count_waiting() == 0
        with pytest.raises(NotFound):
            list_arrived()
    with in_tenant(SLUG, "party_representative.fk"):
        assert [row.name for row in list_arrived().rows] == ["Maja Ek"]


def test_a_row_that_cannot_be_opened_hides_no_other(browser: OpenBrowser, manager: Browser, two_tenants: House) -> None:
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO {two_tenants.schemas[SLUG]}.referral_inbox (id, sealed) VALUES (gen_random_uuid(), 'x')"
        )
    send_in(browser(SLUG))
    assert "Maja Ek" in manager.get("/inbox").text


def test_who_was_taken_over_is_the_receivers_alone(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    inbox_id = uuid.UUID(arrive(browser, two_tenants).rpartition("/")[2])
    with in_tenant(SLUG, MANAGER):
        made = take_over(inbox_id=inbox_id, applicant=applicant(identity=someone()))
        assert (made.inbox_id, made.kind, made.arrival_way) == (inbox_id, "expression_of_interest", "form")
    with in_tenant(SLUG, "party_representative.fk"), pytest.raises(NotFound):
        get_referral(made.id)
    with two_tenants.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {two_tenants.schemas[SLUG]}, ext")
        assert connection.scalar(sa.select(Referral.owner_id)) == two_tenants.authorities[SLUG, OWN]
