"""Consents as they are met: from the referral and the participant, renewed, taken back, printed, and who may see what."""

import datetime as dt
import io
import uuid

import pytest
import sqlalchemy as sa

from blueprints.consents.words import Wanted, paper_of
from core.consents.terms import DataKind, Paper
from core.documents import make_pdf
from core.handovers.terms import ItemKind
from core.participants.queries import get_for_change
from core.participants.services import set_key_worker
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, OTHER, TODAY, House
from tests.integration.arrival_makers import PDF
from tests.integration.handover_makers import give, let_learn, note
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import allow, applicant, refer

SLUG, MANAGER, WORKER = "roslagen", "subproject_manager", "case_worker"
FK_REP, OTHER_REP = "party_representative.fk", "party_representative.kommun"


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant(SLUG, MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov")).person_id
    assert made is not None
    return made


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser(SLUG, WORKER)


def typed(house: House, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "authorities": [str(house.authorities[SLUG, FK])],
        "data_kinds": ["note", "contact"],
        "purpose": "Planera arbetsträning",
        "given_by": "written",
    }
    return values | changes


def test_from_the_participant_to_a_consent_with_its_signed_form(
    worker: Browser, browser: OpenBrowser, two_tenants: House, person: uuid.UUID
) -> None:
    links = worker.get("/participants").text.partition('href="/participants/')[2].partition('"')[0]
    assert f"/persons/{person}/consents/new" in worker.get(f"/participants/{links}").text
    shown = worker.get(f"/persons/{person}/consents/new").text
    assert 'value="2023-09-15"' in shown, "twelve months ahead"
    files = {"scan": (io.BytesIO(PDF), "samtycke.pdf")}
    sent = worker.submit(f"/persons/{person}/consents/new", typed(two_tenants) | files)
    page = worker.follow(sent).text
    for text in ("Försäkringskassan", "Planera arbetsträning", "Arbetsmarknadsnämnden", "Gäller till och med 15 september 2023"):
        assert text in page, text
    scan = page.partition("/signed-form")[0].rpartition('href="')[2] + "/signed-form"
    saved = worker.get(scan)
    assert saved.data == PDF
    assert "attachment" in saved.headers["Content-Disposition"]
    assert browser(SLUG, FK_REP).get(scan).status_code == 404


def test_a_contact_person_elsewhere_reads_the_consent_and_not_the_signed_form(
    worker: Browser, browser: OpenBrowser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant(SLUG, MANAGER):
        participation = begin(two_tenants)
        person = participation.person_id
    everything = [kind.value for kind in DataKind]
    files = {"scan": (io.BytesIO(PDF), "samtycke.pdf")}
    sent = worker.submit(f"/persons/{person}/consents/new", typed(two_tenants, data_kinds=everything) | files)
    scan = worker.follow(sent).text.partition("/signed-form")[0].rpartition('href="')[2] + "/signed-form"
    with in_tenant(SLUG, MANAGER):
        held = get_for_change(participation.id)
        officer_id = two_tenants.accounts[f"{FK_REP}@{SLUG}.example"]
        set_key_worker(participation=held, version=held.version, key_worker_id=officer_id)
    officer = browser(SLUG, FK_REP)
    shown = officer.get(f"/persons/{person}/consents")
    assert shown.status_code == 200
    assert "/signed-form" not in shown.text
    assert officer.get(scan).status_code == 404
    refused = officer.submit(f"/persons/{person}/consents/new", typed(two_tenants))
    assert refused.status_code == 422
    assert "uppgifterna finns hos Arbetsmarknadsnämnden" in refused.text
    withdrawal = shown.text.partition("/withdrawal")[0].rpartition('href="')[2] + "/withdrawal"
    answer = officer.submit(withdrawal, {"how": "Per telefon"})
    assert officer.follow(answer).request.path == "/work", "they no longer read the person"
    assert officer.get(f"/persons/{person}/consents").status_code == 404


@pytest.mark.parametrize("role", [FK_REP, OTHER_REP, "referrer", "association_office", "log_reviewer", "tenant_admin"])
def test_for_everybody_else_the_pages_do_not_exist(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, role: str
) -> None:
    with in_tenant(SLUG, MANAGER):
        consent = allow(
            person, two_tenants.authorities[SLUG, FK], two_tenants.authorities[SLUG, OTHER], data_kinds=frozenset(DataKind)
        )
    reader = browser(SLUG, role)
    for page in ("consents", "consents/new", "consents/print", "publicity/new", "access"):
        assert reader.get(f"/persons/{person}/{page}").status_code == 404, page
    assert reader.get(f"/consents/{consent.id}/withdrawal").status_code == 404


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(worker: Browser, two_tenants: House, person: uuid.UUID) -> None:
    files = {"scan": (io.BytesIO(b"MZ not a form"), "samtycke.pdf")}
    assert worker.submit(f"/persons/{person}/consents/new", typed(two_tenants) | files).status_code == 422
    with two_tenants.operator.connect() as connection:
        assert connection.scalar(sa.text(f"SELECT count(*) FROM {two_tenants.schemas[SLUG]}.consent")) == 0


def test_a_new_one_is_proposed_like_the_latest(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID
) -> None:
    with in_tenant(SLUG, WORKER):
        allow(person, two_tenants.authorities[SLUG, FK], kind=DataKind.NOTE, until=dt.date(2022, 9, 20))
    assert f"/persons/{person}/consents/new?renew=1" in worker.get("/work").text
    renewed = worker.submit(
        f"/persons/{person}/consents/new?renew=1", {"given_by": "electronic"}, action=f"/persons/{person}/consents/new"
    )
    assert worker.follow(renewed).text.count("Gemensam planering") == 2
    assert f"/persons/{person}/consents/new?renew=1" not in worker.get("/work").text


def test_publicity_is_a_form_of_its_own(worker: Browser, person: uuid.UUID) -> None:
    page = f"/persons/{person}/publicity/new"
    shown = worker.get(page).text
    assert "Vilka som får veta det" not in shown
    assert 'name="authorities"' not in shown
    sent = worker.submit(page, {"scope": "Förnamn i nyhetsbrevet", "given_by": "written", "until": "2023-01-31"})
    assert "Förnamn i nyhetsbrevet" in worker.follow(sent).text


@pytest.mark.parametrize(("language", "said"), [("sv", "Vem får se vad"), ("en", "Who may see what")])
def test_the_matrix_in_both_languages_and_after_a_withdrawal(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, language: str, said: str
) -> None:
    with in_tenant(SLUG, WORKER):
        consent = let_learn(two_tenants, person, FK, kinds=frozenset({DataKind.NOTE, DataKind.CONTACT}))
        give(two_tenants, ItemKind.NOTE, note(person))
    page = f"/persons/{person}/access"
    worker.get(f"{page}?lang={language}")
    shown = worker.get(page).text
    card = {"sv": "Får fråga vem man kan ringa", "en": "May ask whom to call"}[language]
    handed = {"sv": "1 uppgift överlämnad", "en": "1 item handed over"}[language]
    for text in (said, card, handed, "Försäkringskassan"):
        assert text in shown, text
    assert worker.submit(f"/consents/{consent.id}/withdrawal", {"how": "Per telefon"}).status_code == 303
    after = worker.get(page).text
    assert card not in after
    assert handed in after


# Papers -----------------------------------------------------------------------------------------------------------------


def wanted() -> Wanted:
    return Wanted(
        name="Amina Prov #strong[x]",
        holder="Arbetsmarknadsnämnden",
        controllers=["Arbetsmarknadsnämnden"],
        authorities=["Försäkringskassan"],
        kinds={DataKind.NOTE},
        purpose="Planera\n\n= tillsammans",
        until=TODAY,
    )


@pytest.mark.parametrize(
    ("paper", "lang", "said"),
    [
        (Paper.SWEDISH, "sv", "Du får återkalla det när som helst"),
        (Paper.EASY, "sv", "Du kan ändra dig när du vill."),
        (Paper.ENGLISH, "en", "You may take it back at any time"),
    ],
)
def test_the_form_says_how_to_take_it_back_in_its_own_words(in_tenant: InTenant, paper: Paper, lang: str, said: str) -> None:
    with in_tenant(SLUG, WORKER):
        data = paper_of(paper, wanted())
        assert data["lang"] == lang
        text = str(data["sections"])
        for part in (said, "Försäkringskassan", "Planera"):
            assert part in text, part
        assert make_pdf("consent", data).startswith(b"%PDF")


def test_the_form_is_made_with_what_was_chosen_and_nothing_is_kept(
    worker: Browser, two_tenants: House, person: uuid.UUID
) -> None:
    page = f"/persons/{person}/consents/print"
    assert worker.submit(page, {"authorities": [], "purpose": ""}).status_code == 422
    made = worker.submit(page, {**typed(two_tenants), "given_by": None, "paper": "easy"})
    assert made.data.startswith(b"%PDF")
    assert "samtycke.pdf" in made.headers["Content-Disposition"]


def test_a_translation_is_uploaded_offered_replaced_and_taken_out_of_use(
    worker: Browser, browser: OpenBrowser, person: uuid.UUID
) -> None:
    manager = browser(SLUG, MANAGER)
    page = "/settings/consent-forms"
    assert worker.get(page).status_code == 404
    assert manager.submit(page, {"language_name": "Arabiska"}, action=page).status_code == 422
    unseen = {"language_name": "Ara\x00biska", "file": (io.BytesIO(PDF), "ar.pdf")}
    assert manager.submit(page, unseen, action=page).status_code == 422
    for _ in range(2):
        sent = manager.submit(page, {"language_name": "Arabiska", "file": (io.BytesIO(PDF), "ar.pdf")}, action=page)
        assert sent.status_code == 303
    listed = manager.get(page).text
    assert listed.count("Arabiska") == 2, "once in the list, once in the button's name"
    offered = worker.get(f"/persons/{person}/consents/print").text
    blank = "/consent-forms/" + offered.partition('href="/consent-forms/')[2].partition('"')[0]
    saved = worker.get(blank)
    assert (saved.status_code, saved.data) == (200, PDF)
    disuse = listed.partition("/disuse")[0].rpartition('action="')[2] + "/disuse"
    assert manager.submit(page, {}, action=disuse).status_code == 303
    assert "Arabiska" not in worker.get(f"/persons/{person}/consents/print").text


def test_the_referral_leads_to_the_consents(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant(SLUG, MANAGER):
        made = refer()
    shown = browser(SLUG, MANAGER).get(f"/referrals/{made.id}").text
    for page in ("consents", "consents/new", "access"):
        assert f'href="/persons/{made.person_id}/{page}"' in shown, page
