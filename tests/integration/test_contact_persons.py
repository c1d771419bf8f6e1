"""Who may be contact person, and where in the menu the pages about a participant stand."""

import uuid

import pytest

from core.consents.terms import DataKind
from core.participants.queries import read_participation
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.participation_makers import begin, take_part
from tests.integration.referral_makers import allow, applicant
from tests.integration.test_participant_pages import rows_of

MANAGER, OFFICER_FK = "subproject_manager", "party_representative.fk"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina"))
        take_part(two_tenants, made)
        return made.id


def test_every_page_about_a_participant_marks_the_list_in_the_menu(manager: Browser, started: uuid.UUID) -> None:
    for page in ("", "/exit/new", "/interventions/new", "/next-contact"):
        shown = manager.get(f"/participants/{started}{page}").text
        assert '<a href="/participants" aria-current="page">' in shown, page


def test_staff_of_an_authority_without_an_agreement_are_no_contact_persons(
    manager: Browser, started: uuid.UUID, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        person_id = read_participation(started).person_id
        assert person_id is not None
        allow(person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
    officer = str(two_tenants.accounts[f"{OFFICER_FK}@roslagen.example"])
    page = f"/participants/{started}/contact-person"
    assert officer in manager.get(page).text
    with two_tenants.operator.begin() as connection:
        schema, fk = two_tenants.schemas["roslagen"], two_tenants.authorities["roslagen", FK]
        connection.exec_driver_sql(f"UPDATE {schema}.authority SET agreement_until = '2022-09-14' WHERE id = '{fk}'")
    assert officer not in manager.get(page).text
    assert manager.submit(page, {"key_worker_id": officer}).status_code == 422
    assert rows_of(two_tenants, f"participation WHERE key_worker_id = '{officer}'") == 0
