"""What was handed over: the receiver reads the sealed copy and nothing else; who gave it sees that it was given, and opened."""

import uuid

import pytest
import sqlalchemy as sa

from core.audit import AccessLog
from core.handovers.terms import ItemKind
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, OWN, House
from tests.integration.handover_makers import give, let_learn, note
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant
from tests.integration.test_participant_pages import rows_of

MANAGER, WORKER = "subproject_manager", "case_worker"
FK_REP, OTHER_REP = "party_representative.fk", "party_representative.kommun"
WORDS, OTHERS_WORDS = "Vi ses igen på torsdag.", "Något annat om hyran."


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    """A participant of the committee, with the case worker as contact person."""
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov")).person_id
    assert made is not None
    return made


@pytest.fixture
def written(in_tenant: InTenant, person: uuid.UUID) -> uuid.UUID:
    """A note of the committee's; there is another that is never handed over."""
    with in_tenant("roslagen", WORKER):
        note(person, OTHERS_WORDS)
        return note(person, WORDS)


@pytest.fixture
def officer(browser: OpenBrowser) -> Browser:
    return browser("roslagen", FK_REP)


def test_nothing_but_the_sealed_copy_is_readable(
    officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    """No page about the person, no search, no other note; and no link that leads there."""
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.NOTE, written).id
    with two_tenants.operator.connect() as connection:
        schema = two_tenants.schemas["roslagen"]
        participation, referral = connection.exec_driver_sql(f"SELECT id, referral_id FROM {schema}.participation").one()
    page = officer.get(f"/handed-over/{given}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    links = {part.partition('"')[0] for part in main.split('href="')[1:]}
    assert {link for link in links if not link.startswith("/static/")} == {"/handed-over", "/help/hand-over"}
    about = [f"/participants/{participation}", f"/referrals/{referral}", f"/notes/{written}/correction"]
    about += [f"/persons/{person}/{what}" for what in ("notes", "assessments", "handed-over", "notes/new")]
    about += [f"/hand-over/note/{written}", f"/hand-over/referral/{referral}"]
    for address in about:
        assert officer.get(address).status_code == 404, address
    for address in ("/participants", "/referrals", "/work", "/handed-over"):
        assert OTHERS_WORDS not in officer.get(address).text
    for search in ("/participants/search", "/referrals/search"):
        found = officer.submit(search.removesuffix("/search"), {"q": "Amina"}, action=search).text
        assert "Amina Prov" not in found
        assert OTHERS_WORDS not in found


@pytest.mark.parametrize(
    ("slug", "role", "receives", "gave"),
    [
        ("roslagen", MANAGER, False, True),
        ("roslagen", WORKER, False, True),
        ("roslagen", FK_REP, True, False),
        ("roslagen", OTHER_REP, False, False),
        ("roslagen", "referrer", False, False),
        ("roslagen", "association_office", False, False),
        ("roslagen", "log_reviewer", False, False),
        ("roslagen", "tenant_admin", False, False),
        ("roslagen", "communicator", False, False),
        ("hbs", MANAGER, False, False),
        ("hbs", FK_REP, False, False),
        (None, "programme_manager", False, False),
    ],
)
def test_who_sees_what_was_given(
    browser: OpenBrowser,
    in_tenant: InTenant,
    two_tenants: House,
    person: uuid.UUID,
    written: uuid.UUID,
    slug: str | None,
    role: str,
    receives: bool,
    gave: bool,
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.NOTE, written).id
    reader = browser(slug, role)
    copy = reader.get(f"/handed-over/{given}")
    assert copy.status_code == (200 if receives else 404)
    assert (WORDS in copy.text) == receives
    assert ("Amina Prov" in reader.get("/handed-over").text) == receives
    facts = reader.get(f"/persons/{person}/handed-over")
    assert facts.status_code == (200 if gave else 404)
    assert ("Försäkringskassan" in facts.text) == gave
    assert WORDS not in facts.text


@pytest.mark.parametrize("is_contact_person", [True, False])
def test_a_case_worker_of_the_receiver_reads_what_is_about_their_own_participants(
    browser: OpenBrowser,
    in_tenant: InTenant,
    two_tenants: House,
    person: uuid.UUID,
    is_contact_person: bool,
) -> None:
    """Given by the other committee to the one that employs the case worker."""
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas["roslagen"]
        connection.execute(
            sa.text(f"UPDATE {schema}.participation SET controller_id = :other"),
            {"other": two_tenants.authorities["roslagen", OTHER]},
        )
    with in_tenant("roslagen", MANAGER):
        let_learn(two_tenants, person, OWN)
    with in_tenant("roslagen", OTHER_REP):
        given = give(two_tenants, ItemKind.NOTE, note(person), OWN).id
    if not is_contact_person:
        with two_tenants.operator.begin() as connection:
            connection.execute(
                sa.text(f"UPDATE {schema}.participation SET key_worker_id = :id"),
                {"id": two_tenants.accounts["party_representative.kommun@roslagen.example"]},
            )
    expected = 200 if is_contact_person else 404
    assert browser("roslagen", WORKER).get(f"/handed-over/{given}").status_code == expected
    assert browser("roslagen", MANAGER).get(f"/handed-over/{given}").status_code == 200
    facts = browser("roslagen", WORKER).get(f"/persons/{person}/handed-over")
    assert facts.status_code == expected
    assert ("Socialnämnden" in facts.text) == is_contact_person


def test_both_sides_are_logged(
    officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.NOTE, written).id
    officer.get(f"/handed-over/{given}")
    officer.get(f"/handed-over/{given}")
    with two_tenants.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {two_tenants.schemas['roslagen']}, ext")
        logged = connection.execute(
            sa.select(AccessLog.action, AccessLog.authority_id).where(
                AccessLog.subject_ids.contains([person]), AccessLog.fields == "handover"
            )
        ).all()
    authorities = two_tenants.authorities
    assert ("write", authorities["roslagen", OWN]) in logged
    assert ("read", authorities["roslagen", FK]) in logged
    assert rows_of(two_tenants, "handover_opening") == 1


def test_the_work_page_counts_what_nobody_has_opened(
    browser: OpenBrowser, officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    def counted() -> str:
        return officer.get("/work").text.partition('id="waits-handed_over"')[2].partition("</li>")[0]

    assert counted() == "", "what nobody waits for is not there"
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.NOTE, written).id
    assert "<b>1</b>" in counted()
    officer.get(f"/handed-over/{given}")
    assert counted() == ""


def test_a_mark_in_the_database_keeps_a_copy_in_its_place(
    officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    """What was sealed for one row cannot be read from another, and the row tells nothing in clear."""
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        give(two_tenants, ItemKind.NOTE, written)
    with two_tenants.operator.connect() as connection:
        sealed = bytes(connection.exec_driver_sql(f"SELECT sealed FROM {two_tenants.schemas['roslagen']}.handover").scalar_one())
    assert WORDS.encode() not in sealed
    assert b"Amina" not in sealed
