"""The pages at the delprojekt: from a note with a name in it to a lift, with both versions after a lost race."""

import uuid

import pytest

from core.db import session
from core.deviations.models import Deviation
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.deviation_makers import WORDS, approve, note
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant
from tests.integration.test_participant_pages import statements

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"
OFFICE, REFERRER = "association_office", "referrer"
TYPED = {"kind": "deviation", "title": "Lång väntan", "words": WORDS, "category": "waiting", "parties": ["fk"], "level": "local"}


@pytest.fixture
def noted(in_tenant: InTenant) -> uuid.UUID:
    with in_tenant("roslagen", WORKER):
        return note()


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


def test_it_is_noted_read_through_and_lifted(worker: Browser, browser: OpenBrowser, in_tenant: InTenant) -> None:
    answer = worker.submit("/deviations/new", TYPED)
    assert answer.status_code == 303
    page = worker.follow(answer).text
    for words in ("Lång väntan", "Inte genomläst ännu", "Väntetider", "Försäkringskassan"):
        assert words in page
    home = answer.headers["Location"]
    manager = browser("roslagen", MANAGER)
    assert "Lång väntan" in manager.get("/deviations?whose=to_read").text
    assert WORDS in manager.get(f"{home}/reading").text
    assert manager.submit(f"{home}/reading", {"verdict": "approved"}).status_code == 303
    assert manager.submit(f"{home}/next-step", {"next_step": "Ta upp på nästa möte"}).status_code == 303
    assert manager.submit(f"{home}/state", {"to": "lifted_locally", "note": "Till ledningsgruppen"}).status_code == 303
    seen = browser("roslagen", OFFICE).get(home).text
    for words in ("Lyft lokalt", "Ta upp på nästa möte", "Till ledningsgruppen", WORDS):
        assert words in seen


def test_a_name_is_asked_about_and_a_number_refused_with_nothing_lost(
    worker: Browser, in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        begin(two_tenants, applicant(given_name="Quirin", family_name="Prov"))
    typed = {**TYPED, "words": "Ärendet ROS-0001: quirin fick vänta på Storgården."}
    answer = worker.submit("/deviations/new", typed)
    assert answer.status_code == 422
    for words in ("Ta bort “ROS-0001”", "“quirin”", "quirin fick vänta på Storgården."):
        assert words in answer.text
    typed = {**TYPED, "words": "Hen fick vänta på Storgården."}
    asked = worker.submit("/deviations/new", typed)
    assert asked.status_code == 422
    target, fields = find_form(asked.text, "/deviations/new", "/deviations/new")
    assert 'value="Storgården"' in asked.text
    assert worker.post(target, {**fields, "sure": ["Storgården"], "words": "Hen och Qvintus fick vänta."}).status_code == 422
    assert worker.post(target, {**fields, "sure": ["Storgården"]}).status_code == 303


def test_unread_words_do_not_exist_for_others(browser: OpenBrowser, noted: uuid.UUID) -> None:
    for slug, role in (("roslagen", FK_REP), ("roslagen", OFFICE), ("roslagen", REFERRER), ("hbs", MANAGER)):
        opened = browser(slug, role)
        for path in ("", "/edit", "/reading", "/next-step", "/state"):
            assert opened.get(f"/deviations/{noted}{path}").status_code == 404, (role, path)
        assert "Lång väntan" not in opened.get("/deviations").text


def test_a_referrer_notes_and_sees_their_own(browser: OpenBrowser, two_tenants: House) -> None:
    referrer = browser("roslagen", REFERRER)
    asked = str(two_tenants.accounts["party_representative.fk@roslagen.example"])
    answer = referrer.submit("/deviations/new", {**TYPED, "reader_id": asked})
    assert answer.status_code == 303
    assert WORDS in referrer.follow(answer).text
    assert referrer.get("/deviations/trend").status_code == 404


def test_the_second_of_two_sees_both_versions(worker: Browser, browser: OpenBrowser, noted: uuid.UUID) -> None:
    for part, field in (("edit", "title"), ("next-step", "next_step")):
        address = f"/deviations/{noted}/{part}"
        target, fields = find_form(worker.get(address).text, address, None)
        assert browser("roslagen", MANAGER).submit(address, {field: "deras ord"}).status_code == 303
        lost = worker.post(target, {**fields, field: "mina ord"})
        assert lost.status_code == 409
        for words in ("deras ord", "mina ord", "Gäller nu"):
            assert words in lost.text


def test_a_state_that_another_has_changed_is_told(worker: Browser, browser: OpenBrowser, noted: uuid.UUID) -> None:
    address = f"/deviations/{noted}/state"
    target, fields = find_form(worker.get(address).text, address, None)
    assert browser("roslagen", MANAGER).submit(address, {"to": "analysed"}).status_code == 303
    lost = worker.post(target, {**fields, "to": "written_off", "note": "Det löste sig"})
    assert lost.status_code == 409
    assert "Analyserad" in lost.text
    assert "Det löste sig" in lost.text


def test_what_has_gone_to_the_county_is_not_written_anew(worker: Browser, browser: OpenBrowser, noted: uuid.UUID) -> None:
    manager = browser("roslagen", MANAGER)
    manager.submit(f"/deviations/{noted}/reading", {"verdict": "approved"})
    manager.submit(f"/deviations/{noted}/state", {"to": "analysed"})
    assert "Det här ser länet om den lyfts" in manager.get(f"/deviations/{noted}/state").text
    manager.submit(f"/deviations/{noted}/state", {"to": "lifted_regionally"})
    assert worker.get(f"/deviations/{noted}/edit").status_code == 409
    assert worker.submit(f"/deviations/{noted}/state", {"to": "lifted_locally"}).status_code == 422, "says why"
    assert worker.submit(f"/deviations/{noted}/state", {"to": "lifted_locally", "note": "Vi skriver om"}).status_code == 303


def test_the_trend_counts_the_year(worker: Browser, noted: uuid.UUID) -> None:
    page = worker.get("/deviations/trend").text
    assert "september 2022" in page
    assert "oktober 2021" in page
    assert "september 2021" not in page


def test_more_rows_are_no_more_statements(worker: Browser, in_tenant: InTenant) -> None:
    counts = []
    for more in (3, 9):
        with in_tenant("roslagen", WORKER):
            for _ in range(more):
                note()
        with statements() as seen:
            assert worker.get("/deviations").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def test_the_list_narrows(worker: Browser, in_tenant: InTenant, noted: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        note(kind="good_example", title="Snabbt svar", category="contact", parties=("af",))
    assert "Snabbt svar" not in worker.get("/deviations?kind=deviation").text
    assert "Snabbt svar" in worker.get("/deviations?party=af&category=contact&state=new").text
    assert "Snabbt svar" not in worker.get("/deviations?state=resolved").text
    assert worker.get("/deviations?kind=nonsense&state=%00&party=x&whose=y&page=abc").status_code == 200


def test_the_work_page_says_what_waits(browser: OpenBrowser, noted: uuid.UUID) -> None:
    assert "/deviations?whose=to_read" in browser("roslagen", MANAGER).get("/work").text


def test_approving_is_offered_to_another_than_the_writer_only(worker: Browser, in_tenant: InTenant, noted: uuid.UUID) -> None:
    assert worker.get(f"/deviations/{noted}/reading").status_code == 404
    with in_tenant("roslagen", MANAGER):
        approve(noted)
        assert session.get_one(Deviation, noted).approved_number == 1
