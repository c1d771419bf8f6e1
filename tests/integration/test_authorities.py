"""The tenant's authorities: entered and changed by pages, and an agreement that ends closes what its staff could read."""

import datetime as dt

import pytest
import sqlalchemy as sa

from core.participants.models import Authority
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, LAPSED, OWN, House
from tests.integration.participation_makers import begin


@pytest.fixture
def admin(browser: OpenBrowser) -> Browser:
    return browser("roslagen", "tenant_admin")


def authority(house: House, key: str = OWN) -> sa.Row[tuple[object, ...]]:
    with house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        mine = sa.select(Authority.__table__).where(Authority.id == house.authorities["roslagen", key])
        return connection.execute(mine).one()


def set_agreement(house: House, key: str, **days: dt.date | None) -> None:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        mine = Authority.id == house.authorities["roslagen", key]
        connection.execute(sa.update(Authority).where(mine).values(**days))


def page_of(house: House, key: str = OWN) -> str:
    return f"/authorities/{house.authorities['roslagen', key]}"


# The list and the form ------------------------------------------------------------


def test_the_list_says_which_agreements_are_in_force(admin: Browser) -> None:
    page = admin.get("/authorities").text
    assert page.count("status-ok") == 3
    assert "Gäller inte längre" in page
    assert "Försäkringskassan" in page


def test_an_authority_is_added_and_can_employ_at_once(two_tenants: House, admin: Browser) -> None:
    values = {"party_key": "af", "name": "Arbetsförmedlingen", "agreement_from": "2022-09-15", "agreement_until": ""}
    assert admin.submit("/authorities/new", values).status_code == 303
    assert "Arbetsförmedlingen" in admin.get("/authorities").text
    assert "Arbetsförmedlingen" in admin.get("/staff/new").text


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "Skriv myndighetens namn"),
        ({"name": "Försäkringskassan"}, "Det finns redan en myndighet"),
        ({"party_key": None}, "Välj vilket slags part"),
        ({"party_key": "polisen"}, "Välj ett av alternativen"),
        ({"agreement_from": "2022-13-01"}, "Skriv datumet som"),
        ({"agreement_from": "", "agreement_until": "2023-01-01"}, "Skriv från vilken dag avtalet gäller"),
        ({"agreement_until": "2020-01-01"}, "kan inte upphöra innan"),
    ],
)
def test_a_wrong_authority_is_explained(admin: Browser, changes: dict[str, str | None], fault: str) -> None:
    values = {"party_key": "af", "name": "Arbetsförmedlingen", "agreement_from": "2022-01-01", "agreement_until": ""}
    answer = admin.submit("/authorities/new", values | changes)
    assert answer.status_code == 422
    assert fault in answer.text
    assert "Arbetsförmedlingen" not in admin.get("/authorities").text


def test_a_change_is_kept_and_an_older_form_is_not(two_tenants: House, browser: OpenBrowser, admin: Browser) -> None:
    page, other = page_of(two_tenants), browser("roslagen", "tenant_admin")
    stale = admin.get(page).text
    version = stale.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert other.submit(page, {"name": "Nämnden för arbete, Täby kommun"}).status_code == 303
    answer = admin.submit(page, {"name": "Arbetsnämnden, Täby kommun", "version": version})
    assert answer.status_code == 409
    assert "Nämnden för arbete, Täby kommun" in answer.text, "what stands now"
    assert 'value="Arbetsnämnden, Täby kommun"' in answer.text, "what was typed"
    assert authority(two_tenants).name == "Nämnden för arbete, Täby kommun"


def test_staff_are_shown_under_the_name_their_employer_has_now(two_tenants: House, admin: Browser) -> None:
    assert admin.submit(page_of(two_tenants, FK), {"name": "Försäkringskassan Täby"}).status_code == 303
    assert "Försäkringskassan Täby" in admin.get("/staff").text


def test_another_tenants_authority_does_not_exist(two_tenants: House, admin: Browser) -> None:
    assert admin.get(f"/authorities/{two_tenants.authorities['hbs', OWN]}").status_code == 404


# What an agreement opens ------------------------------------------------------------


PERSON_PAGES = ("/participants", "/referrals", "/referrals/new")


def test_an_agreement_that_ends_closes_everything_about_persons_at_the_next_request(
    two_tenants: House, in_tenant: InTenant, browser: OpenBrowser, admin: Browser
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        participation = begin(two_tenants)
        pages = (*PERSON_PAGES, f"/participants/{participation.id}", f"/referrals/{participation.referral_id}")
    manager = browser("roslagen", "subproject_manager")
    assert {manager.get(page).status_code for page in pages} == {200}
    answer = admin.submit(page_of(two_tenants), {"agreement_until": "2022-09-14"})
    assert answer.status_code == 303
    assert {manager.get(page).status_code for page in pages} == {404}
    assert manager.get("/work").status_code == 200, "they are still staff"
    assert manager.get("/profile").status_code == 200
    assert manager.post("/participants/search", {"q": "a"}).status_code in (400, 404)
    assert admin.submit(page_of(two_tenants), {"agreement_until": "2022-09-15"}).status_code == 303
    assert {manager.get(page).status_code for page in pages} == {200}, "its last day counts"


@pytest.mark.parametrize(
    ("days", "opens"),
    [
        ({"agreement_from": None}, False),
        ({"agreement_from": dt.date(2022, 9, 16)}, False),
        ({"agreement_from": dt.date(2022, 9, 15)}, True),
        ({"agreement_until": dt.date(2022, 9, 14)}, False),
        ({"agreement_until": dt.date(2022, 9, 15)}, True),
    ],
)
@pytest.mark.parametrize(("role", "key"), [("case_worker", OWN), ("party_representative.fk", FK)])
def test_both_days_of_an_agreement_are_in_it(
    two_tenants: House, browser: OpenBrowser, days: dict[str, dt.date | None], opens: bool, role: str, key: str
) -> None:
    set_agreement(two_tenants, key, **days)
    worker = browser("roslagen", role)
    assert worker.get("/participants").status_code == (200 if opens else 404)


def test_who_signs_in_without_an_agreement_is_received_as_one_who_reads_nobody(two_tenants: House, browser: OpenBrowser) -> None:
    set_agreement(two_tenants, FK, agreement_until=dt.date(2021, 1, 1))
    fk = browser("roslagen", "party_representative.fk")
    page = fk.get("/work").text
    assert 'href="/participants"' not in page
    assert 'href="/referrals"' not in page


def test_consent_to_an_authority_without_agreement_opens_nothing(
    two_tenants: House, in_tenant: InTenant, browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", "subproject_manager"):
        begin(two_tenants)
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}")
        connection.execute(
            sa.text("UPDATE staff SET authority_id = :lapsed"), {"lapsed": two_tenants.authorities["roslagen", LAPSED]}
        )
        connection.execute(
            sa.text(
                "UPDATE platform.membership SET authority_id = :lapsed WHERE authority_id IS NOT NULL AND tenant_id = :tenant"
            ),
            {"lapsed": two_tenants.authorities["roslagen", LAPSED], "tenant": two_tenants.tenant_ids["roslagen"]},
        )
    for role in ("subproject_manager", "case_worker", "party_representative.fk"):
        assert browser("roslagen", role).get("/participants").status_code == 404
