"""Participants in the browser: start, insats and exit by forms, nothing twice, nothing lost, nobody else's shown."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from core.consents.terms import DataKind
from core.db import new_id
from core.identity_numbers import parse
from core.participants.queries import read_participation
from core.participants.services import register_anonymous
from core.participants.terms import Sex
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OWN, House
from tests.integration.participation_makers import STARTED, begin, leave, offer, take_part
from tests.integration.referral_makers import allow, applicant

ROW = '<th role="rowheader"'
MANAGER, WORKER, OFFICER_FK = "subproject_manager", "case_worker", "party_representative.fk"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    """A delprojektledare employed by the committee."""
    return browser("roslagen", MANAGER)


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    """A case manager employed by the committee."""
    return browser("roslagen", WORKER)


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """Somebody with a number who has started, with a course."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov", identity=parse("199001012385")))
        take_part(two_tenants, made)
        return made.id


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile, by whatever role."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def rows_of(house: House, table: str) -> int:
    with house.operator.connect() as connection:
        found: int = connection.exec_driver_sql(f"SELECT count(*) FROM {house.schemas['roslagen']}.{table}").scalar_one()
        return found


def make_contact_person(house: House, participation_id: uuid.UUID, email: str) -> None:
    """As it came to be before: the contact person is at another authority than the controller."""
    with house.operator.begin() as connection:
        connection.execute(
            sa.text(f"UPDATE {house.schemas['roslagen']}.participation SET key_worker_id = :worker WHERE id = :id"),
            {"worker": house.accounts[email], "id": participation_id},
        )


def typed(house: House) -> dict[str, Any]:
    return {
        "controller_id": str(house.authorities["roslagen", OWN]),
        "key_worker_id": str(house.accounts["case_worker@roslagen.example"]),
        "started_on": "2022-09-05",
        "next_contact_on": "2022-09-20",
        "sources": ["forsorjningsstod", "a_kassa"],
        "main_source": "forsorjningsstod",
        "main_activity": "other",
        "education": "gymnasial",
        "support_since": "2018-03-01",
    }


# The thread -------------------------------------------------------------------------------------------------------------


def test_from_an_offered_place_to_the_exit(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer(applicant(given_name="Amina", family_name="Prov"))
    assert "Amina Prov" in manager.get("/work").text

    answer = manager.submit(f"/referrals/{referral.id}/start", typed(two_tenants))
    assert answer.status_code == 303
    home = answer.headers["Location"]
    page = manager.get(home).text
    number = re.findall(r"ROS-\d{4}", page)[0]
    assert "20 september 2022" in page
    assert "Ingen insats har börjat" in page

    course = str(two_tenants.interventions["roslagen", "course"])
    begun = manager.submit(f"{home}/interventions/new", {"intervention_id": course, "starts_on": "2022-09-06"})
    assert begun.status_code == 303
    assert "6 sep. 2022" in manager.follow(begun).text

    gone = manager.submit(
        f"{home}/exit/new",
        {
            "ended_on": "2022-09-14",
            "exit_reason": "arbete_subventionerat",
            "handed_to": "Lokalkontoret",
            "sources": ["lon"],
            "main_activity": "work",
            "work_subsidised": "yes",
        },
    )
    assert gone.status_code == 303
    page = manager.follow(gone).text
    for text in ("Avslutad", "Arbete med subvention", "Arbetar nu, gjorde det inte tidigare", "Lokalkontoret"):
        assert text in page, text
    assert manager.get("/participants?status=ended").text.count(number) == 1
    assert manager.get("/participants?status=active").text.count(number) == 0


def test_every_fault_of_the_start_is_said_and_nothing_typed_is_lost(
    manager: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer()
    wrong = typed(two_tenants) | {"started_on": "2022-08-30", "support_since": "i våras", "main_source": "lon"}
    del wrong["key_worker_id"]
    answer = manager.submit(f"/referrals/{referral.id}/start", wrong | {"key_worker_id": ""})
    assert answer.status_code == 422
    for text in ("Välj en kontaktperson", "före dagen då remissen kom in", "ska vara en av dem", "Skriv datumet som"):
        assert text in answer.text, text
    for kept in ("2022-08-30", "i våras"):
        assert f'value="{kept}"' in answer.text
    assert rows_of(two_tenants, "participation") == 0


def test_a_start_sent_twice_is_one_participant(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = offer()
    path = f"/referrals/{referral.id}/start"
    first = manager.submit(path, typed(two_tenants))
    token = manager.get(first.headers["Location"]).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    second = manager.post(path, typed(two_tenants) | {"csrf_token": token})
    assert second.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]
    assert rows_of(two_tenants, "participation") == 1


def test_an_insats_sent_twice_is_one(worker: Browser, two_tenants: House, started: uuid.UUID) -> None:
    page = f"/participants/{started}/interventions/new"
    target, fields = find_form(worker.get(page).text, page, None)
    filled = fields | {
        "intervention_id": str(two_tenants.interventions["roslagen", "supported_employment"]),
        "starts_on": "2022-09-07",
    }
    assert [worker.post(target, filled).status_code for _ in range(2)] == [303, 303]
    assert rows_of(two_tenants, "intervention_period") == 2


def test_an_anonymous_start_keeps_sex_and_day(manager: Browser, two_tenants: House) -> None:
    answer = manager.submit("/participants/new-anonymous", {"sex": "man", "started_on": "2022-09-05"})
    assert answer.status_code == 303
    page = manager.follow(answer).text
    assert "Anonym" in page
    assert "Bara kön och start sparas" in page
    assert rows_of(two_tenants, "person") == 0


def test_an_insats_is_ended_from_the_page(worker: Browser, started: uuid.UUID) -> None:
    page = worker.get(f"/participants/{started}").text
    link = re.findall(r"/interventions/[0-9a-f-]{36}/end", page)[0]
    answer = worker.submit(link, {"ends_on": "2022-09-04"})
    assert answer.status_code == 422
    answer = worker.submit(link, {"ends_on": "2022-09-12"})
    assert answer.status_code == 303
    assert "12 sep. 2022" in worker.follow(answer).text


@pytest.mark.parametrize("status", ["paused", "misregistered"])
def test_the_status_is_changed(worker: Browser, started: uuid.UUID, status: str) -> None:
    answer = worker.submit(f"/participants/{started}/status", {"status": status})
    assert answer.status_code == 303
    worker.follow(answer)


# Two at once ------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_editors_sees_both_versions(worker: Browser, manager: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/next-contact"
    target, opened = find_form(worker.get(page).text, page, None)
    assert manager.submit(page, {"next_contact_on": "2022-09-21"}).status_code == 303
    answer = worker.post(target, opened | {"next_contact_on": "2022-09-28"})
    assert answer.status_code == 409
    assert "21 september 2022" in answer.text
    assert 'value="2022-09-28"' in answer.text
    target, merged = find_form(answer.text, page, None)
    assert worker.post(target, merged).status_code == 303
    assert "28 september 2022" in worker.get(f"/participants/{started}").text


def test_an_exit_after_somebody_elses_change_is_told(worker: Browser, manager: Browser, started: uuid.UUID) -> None:
    page = f"/participants/{started}/exit/new"
    target, opened = find_form(worker.get(page).text, page, None)
    manager.submit(f"/participants/{started}/next-contact", {"next_contact_on": "2022-09-21"})
    filled = {"exit_reason": "flytt", "sources": ["okant"], "main_activity": "other", "ended_on": "2022-09-14"}
    answer = worker.post(target, opened | filled)
    assert answer.status_code == 409
    assert "21 september 2022" in answer.text


# Who sees what ----------------------------------------------------------------------------------------------------------


def test_the_number_is_on_the_page_and_in_no_list(worker: Browser, started: uuid.UUID) -> None:
    assert "19900101-2385" in worker.get(f"/participants/{started}").text
    token = worker.get("/participants").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    found = worker.post("/participants/search", {"q": "Prov", "csrf_token": token}).text
    for page in (worker.get("/participants").text, worker.get("/work").text, found):
        assert "19900101" not in page
        assert "2385" not in page
    assert "Amina Prov" in found


@pytest.mark.parametrize(
    ("slug", "role"),
    [
        ("roslagen", OFFICER_FK),
        ("roslagen", "party_representative.kommun"),
        ("roslagen", "referrer"),
        ("roslagen", "association_office"),
        ("roslagen", "communicator"),
        ("hbs", MANAGER),
        ("hbs", WORKER),
    ],
)
def test_what_is_not_theirs_does_not_exist(browser: OpenBrowser, started: uuid.UUID, slug: str, role: str) -> None:
    visitor = browser(slug, role)
    for path in ("", "/next-contact", "/exit/new", "/interventions/new", "/status", "/contact-person"):
        answer = visitor.get(f"/participants/{started}{path}")
        assert answer.status_code == 404, path
        assert "Amina" not in answer.text


def test_a_consent_to_the_plan_opens_the_page_without_the_situation(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, started: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        person_id = read_participation(started).person_id
        assert person_id is not None
        allow(person_id, two_tenants.authorities["roslagen", FK], kind=DataKind.PLAN)
    make_contact_person(two_tenants, started, "party_representative.fk@roslagen.example")
    page = browser("roslagen", OFFICER_FK).get(f"/participants/{started}").text
    assert "Kurs" in page
    assert "Försörjningsstöd" not in page
    assert "Inget samtycke öppnar det" in page


def test_every_page_read_is_in_the_access_log(worker: Browser, two_tenants: House, started: uuid.UUID) -> None:
    before = rows_of(two_tenants, "access_log")
    worker.get(f"/participants/{started}")
    worker.get("/participants")
    worker.get("/work")
    assert rows_of(two_tenants, "access_log") == before + 3


def test_the_association_office_sees_figures_only(browser: OpenBrowser, started: uuid.UUID) -> None:
    page = browser("roslagen", "association_office").get("/work").text
    assert "Amina" not in page
    assert 'data-figure="participants.started"' in page


@pytest.mark.parametrize("role", ["log_reviewer", "tenant_admin", OFFICER_FK, WORKER, MANAGER])
def test_the_work_page_opens_for_all_staff(browser: OpenBrowser, role: str) -> None:
    assert browser("roslagen", role).get("/work").status_code == 200


def test_the_pages_speak_english(worker: Browser, started: uuid.UUID) -> None:
    worker.get("/work?lang=en")
    for path in ("/work", "/participants", f"/participants/{started}", f"/participants/{started}/exit/new"):
        page = worker.get(path).text
        assert 'lang="en"' in page
    assert "Before and after" in worker.get(f"/participants/{started}").text


# What it costs ----------------------------------------------------------------------------------------------------------


def test_the_list_asks_as_much_for_thirty_as_for_three(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    counts = []
    for more in (3, 27):
        with in_tenant("roslagen", MANAGER):
            for _ in range(more):
                begin(two_tenants)
        manager.get("/participants")
        with statements() as seen:
            page = manager.get("/participants").text
        counts.append(len(seen))
    assert page.count(ROW) == 30
    assert counts[0] == counts[1] <= 12, counts


def test_the_page_of_a_participant_asks_little(
    worker: Browser, in_tenant: InTenant, two_tenants: House, started: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        leave(started)
    worker.get(f"/participants/{started}")
    with statements() as seen:
        assert worker.get(f"/participants/{started}").status_code == 200
    of_the_page = [one for one in seen if "platform." not in one and "current_user" not in one]
    assert len(of_the_page) <= 12, "\n\n".join(seen)


def test_pages_of_fifty(manager: Browser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        for _ in range(51):
            register_anonymous(participation_id=new_id(), sex=Sex.WOMAN, started_on=STARTED)
    assert manager.get("/participants").text.count(ROW) == 50
    assert manager.get("/participants?page=2").text.count(ROW) == 1
    assert manager.get("/participants?page=3").status_code == 404
