"""The timeline: everything the reader may read about somebody, in one statement, and nothing else."""

import datetime as dt
import uuid

import pytest

from core.consents.terms import DataKind
from core.notes.services import Written, write_note
from core.outcomes.certificate import get_certificate
from core.participants.queries import get_for_change, read_participation
from core.participants.timeline import get_newest, list_entries
from core.participants.timeline_parts import EntryKind, Group
from core.steps.services import Noted, note_step
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.participation_makers import STARTED, begin, leave, take_part
from tests.integration.referral_makers import allow, applicant
from tests.integration.test_participant_pages import make_contact_person, statements

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"


@pytest.fixture
def lived(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """Somebody with an insats, a step, a note and an exit."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov"))
        take_part(two_tenants, made, place="Verkstan")
        take_part(two_tenants, made, "supported_employment")
        note_step(participation=get_for_change(made.id), noted=Noted(kind="interview", on_date=TODAY, words="OrdetOmSteget"))
        assert made.person_id is not None
        write_note(person_id=made.person_id, written=Written(on_date=dt.date(2022, 9, 13), text="OrdetIAnteckningen"))
        leave(made.id)
        return made.id


def kinds(person_id: uuid.UUID, group: Group | None = None) -> list[EntryKind]:
    return [entry.kind for entry in list_entries(person_id, group=group).rows]


def test_everything_stands_in_order_the_latest_first(in_tenant: InTenant, lived: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        person = read_participation(lived).person_id
        assert person is not None
        rows = list_entries(person).rows
        assert [entry.on_date for entry in rows] == sorted((entry.on_date for entry in rows), reverse=True)
        wanted = {"step", "exit", "insats_ended", "note", "start", "insats_begun", "referral"}
        assert {entry.kind.value for entry in rows} == wanted
        assert rows[0].kind is EntryKind.STEP
        newest = get_newest(read_participation(lived))
        assert list(newest.entries) == list(rows)[:5]
        assert [months for _id, months in newest.follow_ups] == [1, 6]


def test_the_page_is_narrowed_to_a_kind(browser: OpenBrowser, in_tenant: InTenant, lived: uuid.UUID) -> None:
    page = browser("roslagen", WORKER).get(f"/participants/{lived}/timeline?kind=steps").text
    assert "OrdetOmSteget" in page
    assert "OrdetIAnteckningen" not in page
    with in_tenant("roslagen", WORKER):
        person = read_participation(lived).person_id
        assert person is not None
        assert {kind for group in Group for kind in kinds(person, group)} == set(kinds(person))


def test_the_page_of_the_participant_shows_the_latest_few(browser: OpenBrowser, lived: uuid.UUID) -> None:
    page = browser("roslagen", WORKER).get(f"/participants/{lived}").text
    latest = page.partition('id="latest"')[2].partition("</section>")[0]
    assert latest.count("<time") == 5
    assert "Har varit på intervju" in latest


def test_it_takes_one_statement(in_tenant: InTenant, lived: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        person = read_participation(lived).person_id
        assert person is not None
        with statements() as sent:
            list_entries(person)
        assert len(sent) == 1


def test_another_authority_sees_what_the_consent_opens_and_never_the_notes(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, lived: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        person = read_participation(lived).person_id
        assert person is not None
        allow(person, two_tenants.authorities["roslagen", FK], data_kinds=frozenset({DataKind.PLAN}))
    make_contact_person(two_tenants, lived, f"{FK_REP}@roslagen.example")
    officer = browser("roslagen", FK_REP)
    page = officer.get(f"/participants/{lived}/timeline").text
    assert "Verkstan" in page
    for hidden in ("OrdetOmSteget", "OrdetIAnteckningen", "Arbete utan"):
        assert hidden not in page
    with in_tenant("roslagen", MANAGER):
        allow(person, two_tenants.authorities["roslagen", FK], data_kinds=frozenset({DataKind.OUTCOME}))
    page = officer.get(f"/participants/{lived}/timeline").text
    assert "OrdetOmSteget" in page
    assert "OrdetIAnteckningen" not in page


@pytest.mark.parametrize("paper_language", ["sv", "en"])
def test_the_certificate_tells_of_the_time_and_the_insatser_and_nothing_of_support_or_health(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, lived: uuid.UUID, paper_language: str
) -> None:
    with two_tenants.operator.begin() as connection:
        table = f"{two_tenants.schemas['roslagen']}.intervention"
        connection.exec_driver_sql(f"UPDATE {table} SET kind = 'cbt' WHERE kind = 'supported_employment'")
    worker = browser("roslagen", WORKER)
    answer = worker.get(f"/participants/{lived}/certificate-{paper_language}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert "attachment" in answer.headers["Content-Disposition"]
    with in_tenant("roslagen", WORKER):
        facts = get_certificate(lived)
    said = repr(facts)
    assert "Amina Prov" in said
    assert [(starts_on, ends_on) for _name, starts_on, ends_on in facts.insatser] == [(STARTED, dt.date(2022, 9, 14))]
    for hidden in ("OrdetOmSteget", "forsorjningsstod", "arbete", "Arbetscoach"):
        assert hidden not in said


def test_the_exit_shows_what_stood_before(browser: OpenBrowser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants).id
    page = browser("roslagen", WORKER).get(f"/participants/{made}/exit/new").text
    assert "Så var det före starten" in page
    assert "1 månad, 6 månader" in page
