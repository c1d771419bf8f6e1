"""Many staff and several who administer them: search, pages, and two who change the same role at the same time."""

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from core.accounts.models import Account, Membership
from core.db import new_id
from tests.browsing import Browser, find_form
from tests.conftest import OpenBrowser
from tests.house import FK, OWN, House, password_hash
from tests.integration.staff import give_role, put_account, work_phones
from tests.integration.test_lists import names
from tests.integration.test_participant_pages import statements
from tests.integration.test_staff_pages import SECOND, WORKER, as_employed_admin, memberships, role_page

BOTH, NUMBER, OTHER_NUMBER = "Inget av ditt är borta", "08-465 004 01", "08-465 004 02"


@pytest.fixture
def admin(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "tenant_admin")


@pytest.fixture
def second(browser: OpenBrowser, two_tenants: House) -> Browser:
    return as_employed_admin(two_tenants, browser)


def employ(house: House, *people: tuple[str, str]) -> None:
    """(e-mail, name) of more who refer from Försäkringskassan."""
    accounts = [{"id": new_id(), "email": email, "name": name, "password_hash": password_hash()} for email, name in people]
    roles = [
        {
            "id": new_id(),
            "account_id": one["id"],
            "tenant_id": house.tenant_ids["roslagen"],
            "role": "referrer",
            "employer_kind": "authority",
            "employer_name": "Försäkringskassan",
            "authority_id": house.authorities["roslagen", FK],
            "starts_on": "2020-01-01",
        }
        for one in accounts
    ]
    with house.operator.begin() as connection:
        connection.execute(sa.insert(Account), accounts)
        connection.execute(sa.insert(Membership), roles)


def crowd(number: int) -> list[tuple[str, str]]:
    return [(f"fler{uuid.uuid4().hex}@roslagen.example", f"Prov {number}") for number in range(number)]


def search(browser: Browser, text: str) -> Any:
    return browser.submit("/staff", {"q": text}, action="/staff/search")


# The list ---------------------------------------------------------------------------------------------------------------


def test_the_list_has_pages_and_asks_as_much_for_300_as_for_3(two_tenants: House, admin: Browser) -> None:
    counts = []
    for more in (3, 297):
        employ(two_tenants, *crowd(more))
        admin.get("/staff")
        with statements() as seen:
            page = admin.get("/staff")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(names(page)) == 50
    assert "309 personer" in page.text
    last = admin.get("/staff?page=7")
    assert len(names(last)) == 309 - 6 * 50
    assert admin.get("/staff?page=8").status_code == 404


@pytest.mark.parametrize(
    "sought", ["åsa", "ÅSA", "A\N{COMBINING RING ABOVE}sa", "ek-lund", "Ek lund, Åsa", "lena", "asa.eklund@", "ROSLAGEN eklund"]
)
def test_a_colleague_is_found_by_name_or_address_however_it_is_written(two_tenants: House, admin: Browser, sought: str) -> None:
    employ(two_tenants, ("asa.eklund@roslagen.example", "Åsa Anna-Lena Ek-Lund"), ("asa@roslagen.example", "Asa Ek"))
    found = search(admin, sought)
    assert names(found) == ["Åsa Anna-Lena Ek-Lund"]
    assert f'value="{sought}"' in found.text


@pytest.mark.parametrize("sought", ["%", "\\", "' OR 1=1 --", "case_worker@hbs.example"])
def test_signs_of_patterns_and_other_sites_find_nobody(admin: Browser, sought: str) -> None:
    page = search(admin, sought)
    assert names(page) == []
    assert "Ingen hittades" in page.text


def test_a_former_colleague_is_found_and_said_to_be_one(two_tenants: House, admin: Browser) -> None:
    admin.submit(role_page(two_tenants, WORKER, "/end"), {})
    found = search(admin, WORKER)
    assert names(found) == ["Case Worker Roslagen"]
    assert "ingen roll längre" in found.text
    assert search(admin, " ").text.count("roslagen.example") > 3, "nothing sought shows all"


# Two at the same role ---------------------------------------------------------------------------------------------------


def opened(browser: Browser, page: str) -> tuple[str, dict[str, Any]]:
    return find_form(browser.get(page).text, page, None)


def send(browser: Browser, form: tuple[str, dict[str, Any]], **typed: Any) -> Any:
    return browser.post(form[0], {**form[1], **typed})


def test_both_versions_of_a_role_stand_side_by_side_and_either_can_be_sent(
    two_tenants: House, admin: Browser, second: Browser
) -> None:
    page = role_page(two_tenants, WORKER)
    mine = opened(admin, page)
    fk = str(two_tenants.authorities["roslagen", FK])
    assert send(second, opened(second, page), role="referrer", employer=fk).status_code == 303
    lost = send(admin, mine, role="party_representative", work_phone=NUMBER)
    assert lost.status_code == 409
    for text in (BOTH, "Gäller nu", "Försäkringskassan", f'value="{NUMBER}"', 'name="use-role"', 'name="use-employer"'):
        assert text in lost.text, text
    assert [one.role for one in memberships(two_tenants, WORKER)] == ["case_worker", "referrer"], "nothing is overwritten"

    again = send(admin, find_form(lost.text, page, None), **{"use-employer": "y"})
    assert again.status_code == 303
    *_, now = memberships(two_tenants, WORKER)
    assert (now.role, now.authority_id, now.work_phone) == (
        "party_representative",
        two_tenants.authorities["roslagen", FK],
        NUMBER,
    )


def test_a_role_that_somebody_else_has_ended_says_so(two_tenants: House, admin: Browser, second: Browser) -> None:
    page = role_page(two_tenants, WORKER)
    mine, my_end = opened(admin, page), opened(admin, f"{page}/end")
    assert send(second, opened(second, f"{page}/end")).status_code == 303
    lost = send(admin, mine, role="referrer")
    assert lost.status_code == 409
    assert "Rollen slutade 15 september 2022" in lost.text
    assert 'name="use-' not in lost.text
    assert send(admin, my_end).status_code == 303, "who wanted the same is done"
    other_day = send(admin, my_end, ended_on="2022-09-30")
    assert other_day.status_code == 409
    assert "15 september 2022" in other_day.text


def test_two_days_for_the_end_of_a_role_stand_side_by_side(two_tenants: House, admin: Browser, second: Browser) -> None:
    page = role_page(two_tenants, WORKER, "/end")
    mine = opened(admin, page)
    assert send(second, opened(second, page), ended_on="2022-10-31").status_code == 303
    lost = send(admin, mine, ended_on="2022-09-30")
    assert lost.status_code == 409
    assert "31 oktober 2022" in lost.text
    assert send(admin, find_form(lost.text, page, None)).status_code == 303
    assert str(memberships(two_tenants, WORKER)[0].ended_on) == "2022-09-30"


def test_a_role_form_sent_twice_is_done_once_and_looks_done(two_tenants: House, admin: Browser) -> None:
    page = role_page(two_tenants, WORKER)
    for form in (opened(admin, page), opened(admin, f"{page}/end")):
        typed = {} if form[0].endswith("/end") else {"role": "referrer"}
        assert [send(admin, form, **typed).status_code for _ in range(2)] == [303, 303]
    assert len(memberships(two_tenants, WORKER)) == 2


# Where one is called ----------------------------------------------------------------------------------------------------


def test_a_telephone_is_changed_without_ending_the_role(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    worker = browser("roslagen", "case_worker")
    assert admin.submit(role_page(two_tenants, WORKER), {"work_phone": NUMBER}).status_code == 303
    assert work_phones(two_tenants, WORKER) == [NUMBER]
    assert worker.get("/work").status_code == 200, "nobody is signed out by it"
    assert NUMBER in admin.get("/staff").text
    assert NUMBER in admin.get(f"/staff/{two_tenants.accounts[WORKER]}").text
    assert f'value="{NUMBER}"' in admin.get(f"/staff/{two_tenants.accounts[WORKER]}/roles/new").text


def test_an_administrator_may_have_a_telephone_and_an_invited_one_too(two_tenants: House, admin: Browser) -> None:
    assert admin.submit(role_page(two_tenants, "tenant_admin@roslagen.example"), {"work_phone": NUMBER}).status_code == 303
    values = {"name": "Ny", "email": "ny@roslagen.example", "role": "communicator", "employer": "association"}
    assert admin.submit("/staff/new", values | {"work_phone": OTHER_NUMBER}).status_code == 303
    (held,) = memberships(two_tenants, "ny@roslagen.example")
    assert held.work_phone == OTHER_NUMBER


@pytest.mark.parametrize("typed", ["ring mig", "08-", "0" * 39, "+", "08-465 004 01 eller 02"])
def test_what_cannot_be_called_is_refused(two_tenants: House, admin: Browser, typed: str) -> None:
    for page, action in ((role_page(two_tenants, WORKER), None), ("/profile", "/profile/phone")):
        answer = admin.submit(page, {"work_phone": typed}, action=action)
        assert answer.status_code == 422
        assert "Skriv ett telefonnummer" in answer.text
        assert f'value="{typed}"' in answer.text


def test_ones_own_telephone_is_that_of_all_ones_roles_here(two_tenants: House, browser: OpenBrowser) -> None:
    give_role(two_tenants, WORKER, "roslagen", "communicator", OWN)
    give_role(two_tenants, WORKER, "hbs", "communicator")
    worker = browser("roslagen", "case_worker")
    for number in (NUMBER, ""):
        assert worker.submit("/profile", {"work_phone": number}, action="/profile/phone").status_code == 303
        assert work_phones(two_tenants, WORKER) == [number, number, ""], "not that of another site"
    assert worker.get("/profile").text.count("Språk") == 1


def test_ones_own_telephone_and_the_administrators_stand_side_by_side(
    two_tenants: House, browser: OpenBrowser, admin: Browser
) -> None:
    worker = browser("roslagen", "case_worker")
    mine = find_form(worker.get("/profile").text, "/profile", "/profile/phone")
    assert admin.submit(role_page(two_tenants, WORKER), {"work_phone": OTHER_NUMBER}).status_code == 303
    lost = send(worker, mine, work_phone=NUMBER)
    assert lost.status_code == 409
    assert BOTH in lost.text
    assert OTHER_NUMBER in lost.text
    assert send(worker, find_form(lost.text, "/profile", "/profile/phone"), **{"use-work_phone": "y"}).status_code == 303
    assert work_phones(two_tenants, WORKER) == [OTHER_NUMBER]


def test_the_county_has_telephones_as_well(browser: OpenBrowser, two_tenants: House) -> None:
    member = browser(None, "programme_manager")
    assert member.submit("/profile", {"work_phone": NUMBER}, action="/profile/phone").status_code == 303
    assert NUMBER in browser(None, "platform_admin").get("/staff").text


def test_who_is_called_where_does_not_leave_the_site(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    put_account(two_tenants, "ny@hbs.example")
    give_role(two_tenants, "ny@hbs.example", "hbs", "communicator")
    browser("hbs").sign_in("ny@hbs.example").submit("/profile", {"work_phone": NUMBER}, action="/profile/phone")
    assert NUMBER not in admin.get("/staff").text
    assert names(search(admin, SECOND)) == []
