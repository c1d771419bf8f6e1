"""What one comes to after signing in: the one next thing, what waits, what others have done, and a menu of what is used daily."""

import datetime as dt
import re
import uuid

import pytest
import sqlalchemy as sa

from core.work.services import PAUSE
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import TODAY, House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant
from tests.integration.test_participant_pages import rows_of, statements

MANAGER, WORKER = "subproject_manager", "case_worker"


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


def change(house: House, said: str, **values: object) -> None:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}, ext")
        connection.execute(sa.text(said), values)


def go_away(house: House) -> None:
    """As if everybody's latest visit had been a while ago."""
    change(house, "UPDATE work_visit SET seen_at = seen_at - :pause", pause=PAUSE + dt.timedelta(minutes=1))


def part(page: str, id_: str) -> str:
    return page.partition(f'id="{id_}"')[2].partition("</section>")[0]


def number(page: str, id_: str) -> int | None:
    found = re.search(rf'id="{id_}".*?<b>(\d+)</b>', page)
    return int(found[1]) if found else None


@pytest.fixture
def cared_for(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """Somebody whose contact person is the case worker, without a next contact."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov"))
    key = two_tenants.accounts["case_worker@roslagen.example"]
    change(two_tenants, "UPDATE participation SET key_worker_id = :key, next_contact_on = NULL", key=key)
    return made.id


@pytest.mark.parametrize(("role", "registers"), [(MANAGER, True), (WORKER, False)])
def test_who_may_register_a_referral_does_it_from_the_work_page(browser: OpenBrowser, role: str, registers: bool) -> None:
    page = browser("roslagen", role).get("/work").text
    assert ("Ny remiss</a>" in page) == registers


@pytest.mark.parametrize("path", ["/work", "/figures"])
def test_whoever_leads_finds_the_settings_at_the_foot(browser: OpenBrowser, path: str) -> None:
    page = browser("roslagen", MANAGER).get(path).text
    assert page.count('href="/settings"') == 1


def test_who_does_not_lead_finds_no_settings(browser: OpenBrowser) -> None:
    assert 'href="/settings"' not in browser("roslagen", "association_office").get("/figures").text


@pytest.mark.parametrize("role", [MANAGER, "party_representative.fk", WORKER, "tenant_admin"])
def test_the_menu_has_at_most_five_entries(browser: OpenBrowser, role: str) -> None:
    menu = browser("roslagen", role).get("/work").text.partition('aria-label="Huvudmeny"')[2].partition("</nav>")[0]
    assert 1 <= menu.count("<a ") <= 5


def test_the_settings_lead_to_the_assessments_own_questions(browser: OpenBrowser) -> None:
    assert 'href="/assessment-questions"' in browser("roslagen", MANAGER).get("/settings").text


# The one next thing, and what waits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["tenant_admin", "log_reviewer", "party_representative.fk"])
def test_who_has_nothing_to_do_is_told_so(browser: OpenBrowser, role: str) -> None:
    page = browser("roslagen", role).get("/work").text
    assert "Inget väntar på dig" in page
    assert "Börja med" not in page


def test_who_is_late_to_be_called_comes_first(worker: Browser, two_tenants: House, cared_for: uuid.UUID) -> None:
    page = worker.get("/work").text
    assert (number(page, "waits-no_contact"), "Nästa kontakt saknas" in part(page, "next")) == (1, True)
    for days, said in [(3, "3 dagar sen"), (0, "")]:
        change(two_tenants, "UPDATE participation SET next_contact_on = :day", day=TODAY - dt.timedelta(days=days))
        page = worker.get("/work").text
        assert f'href="/participants/{cared_for}">Kontakta Amina Prov</a>' in part(page, "next")
        assert said in part(page, "next")
        assert number(page, "waits-no_contact") is None
    change(two_tenants, "UPDATE participation SET next_contact_on = :day", day=TODAY + dt.timedelta(days=2))
    assert "Kontakta" not in part(worker.get("/work").text, "next"), "who is called later this week waits for nobody now"


def test_what_waits_is_what_the_reader_may_read(browser: OpenBrowser, worker: Browser, cared_for: uuid.UUID) -> None:
    assert number(worker.get("/work").text, "waits-no_contact") == 1
    assert number(browser("roslagen", MANAGER).get("/work").text, "waits-no_contact") == 1
    for other in ("party_representative.fk", "party_representative.kommun", "association_office", "tenant_admin"):
        assert number(browser("roslagen", other).get("/work").text, "waits-no_contact") is None
    assert number(browser("hbs", MANAGER).get("/work").text, "waits-no_contact") is None


def test_months_wait_for_whoever_locks_them(browser: OpenBrowser, worker: Browser, two_tenants: House) -> None:
    began_2020_05, last_whole_month = (2020, 5), (2022, 8)
    months = (last_whole_month[0] - began_2020_05[0]) * 12 + last_whole_month[1] - began_2020_05[1] + 1
    leader = browser("roslagen", MANAGER)
    assert number(leader.get("/work").text, "waits-months") == months
    assert number(worker.get("/work").text, "waits-months") is None
    lock = "INSERT INTO month_lock (subproject_id, month, locked_by, comment) VALUES (:id, '2022-08-01', :by, '')"
    somebody = two_tenants.accounts["tenant_admin@roslagen.example"]
    go_away(two_tenants)
    change(two_tenants, lock, id=two_tenants.subprojects["roslagen"], by=somebody)
    page = leader.get("/work").text
    assert (number(page, "waits-months"), number(page, "new-months")) == (months - 1, 1)


def test_a_caseload_stands_against_its_limit(
    browser: OpenBrowser, worker: Browser, two_tenants: House, in_tenant: InTenant, cared_for: uuid.UUID
) -> None:
    assert "av högst" not in worker.get("/work").text
    change(two_tenants, "UPDATE subproject SET caseload_limit = 1")
    assert "av högst 1" in worker.get("/work").text
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants)
    change(two_tenants, "UPDATE participation SET key_worker_id = :k", k=two_tenants.accounts["case_worker@roslagen.example"])
    assert "över gränsen, 1" in worker.get("/work").text
    assert number(browser("roslagen", MANAGER).get("/work").text, "waits-over_limit") == 1


def test_agreements_that_end_wait_for_the_administrator(browser: OpenBrowser, two_tenants: House) -> None:
    soon, later = TODAY + dt.timedelta(days=60), TODAY + dt.timedelta(days=61)
    for day, waits in [(soon, 1), (later, None)]:
        change(two_tenants, "UPDATE authority SET agreement_until = :day WHERE name = 'Försäkringskassan'", day=day)
        assert number(browser("roslagen", "tenant_admin").get("/work").text, "waits-agreements") == waits


# Since one was last here ------------------------------------------------------------------------------------------------


def test_what_others_have_done_since_is_counted_until_one_has_gone(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    leader = browser("roslagen", MANAGER)
    assert "Sedan du senast var här" not in leader.get("/work").text, "the first visit has no before"
    go_away(two_tenants)
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants)
    for _twice in range(2):
        assert number(leader.get("/work").text, "new-started") == 1
    assert number(browser("roslagen", "party_representative.fk").get("/work").text, "new-started") is None
    change(two_tenants, "UPDATE participation SET created_at = created_at - interval '1 hour'")
    go_away(two_tenants)
    assert "Sedan du senast var här" not in leader.get("/work").text


def test_ones_own_deeds_are_no_news(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    leader = browser("roslagen", MANAGER)
    leader.get("/work")
    go_away(two_tenants)
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants)
    assert number(leader.get("/work").text, "new-referrals") is None
    change(two_tenants, "UPDATE referral SET created_by = :other", other=two_tenants.accounts["case_worker@roslagen.example"])
    assert number(leader.get("/work").text, "new-referrals") == 1


# What it costs ----------------------------------------------------------------------------------------------------------


def test_the_page_asks_little(browser: OpenBrowser, worker: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    for reader in (browser("roslagen", MANAGER), worker):
        counts = []
        for more in (0, 5):
            with in_tenant("roslagen", MANAGER):
                for _ in range(more):
                    begin(two_tenants)
            day = TODAY - dt.timedelta(days=1)
            change(two_tenants, "UPDATE participation SET next_contact_on = :day", day=day)
            reader.get("/work")
            with statements() as seen:
                reader.get("/work")
            of_the_page = [one for one in seen if "platform." not in one and "current_user" not in one]
            counts.append(len(of_the_page))
        assert counts[0] <= counts[1] <= 12, (counts, "\n\n".join(of_the_page))


def test_the_page_is_logged_once_and_names_whom_it_shows(worker: Browser, two_tenants: House, cared_for: uuid.UUID) -> None:
    change(two_tenants, "UPDATE participation SET next_contact_on = :day", day=TODAY)
    worker.get("/work")
    before = rows_of(two_tenants, "access_log")
    worker.get("/work")
    assert rows_of(two_tenants, "access_log") == before + 1
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        last = connection.exec_driver_sql(f"SELECT subject_ids FROM {schema}.access_log ORDER BY at DESC LIMIT 1").scalar_one()
        person = connection.exec_driver_sql(f"SELECT person_id FROM {schema}.participation").scalar_one()
    assert last == [person]
