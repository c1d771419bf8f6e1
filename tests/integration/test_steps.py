"""Steps: noted with a day and a kind, never changed, taken back in the open; the next contact is agreed in the same breath."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from core.audit import Action
from core.consents.terms import DataKind
from core.db import session
from core.errors import Conflict, Invalid, NotFound
from core.participants.next_contact import Agreed
from core.participants.queries import get_for_change, read_participation
from core.steps.models import Step
from core.steps.queries import list_steps, read_step
from core.steps.services import Noted, note_step, take_back
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.participation_makers import begin, leave
from tests.integration.referral_makers import allow, applicant
from tests.integration.test_participant_pages import make_contact_person, rows_of

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"
LATER = dt.date(2022, 10, 3)


def noted(**changes: object) -> Noted:
    values: dict[str, object] = {"kind": "interview", "on_date": TODAY, "words": "På lagret", "form_token": uuid.uuid4()}
    return Noted(**values | changes)  # type: ignore[arg-type]


@pytest.fixture
def started(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant of the committee's case worker."""
    with in_tenant("roslagen", MANAGER):
        return begin(two_tenants, applicant(given_name="Amina", family_name="Prov")).id


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


def test_a_step_is_noted_and_the_next_contact_set_beside_it(worker: Browser, started: uuid.UUID) -> None:
    home = f"/participants/{started}"
    answer = worker.submit(f"{home}/steps/new", {"kind": "interview", "words": "På lagret", "next_contact_on": LATER.isoformat()})
    assert answer.status_code == 303
    page = worker.follow(answer).text
    for words in ("Har varit på intervju", "På lagret", "15 september 2022"):
        assert words in page
    assert "3 oktober 2022" in worker.get(home).text


def test_a_double_click_makes_one_step_and_moves_nothing(worker: Browser, started: uuid.UUID, two_tenants: House) -> None:
    typed = {"kind": "routine", "token": str(uuid.uuid4()), "next_contact_on": LATER.isoformat()}
    for _ in range(2):
        assert worker.submit(f"/participants/{started}/steps/new", typed).status_code == 303
    assert rows_of(two_tenants, "step") == 1


def test_what_is_wrong_is_said_all_at_once(in_tenant: InTenant, started: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        wrong = noted(kind="flies", on_date=dt.date(2022, 9, 1), words="x" * 501)
        past = Agreed(version=1, next_contact_on=dt.date(2022, 9, 14))
        with pytest.raises(Invalid) as refused:
            note_step(participation=get_for_change(started), noted=wrong, agreed=past)
        assert set(refused.value.faults) == {"kind", "noted_on", "words", "next_contact_on"}
        with pytest.raises(Invalid):
            note_step(participation=get_for_change(started), noted=noted(on_date=TODAY + dt.timedelta(days=1)))


def test_a_next_contact_that_somebody_else_has_moved_meanwhile_shows_both(
    worker: Browser, browser: OpenBrowser, started: uuid.UUID, two_tenants: House
) -> None:
    home = f"/participants/{started}"
    opened = worker.get(f"{home}/steps/new").text
    version = find_form(opened, f"{home}/steps/new", f"{home}/steps/new")[1]["version"]
    browser("roslagen", MANAGER).submit(f"{home}/next-contact", {"next_contact_on": "2022-09-20"})
    lost = worker.submit(
        f"{home}/steps/new", {"kind": "routine", "version": version, "next_contact_on": LATER.isoformat(), "words": "Kommer"}
    )
    assert lost.status_code == 409
    for kept in ("2022-10-03", "20 september 2022", "Kommer"):
        assert kept in lost.text
    assert rows_of(two_tenants, "step") == 0
    untouched = {"kind": "routine", "version": version, "next_contact_on": ""}
    assert worker.submit(f"{home}/steps/new", untouched).status_code == 303


def test_a_step_that_is_taken_back_stays_to_be_read_with_the_reason(
    worker: Browser, in_tenant: InTenant, started: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        step = note_step(participation=get_for_change(started), noted=noted()).id
    assert worker.submit(f"/steps/{step}/withdrawal", {"reason": ""}).status_code == 422
    answer = worker.submit(f"/steps/{step}/withdrawal", {"reason": "Fel person"})
    page = worker.follow(answer).text
    for words in ("<s>På lagret</s>", "Fel person", "Tillbakataget"):
        assert words in page
    with in_tenant("roslagen", WORKER):
        again = read_step(step, action=Action.WRITE)
        with pytest.raises(Conflict):
            take_back(step=again, version=again.version, reason="En gång till")


def test_nothing_is_noted_after_the_exit(in_tenant: InTenant, worker: Browser, started: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        leave(started)
    assert worker.get(f"/participants/{started}/steps/new").status_code == 409
    assert worker.get(f"/participants/{started}/steps").status_code == 200


def test_another_authority_reads_steps_on_a_consent_to_the_outcome_and_takes_back_only_its_own(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, started: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        step = note_step(participation=get_for_change(started), noted=noted()).id
        person = read_participation(started).person_id
        assert person is not None

        allow(person, two_tenants.authorities["roslagen", FK], data_kinds=frozenset({DataKind.PLAN}))
    make_contact_person(two_tenants, started, f"{FK_REP}@roslagen.example")
    officer = browser("roslagen", FK_REP)
    assert officer.get(f"/participants/{started}").status_code == 200
    assert officer.get(f"/participants/{started}/steps").status_code == 404
    with in_tenant("roslagen", MANAGER):
        allow(person, two_tenants.authorities["roslagen", FK], data_kinds=frozenset({DataKind.OUTCOME}))
    assert "På lagret" in officer.get(f"/participants/{started}/steps").text
    with in_tenant("roslagen", FK_REP):
        found = read_step(step)
        with pytest.raises(NotFound):
            take_back(step=found, version=found.version, reason="x")


def test_the_note_offers_the_next_contact_to_whoever_may_set_it(
    worker: Browser, browser: OpenBrowser, in_tenant: InTenant, started: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        person = read_participation(started).person_id
    new = f"/persons/{person}/notes/new"
    assert worker.submit(new, {"text": "Ses då", "next_contact_on": "2022-09-14"}).status_code == 422
    assert worker.submit(new, {"text": "Ses då", "next_contact_on": LATER.isoformat()}).status_code == 303
    with in_tenant("roslagen", WORKER):
        assert read_participation(started).next_contact_on == LATER
        assert [row.words for row in list_steps(read_participation(started))] == []
        leave_alone = session.scalar(sa.select(sa.func.count()).select_from(Step))
    assert leave_alone == 0
    with in_tenant("roslagen", MANAGER):
        leave(started)
    assert "next_contact_on" not in worker.get(new).text
