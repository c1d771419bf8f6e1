"""Mappings: own words first, compared over time, changed while open, and asked with the tenant's own questions."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from blueprints.assessments.picture import comparison
from core.assessments.errors import AssessmentClosed, QuestionChanged
from core.assessments.queries import Answer, MappingRow, list_questions, read_assessment
from core.assessments.services import Asked, Told, change_assessment, change_question
from core.assessments.terms import LifeArea
from core.handovers.terms import ItemKind
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.handover_makers import give, let_learn, mapping, question
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant
from tests.integration.test_lost_races import opened, send
from tests.integration.test_participant_pages import rows_of

MANAGER, WORKER, FK_REP = "subproject_manager", "case_worker", "party_representative.fk"
WORDS = "Jag vill ha något att gå till."


@pytest.fixture
def person(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        made = begin(two_tenants, applicant(given_name="Amina", family_name="Prov")).person_id
    assert made is not None
    return made


@pytest.fixture
def worker(browser: OpenBrowser) -> Browser:
    return browser("roslagen", WORKER)


def grown_old(house: House) -> None:
    """As if every mapping was written some days ago."""
    with house.operator.begin() as connection:
        schema = house.schemas["roslagen"]
        connection.execute(sa.text(f"UPDATE {schema}.assessment SET created_at = created_at - interval '3 days'"))


def test_own_words_stand_first_and_larger(worker: Browser, in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        asked = question()
    typed = {"own_words": WORDS, "grade_home": "2", "words_home": "Bor hos en kompis.", f"reply_{asked.hex}": "Musik"}
    answer = worker.submit(f"/persons/{person}/assessments/new", typed)
    page = worker.follow(answer).text
    shown = worker.get("/assessments/" + page.partition('href="/assessments/')[2].partition('"')[0]).text
    assert shown.index(WORDS) < shown.index("Bor hos en kompis.") < shown.index("Musik")
    assert 'class="own-words' in shown
    assert "2 av 5" in shown


def test_something_must_be_said(worker: Browser, person: uuid.UUID, two_tenants: House) -> None:
    answer = worker.submit(f"/persons/{person}/assessments/new", {})
    assert answer.status_code == 422
    assert "egna ord" in answer.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert rows_of(two_tenants, "assessment") == 0


def test_a_double_click_makes_one(worker: Browser, person: uuid.UUID, two_tenants: House) -> None:
    typed = {"own_words": WORDS, "token": str(uuid.uuid4())}
    for _ in range(2):
        assert worker.submit(f"/persons/{person}/assessments/new", typed).status_code == 303
    assert rows_of(two_tenants, "assessment") == 1


def test_two_on_one_mapping_lose_no_word(worker: Browser, browser: OpenBrowser, in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        page = f"/assessments/{mapping(person)}/edit"
    manager = browser("roslagen", MANAGER)
    form = opened(manager, page)
    assert send(worker, opened(worker, page), words_home="Har fått kontrakt.").status_code == 303

    lost = send(manager, form, words_home="Ska flytta.")
    assert lost.status_code == 409
    for text in ("Har fått kontrakt.", "Ska flytta.", "Gäller nu"):
        assert text in lost.text, text
    again = find_form(lost.text, page, page)
    assert send(manager, again).status_code == 303
    assert "Ska flytta." in manager.get(page).text


def test_a_change_of_an_answer_alone_is_a_new_version(in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        made = read_assessment(mapping(person))
        told = Told(on_date=TODAY, own_words=made.own_words, answers={LifeArea.HOME: Answer(5)})
        change_assessment(assessment_id=made.id, version=made.version, told=told)
        assert read_assessment(made.id).version == made.version + 1


@pytest.mark.parametrize("closed_by", ["handed over", "a later one"])
def test_a_closed_mapping_is_changed_no_more(
    worker: Browser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, closed_by: str
) -> None:
    with in_tenant("roslagen", WORKER):
        made = mapping(person)
    grown_old(two_tenants)
    assert worker.get(f"/assessments/{made}/edit").status_code == 200
    with in_tenant("roslagen", WORKER):
        if closed_by == "handed over":
            let_learn(two_tenants, person, FK)
            give(two_tenants, ItemKind.ASSESSMENT, made)
        else:
            mapping(person)
    assert worker.get(f"/assessments/{made}/edit").status_code == 302
    with in_tenant("roslagen", WORKER), pytest.raises(AssessmentClosed):
        change_assessment(assessment_id=made, version=1, told=Told(on_date=TODAY, own_words="x"))


def test_what_was_handed_over_today_may_be_put_right_today(in_tenant: InTenant, two_tenants: House, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        let_learn(two_tenants, person, FK)
        made = mapping(person)
        give(two_tenants, ItemKind.ASSESSMENT, made)
        change_assessment(assessment_id=made, version=1, told=Told(on_date=TODAY, own_words="Rättat"))
        assert give(two_tenants, ItemKind.ASSESSMENT, made).item_version == 2


def test_the_comparison_shows_then_and_now(worker: Browser, in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", WORKER):
        mapping(person, on_date=dt.date(2022, 6, 1))
        mapping(person, answers={LifeArea.HOME: Answer(4)})
    page = worker.get(f"/persons/{person}/assessments").text
    assert "2 → 4" in page
    table = page.partition("<table")[2].partition("</table>")[0]
    assert table.index("1 juni 2022") < table.index("15 sep. 2022")
    assert page.count('%" cy="') == 3


def test_the_picture_places_one_left_and_five_right() -> None:
    rows = [
        MappingRow(uuid.uuid4(), dt.date(2022, 9, 1), None, {LifeArea.HOME: 5}),
        MappingRow(uuid.uuid4(), dt.date(2022, 3, 1), None, {LifeArea.HOME: 1, LifeArea.FUTURE: 3}),
    ]
    drawn = comparison(rows)
    assert drawn is not None
    home, future = drawn.rows
    assert (home.first_x, home.last_x) == (drawn.left, drawn.right)
    assert [mark.is_latest for mark in home.marks] == [False, True]
    assert future.first_x == 50
    assert comparison([]) is None


def test_a_question_put_otherwise_leaves_the_old_answer_its_words(
    worker: Browser, browser: OpenBrowser, in_tenant: InTenant, person: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        asked = question("Vad gör dig glad?")
        made = mapping(person, replies={asked: "Musik"})
    manager = browser("roslagen", MANAGER)
    manager.submit(f"/assessment-questions/{asked}", {"text_sv": "Vad ger dig kraft?"}, action=f"/assessment-questions/{asked}")
    assert "Vad gör dig glad?" in worker.get(f"/assessments/{made}").text
    form = worker.get(f"/persons/{person}/assessments/new").text
    assert "Vad ger dig kraft?" in form
    assert "Vad gör dig glad?" not in form


def test_a_question_asked_no_more_keeps_its_answers(browser: OpenBrowser, in_tenant: InTenant, person: uuid.UUID) -> None:
    with in_tenant("roslagen", MANAGER):
        asked = question()
        made = mapping(person, replies={asked: "Musik"})
    manager = browser("roslagen", MANAGER)
    manager.submit("/assessment-questions", {}, action=f"/assessment-questions/{asked}/removal")
    with in_tenant("roslagen", MANAGER):
        assert list_questions() == []
    assert "Musik" in manager.get(f"/assessments/{made}").text


def test_two_managers_on_one_question_see_both(browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        asked = question()
    manager = browser("roslagen", MANAGER)
    page = f"/assessment-questions/{asked}"
    form = opened(manager, page, page)
    with in_tenant("roslagen", MANAGER):
        theirs = Asked(area=LifeArea.WELLBEING, text_sv="Vad ger dig kraft?", text_en="What gives you strength?")
        change_question(question_id=asked, version=1, asked=theirs)
        with pytest.raises(QuestionChanged):
            change_question(question_id=asked, version=1, asked=theirs)
    lost = send(manager, form, text_sv="Vad längtar du efter?")
    assert lost.status_code == 409
    for text in ("Vad ger dig kraft?", "Vad längtar du efter?"):
        assert text in lost.text


@pytest.mark.parametrize(
    ("slug", "role", "status"),
    [
        ("roslagen", MANAGER, 200),
        ("roslagen", WORKER, 200),
        ("roslagen", FK_REP, 404),
        ("roslagen", "party_representative.kommun", 404),
        ("roslagen", "referrer", 404),
        ("roslagen", "association_office", 404),
        ("hbs", MANAGER, 404),
        (None, "programme_manager", 404),
    ],
)
def test_who_reads_a_mapping(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, person: uuid.UUID, slug: str | None, role: str, status: int
) -> None:
    """A consent that names Försäkringskassan opens nothing: it allows a hand-over."""
    with in_tenant("roslagen", MANAGER):
        made = mapping(person)
        let_learn(two_tenants, person, FK)
    reader = browser(slug, role)
    for page in (f"/persons/{person}/assessments", f"/assessments/{made}", f"/assessments/{made}/edit"):
        answer = reader.get(page)
        assert answer.status_code == status, page
        assert status == 200 or WORDS not in answer.text
