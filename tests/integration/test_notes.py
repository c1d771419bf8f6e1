"""Notes: the writing authority's own, never changed, corrected in the open, and made once however often they are sent."""

import threading
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from core import context
from core.audit import AccessLog
from core.db import session
from core.errors import Invalid, NotFound
from core.notes.queries import list_notes, read_note
from core.notes.services import Written, correct_note, write_note
from core.persons.queries import open_person
from tenants.scope import tenant_scope
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser, persona
from tests.house import FK, TODAY, House
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import allow, applicant
from tests.integration.test_participant_pages import rows_of

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"
WORDS = "Vi bestämde att ses igen på torsdag."


def saying(text: str, **changes: object) -> Written:
    values: dict[str, object] = {"on_date": TODAY, "text": text, "form_token": uuid.uuid4()}
    return Written(**values | changes)  # type: ignore[arg-type]


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant of the committee's case worker."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov")).person_id
    assert made is not None
    return made


def test_a_note_is_written_and_stands_on_the_list(browser: OpenBrowser, person: uuid.UUID) -> None:
    worker = browser("roslagen", WORKER)
    answer = worker.submit(f"/persons/{person}/notes/new", {"text": WORDS})
    assert answer.status_code == 303
    page = worker.follow(answer).text
    assert WORDS in page
    assert "Amina Prov" in page


def test_a_double_click_makes_one_note(browser: OpenBrowser, person: uuid.UUID, two_tenants: House) -> None:
    worker = browser("roslagen", WORKER)
    typed = {"text": WORDS, "token": str(uuid.uuid4())}
    for _ in range(2):
        assert worker.submit(f"/persons/{person}/notes/new", typed).status_code == 303
    assert rows_of(two_tenants, "note") == 1


def test_a_correction_shows_both_and_marks_the_old(browser: OpenBrowser, in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        note = write_note(person_id=person, written=saying("Ses på tisdag.")).id
    worker = browser("roslagen", WORKER)
    form = worker.get(f"/notes/{note}/correction").text
    assert "Ses på tisdag." in form.partition("<textarea")[2]
    answer = worker.submit(f"/notes/{note}/correction", {"text": "Ses på torsdag."})
    page = worker.follow(answer).text
    assert "<s>Ses på tisdag.</s>" in page
    assert page.index("Ses på torsdag.") < page.index("Ses på tisdag.")
    assert "Rättad" in page


def test_a_correction_that_says_the_same_is_none(in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        note = write_note(person_id=person, written=saying(WORDS)).id
        with pytest.raises(Invalid):
            correct_note(note_id=note, written=saying(WORDS))


def test_two_corrections_of_one_note_at_the_same_moment_are_both_to_be_read(
    app: Flask, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        note = write_note(person_id=person, written=saying("Första")).id
    together, failed = threading.Barrier(2), []

    def correct(text: str) -> None:
        try:
            with tenant_scope("roslagen", app):
                context.set_person(persona(two_tenants, "roslagen", WORKER))
                read_note(note)
                together.wait(10)
                correct_note(note_id=note, written=saying(text))
                session.commit()
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    threads = [threading.Thread(target=correct, args=(text,)) for text in ("Andra", "Tredje")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with in_tenant("roslagen", WORKER):
        (row,) = (open_person(person, fields="note"), list_notes(person))[1]
        assert {row.text, *(old.text for old in row.corrected)} == {"Första", "Andra", "Tredje"}


def test_nobody_may_change_or_take_away_a_note(in_tenant: InTenant, person: uuid.UUID) -> None:
    """The database itself says no."""
    with in_tenant("roslagen", MANAGER):
        write_note(person_id=person, written=saying(WORDS))
        session.commit()
        for deed in ("UPDATE note SET text = 'x'", "DELETE FROM note"):
            with pytest.raises(sa.exc.ProgrammingError):
                session.execute(sa.text(deed), bind_arguments={"bind_name": "tenant"})
            session.rollback()


def test_another_authority_reads_its_own_notes_and_no_others(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    """Both authorities know the person, each by a referral of its own; a consent to notes opens none of the other's."""
    with in_tenant("roslagen", MANAGER):
        write_note(person_id=person, written=saying("Kommunens ord"))
        allow(person, two_tenants.authorities["roslagen", FK])
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas["roslagen"]
        connection.execute(
            sa.text(
                f"INSERT INTO {schema}.referral (id, subproject_id, person_id, owner_id, kind, arrival_way, received_on,"
                f" referring_party, reference, created_by) SELECT gen_random_uuid(), subproject_id, person_id, :fk, kind,"
                f" arrival_way, received_on, referring_party, 'R-FK', created_by FROM {schema}.referral"
            ),
            {"fk": two_tenants.authorities["roslagen", FK]},
        )
    officer = browser("roslagen", FK_REP)
    assert officer.submit(f"/persons/{person}/notes/new", {"text": "Kassans ord"}).status_code == 303
    seen = officer.get(f"/persons/{person}/notes").text
    assert "Kassans ord" in seen
    assert "Kommunens ord" not in seen
    ours = browser("roslagen", MANAGER).get(f"/persons/{person}/notes").text
    assert "Kommunens ord" in ours
    assert "Kassans ord" not in ours


@pytest.mark.parametrize(
    ("slug", "role", "status"),
    [
        ("roslagen", MANAGER, 200),
        ("roslagen", WORKER, 200),
        ("roslagen", FK_REP, 404),
        ("roslagen", "party_representative.kommun", 404),
        ("roslagen", "referrer", 404),
        ("roslagen", "association_office", 404),
        ("roslagen", "tenant_admin", 404),
        ("hbs", MANAGER, 404),
        (None, "programme_manager", 404),
    ],
)
def test_who_reads_the_notes(
    browser: OpenBrowser, in_tenant: InTenant, person: uuid.UUID, slug: str | None, role: str, status: int
) -> None:
    with in_tenant("roslagen", WORKER):
        note = write_note(person_id=person, written=saying(WORDS)).id
    reader: Browser = browser(slug, role)
    for page in (f"/persons/{person}/notes", f"/persons/{person}/notes/new", f"/notes/{note}/correction"):
        answer = reader.get(page)
        assert answer.status_code == status, page
        assert (WORDS in answer.text) == (status == 200 and not page.endswith("/new"))


def test_a_case_worker_who_is_not_contact_person_reads_none(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        note = write_note(person_id=person, written=saying(WORDS)).id
    with two_tenants.operator.begin() as connection:
        schema, manager = two_tenants.schemas["roslagen"], two_tenants.accounts["subproject_manager@roslagen.example"]
        connection.execute(sa.text(f"UPDATE {schema}.participation SET key_worker_id = :manager"), {"manager": manager})
    worker = browser("roslagen", WORKER)
    assert worker.get(f"/persons/{person}/notes").status_code == 404
    assert worker.get(f"/notes/{note}/correction").status_code == 404


def test_what_is_read_and_written_is_logged(
    in_tenant: InTenant, browser: OpenBrowser, two_tenants: House, person: uuid.UUID
) -> None:
    worker = browser("roslagen", WORKER)
    worker.submit(f"/persons/{person}/notes/new", {"text": WORDS})
    worker.get(f"/persons/{person}/notes")
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}, ext")
        logged = connection.execute(
            sa.select(AccessLog.action, AccessLog.fields).where(AccessLog.subject_ids.contains([person]))
        ).all()
    assert ("write", "note") in logged
    assert ("read", "identity note") in logged


def test_a_person_who_is_not_theirs_cannot_be_written_about(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant("roslagen", FK_REP), pytest.raises(NotFound):
        write_note(person_id=person, written=saying(WORDS))
