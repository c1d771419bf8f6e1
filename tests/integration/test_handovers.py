"""Hand-over: this version, to that authority, on a consent in force at that moment, and once."""

import uuid

import pytest
import sqlalchemy as sa

from core.consents.services import withdraw_consent
from core.consents.terms import DataKind
from core.db import session
from core.errors import Invalid, NotFound
from core.handovers.errors import AlreadyHandedOver, ItemChanged
from core.handovers.services import get_own_item
from core.handovers.terms import ItemKind
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, LAPSED, OTHER, OWN, House
from tests.integration.handover_makers import give, let_learn, mapping, note
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant, refer
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
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


@pytest.fixture
def officer(browser: OpenBrowser) -> Browser:
    return browser("roslagen", FK_REP)


def hand_by_forms(giver: Browser, page: str, **typed: str) -> object:
    """Choose, look through, confirm: as somebody does it."""
    shown = giver.submit(page, typed, action=page)
    assert shown.status_code == 200, shown.text
    target, fields = find_form(shown.text, page, page)
    return giver.post(target, {**fields, "step": "confirm"})


def test_from_a_note_to_the_receivers_page(
    worker: Browser, officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
    page = f"/hand-over/note/{written}"
    shown = worker.submit(page, {"message": "Inför mötet."}, action=page)
    for text in (WORDS, "Inför mötet.", "Försäkringskassan", "Amina Prov"):
        assert text in shown.text, text
    assert rows_of(two_tenants, "handover") == 0
    answer = worker.post(page, {**find_form(shown.text, page, page)[1], "step": "confirm"})
    assert "Inte öppnat" in worker.follow(answer).text

    assert 'href="/handed-over"' in officer.get("/work").text
    received = officer.get("/handed-over").text
    assert "Amina Prov" in received
    opened = officer.get("/handed-over/" + received.partition('href="/handed-over/')[2].partition('"')[0]).text
    for text in (WORDS, "Inför mötet.", "Amina Prov", "Arbetsmarknadsnämnden"):
        assert text in opened, text
    given = worker.get(f"/persons/{person}/handed-over").text
    assert "Inte öppnat" not in given
    assert "Försäkringskassan" in given


def test_the_receiver_reads_in_their_own_language(
    officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.ASSESSMENT, mapping(person)).id
    swedish = officer.get(f"/handed-over/{given}").text
    assert "Hem och boende: 2 av 5" in swedish
    english = officer.follow(officer.get(f"/handed-over/{given}?lang=en")).text
    assert "Home: 2 of 5" in english
    assert "Bor hos en kompis." in english


def test_the_copy_is_of_that_version_whatever_comes_after(
    worker: Browser, officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        given = give(two_tenants, ItemKind.NOTE, written).id
    worker.submit(f"/notes/{written}/correction", {"text": "Vi ses på fredag."})
    assert WORDS in officer.get(f"/handed-over/{given}").text
    assert worker.get(f"/hand-over/note/{written}").status_code == 409


def test_a_referral_is_handed_over_without_its_number_and_papers(
    officer: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        referral = refer(applicant(given_name="Amina", family_name="Prov"), referrer_name="Handläggare Ek")
        let_learn(two_tenants, referral.person_id, FK)
        given = give(two_tenants, ItemKind.REFERRAL, referral.id).id
    page = officer.get(f"/handed-over/{given}").text
    assert "Handläggare Ek" in page
    assert "1985" not in page


# Who may be given what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "says"),
    [
        (None, "Inget samtycke till informationsutbyte gäller"),
        ({"kinds": frozenset({DataKind.PLAN})}, "omfattar inte detta: Anteckningar"),
        ({"keys": (OWN,)}, "nämner ingen annan myndighet"),
    ],
)
def test_what_is_missing_is_said_in_words(
    browser: OpenBrowser,
    in_tenant: InTenant,
    two_tenants: House,
    person: uuid.UUID,
    written: uuid.UUID,
    consent: dict[str, object] | None,
    says: str,
) -> None:
    with in_tenant("roslagen", MANAGER):
        if consent is not None:
            values: dict[str, object] = {"keys": (FK,)} | consent
            let_learn(two_tenants, person, *values.pop("keys"), **values)  # type: ignore[misc, arg-type]
    page = browser("roslagen", MANAGER).get(f"/hand-over/note/{written}").text
    assert says in page
    assert "/consents/new" in page
    assert 'name="to_authority_id"' not in page


def test_who_is_left_out_of_this_kind_of_data_is_named(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK, OTHER, OWN, kinds=frozenset({DataKind.PLAN}))
        let_learn(two_tenants, person, OTHER, kinds=frozenset({DataKind.NOTE}))
    page = worker.get(f"/hand-over/note/{written}").text
    assert "Försäkringskassan nämns i ett samtycke, men inte för detta: Anteckningar." in page
    assert page.count("men inte för detta") == 1
    assert str(two_tenants.authorities["roslagen", FK]) not in page


def test_an_authority_without_an_agreement_is_not_offered(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas["roslagen"]
        connection.execute(
            sa.text(f"UPDATE {schema}.authority SET agreement_until = '2022-09-01' WHERE id = :id"),
            {"id": two_tenants.authorities["roslagen", FK]},
        )
    assert "Försäkringskassan är med i ett samtycke, men har inget" in worker.get(f"/hand-over/note/{written}").text
    with in_tenant("roslagen", WORKER), pytest.raises(Invalid):
        give(two_tenants, ItemKind.NOTE, written)


@pytest.mark.parametrize("to", [OTHER, LAPSED, OWN])
def test_an_authority_that_no_consent_names_is_refused(
    in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID, to: str
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        with pytest.raises(Invalid):
            give(two_tenants, ItemKind.NOTE, written, to)


def test_one_kind_of_data_does_not_let_another_be_given(
    in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK, kinds=frozenset({DataKind.MAPPING}))
        give(two_tenants, ItemKind.ASSESSMENT, mapping(person))
        with pytest.raises(Invalid):
            give(two_tenants, ItemKind.NOTE, written)


def test_withdrawal_stops_new_ones_at_once_and_leaves_what_was_given(
    worker: Browser, officer: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        consent = let_learn(two_tenants, person, FK).id
        given = give(two_tenants, ItemKind.NOTE, written).id
        other = mapping(person)
    page = f"/hand-over/assessment/{other}"
    target, fields = find_form(worker.get(page).text, page, page)
    with in_tenant("roslagen", WORKER):
        withdraw_consent(consent_id=consent)
    refused = worker.post(target, {**fields, "message": "Inför mötet.", "step": "confirm"})
    assert refused.status_code == 422
    assert "Inget har lämnats över" in refused.text
    assert "Inför mötet." in refused.text
    assert rows_of(two_tenants, "handover") == 1
    assert WORDS in officer.get(f"/handed-over/{given}").text


def test_an_ended_consent_allows_nothing(in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        session.commit()
        schema = two_tenants.schemas["roslagen"]
        with two_tenants.operator.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {schema}.consent SET until = '2022-09-14'")
        with pytest.raises(Invalid):
            give(two_tenants, ItemKind.NOTE, written)


def test_what_was_changed_since_it_was_looked_through_is_not_given(
    in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        made = mapping(person)
        with pytest.raises(ItemChanged):
            give(two_tenants, ItemKind.ASSESSMENT, made, version=0)


def test_one_version_is_given_once_to_an_authority(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    token = uuid.uuid4()
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        first = give(two_tenants, ItemKind.NOTE, written, form_token=token)
        assert give(two_tenants, ItemKind.NOTE, written, form_token=token).id == first.id
        with pytest.raises(AlreadyHandedOver):
            give(two_tenants, ItemKind.NOTE, written)
    assert "Försäkringskassan har redan den här versionen" in worker.get(f"/hand-over/note/{written}").text


def test_who_did_not_write_it_cannot_hand_it_over(
    in_tenant: InTenant, two_tenants: House, person: uuid.UUID, written: uuid.UUID
) -> None:
    """Not even the contact person, when it is another authority's."""
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK, OTHER)
    for role in (FK_REP, OTHER_REP):
        with in_tenant("roslagen", role), pytest.raises(NotFound):
            get_own_item(ItemKind.NOTE, written)
