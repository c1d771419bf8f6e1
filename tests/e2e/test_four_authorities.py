"""Four authorities around one person, each at a screen of their own: referral, consent, hand-over, answer, withdrawal.

Försäkringskassan is named by the consent and left out of the notes: whatever address it opens, it never meets one.
"""

import email
import email.policy
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from core.context import Language
from tests import house as houses
from tests.e2e import joint
from tests.e2e.conftest import OpenPage
from tests.e2e.joint import AT_FK, AT_OTHER, MANAGER, REFERRER, SLUG, WORKER, Never, Words
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.house import FK, OTHER
from tests.rules.test_who_sees_what import pages

pytestmark = pytest.mark.browser

FOR_READERS = {"guide", "library", "offers"}  # whose papers everybody may save: brochure, publications, leaflets
COVERED = ["referral", "mapping", "plan", "outcome", "contact"]
LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Marks are of letters: between digits a question and a name would have a short word in common, which the agenda refuses."""
NEWEST = 3
"""So many rows of each table: those that this test has made."""
NOT_ALLOWED = "No consent in force lets this authority learn this. Nothing has been handed over."
HANDED = {"handovers.index", "handovers.show"}


@pytest.fixture(scope="module")
def url_map(product: Product) -> Flask:
    """The product's application here in the test, for its addresses."""
    from wsgi import create_app

    houses.environment_of(product.house)
    return create_app()


@dataclass(frozen=True, slots=True)
class Five:
    """Five people of three authorities."""

    manager: Staff
    worker: Staff
    referrer: Staff
    fk: Staff
    other: Staff


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture
def words(language: Language, product: Product) -> Iterator[Words]:
    """With a number that other tests use too: nobody has it before, and nobody afterwards."""
    free_numbers(product)
    number = "19900101-2385" if language == "sv" else "20000229-2399"
    yield Words(f"kanarie{language}{uuid.uuid4().hex[:6].translate(LETTERS)}", number)
    free_numbers(product)


def free_numbers(product: Product) -> None:
    everybody = "identity_kind = 'temporary', identity_number = NULL, identity_index = NULL"
    with product.house.operator.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {product.house.schemas[SLUG]}.person SET {everybody}")


@pytest.fixture
def five(product: Product, open_page: OpenPage, language: Language, words: Words) -> Five:
    locale = "sv-SE" if language == "sv" else "en-GB"
    people = [Staff(open_page(locale=locale), product, SLUG, language) for _ in range(5)]
    for staff, role in zip(people, (MANAGER, WORKER, REFERRER, AT_FK, AT_OTHER), strict=True):
        staff.sign_in(role)
    five = Five(*people)
    five.fk.look = Never([words.note, words.mapping, words.referral])
    five.referrer.look = Never([words.note, words.mapping, words.plan])
    return five


def test_four_authorities_around_one_person(
    five: Five, words: Words, product: Product, url_map: Flask, record_property: Callable[[str, object], None]
) -> None:
    joint.take_in_for_others(five.manager)
    reference = joint.send(five.referrer, words)
    referral = received(five.manager, words, reference)
    meeting = joint.plan_team_day(five.manager, referral, words)
    reads_the_agenda(five.fk, meeting, words, named=False)
    meets(five.fk, url_map, product, words, {})
    joint.allow(five.manager, referral, [FK, OTHER], COVERED)
    reads_the_agenda(five.fk, meeting, words, named=True)
    participant = joint.assess_and_start(five.manager, referral)
    note, mapping, plan = written(five.worker, participant, words)
    left_out(five.worker, note)
    joint.allow(five.manager, referral, [OTHER], ["note"])
    refused_for_fk(five.worker, note)
    for page, to in ((plan, FK), (mapping, OTHER), (note, OTHER)):
        joint.hand_over(five.worker, page, to)
    reads_at_fk(five.fk, words)
    finds_nobody(five.fk, words)
    expected = {words.plan: {"handovers.show"}, words.family_name: HANDED}
    opened = meets(five.fk, url_map, product, words, expected, named=True)
    record_property("addresses that Försäkringskassan opens", opened)
    reads_at_the_other_committee(five.other, words)
    joint.ask_whom_to_call(five.fk, words)
    assert five.fk.sees(five.fk.says("The person has help here"))
    assert five.fk.sees(joint.name_of_worker(product))
    answer_back(five, referral, words)
    withdraw_while_handing_over(five, referral, plan, note)
    meets(five.fk, url_map, product, words, expected)
    reads_the_agenda(five.fk, meeting, words, named=False)
    joint.ask_whom_to_call(five.fk, words)
    assert five.fk.sees(five.fk.says("There is nothing to show."))
    reads_at_the_other_committee(five.other, words)
    no_mail_tells(product, words)


# The referral --------------------------------------------------------------------------------------------------------


def received(manager: Staff, words: Words, reference: str) -> str:
    """The receiver finds it under the reference that the sender was given; returns its path."""
    manager.open("/referrals")
    manager.press(words.name, link=True)
    for shown in (reference, words.referral):
        assert manager.sees(shown)
    return manager.page.url.removeprefix(manager.site.address(SLUG, "")).partition("?")[0]


def answer_back(five: Five, referral: str, words: Words) -> None:
    """The case officer sees that it has started, and reads what they are told."""
    manager, referrer = five.manager, five.referrer
    manager.open(f"{referral}/answers/new")
    manager.fill_in({"about": "result", "way": "system", "says": words.answer})
    manager.press("Note the answer")
    assert manager.sees(manager.says("The answer is noted."))
    assert referrer.open(referral) == 404, "the receiver's page is not the sender's"
    referrer.open("/referrals")
    referrer.press(words.name, link=True)
    assert referrer.sees(words.answer)
    assert referrer.page.get_by_text(referrer.says("Has started"), exact=True).count()


# Writing and handing over --------------------------------------------------------------------------------------------


def written(worker: Staff, participant: str, words: Words) -> tuple[str, str, str]:
    """A note, a mapping and an agreed plan; returns the addresses under which they are handed over."""
    joint.write_note(worker, participant, words)
    joint.write_mapping(worker, participant, words)
    plan = joint.agree_on_a_plan(worker, participant, words)
    worker.open(participant)
    worker.press("All notes", link=True)
    note = joint.link_to_hand_over(worker, "note")
    worker.open(participant)
    with worker.page.expect_navigation():
        worker.page.locator("main a[href^='/assessments/']").first.click()
    mapping = joint.link_to_hand_over(worker, "assessment")
    worker.open(plan)
    return note, mapping, joint.link_to_hand_over(worker, "plan")


def left_out(worker: Staff, note: str) -> None:
    """Nobody may be given the note: the consent does not cover notes, and the page says so."""
    worker.open(note)
    assert worker.sees(worker.says("This cannot be handed over to anybody now."))
    kind = worker.says("Notes")
    assert worker.sees(worker.says("The consent in force does not cover this: %(kind)s.") % {"kind": kind})
    assert worker.page.locator("main [name='to_authority_id']").count() == 0


def refused_for_fk(worker: Staff, note: str) -> None:
    """It is said why Försäkringskassan is not among those to choose; and a form that names it all the same is refused."""
    worker.open(note)
    assert worker.page.locator(f"main [value='{joint.authority(worker, FK)}']").count() == 0
    why = worker.says("%(authority)s is named in a consent, but not for this: %(kind)s.")
    said = why.partition("%(authority)s")[2] % {"kind": worker.says("Notes")}
    assert worker.page.locator("main li", has_text=said).inner_text().startswith("Försäkringskassan")
    assert joint.forge(worker, note, FK) == 422
    assert worker.sees(worker.says(NOT_ALLOWED))


def withdraw_while_handing_over(five: Five, referral: str, plan: str, note: str) -> None:
    """A hand-over that has been looked through is refused once the consent is withdrawn, and so is every new one."""
    worker = five.worker
    assert joint.look_through(worker, plan, OTHER) == 200
    joint.withdraw_all(five.manager, referral)
    assert worker.press("Hand over") == 422
    assert worker.sees(worker.says(NOT_ALLOWED))
    for page in (plan, note):
        worker.open(page)
        assert worker.sees(worker.says("No consent to share information is in force."))


# Reading -------------------------------------------------------------------------------------------------------------


def reads_at_fk(fk: Staff, words: Words) -> None:
    """From the work page to what was handed to them."""
    fk.open("/work")
    fk.press("Handed to us, not opened", link=True)
    with fk.page.expect_navigation():
        fk.page.locator("main li", has_text=words.name).get_by_role("link").click()
    fk.look(fk.page)
    assert fk.sees(words.plan)
    assert not fk.page.locator("main a[href*='/persons/'], main a[href*='/participants/'], main a[href*='/plans/']").count()


def reads_at_the_other_committee(other: Staff, words: Words) -> None:
    """The note and the mapping, each a copy of its own; never the plan."""
    other.open("/handed-over")
    links = other.page.locator("main li", has_text=words.name).get_by_role("link").all()
    met = set()
    for path in [str(link.get_attribute("href")) for link in links]:
        assert other.open(path) == 200
        met |= {word for word in (words.note, words.mapping, words.plan) if other.sees(word)}
    assert met == {words.note, words.mapping}


def finds_nobody(fk: Staff, words: Words) -> None:
    """The person is in no list of theirs, and no search finds them by what they have been told."""
    for path, field in (("/participants", "q"), ("/referrals", "sought")):
        for sought in (words.family_name, words.name):
            assert fk.open(path) == 200
            assert not fk.sees(words.family_name), path
            fk.fill_in({field: sought})
            fk.press("Search")
            assert fk.sees(fk.says("Nobody found")), (path, sought)


def reads_the_agenda(fk: Staff, meeting: str, words: Words, *, named: bool) -> None:
    """The question always; who it is about only while a consent says that they may know."""
    assert fk.open(meeting) == 200
    assert fk.sees(words.question)
    assert fk.sees(words.name) is named
    assert fk.sees("Person A")


def meets(fk: Staff, app: Flask, product: Product, words: Words, expected: dict[str, set[str]], *, named: bool = False) -> int:
    """Open every address there is with every id of the person's; the words stand where they are expected, nowhere else.

    `named`: and the name on the agenda of the team day.
    """
    endpoints = {path: endpoint for endpoint, path in pages(app, newest_ids(product))}
    secret = [
        words.family_name,
        words.number,
        words.number.replace("-", ""),
        words.referral,
        words.note,
        words.mapping,
        words.plan,
        words.answer,
    ]
    found: dict[str, set[str]] = {}
    for answer in joint.opened(fk, endpoints, secret):
        assert answer.status < 500, answer
        assert "pdf" not in answer.kind or endpoints[answer.path].partition(".")[0] in FOR_READERS, answer
        for word in answer.met:
            found.setdefault(word, set()).add(endpoints[answer.path])
    in_team = {endpoint for endpoint in found.get(words.family_name, ()) if endpoint.startswith("teams.")}
    assert ("teams.show" in in_team, bool(in_team)) == (named, named), in_team
    left = {word: where - in_team for word, where in found.items()}
    assert {word: where for word, where in left.items() if where} == expected
    return len(endpoints)


def newest_ids(product: Product) -> dict[str, list[uuid.UUID]]:
    """The ids made last in each table, by the names that addresses give them."""
    schema = product.house.schemas[SLUG]
    named = {"item": "agenda_item", "meeting": "team_meeting", "form": "consent_form", "period": "intervention_period"}
    with product.house.operator.connect() as connection:
        tables = connection.scalars(
            sa.text("SELECT table_name FROM information_schema.columns WHERE table_schema = :schema AND column_name = 'id'"),
            {"schema": schema},
        ).all()
        rows = {
            table: list(connection.scalars(sa.text(f'SELECT id FROM {schema}."{table}" ORDER BY id DESC LIMIT {NEWEST}')))
            for table in tables
        }
    rows |= {name: rows[table] for name, table in named.items() if table in rows} | {"double": rows["person"]}
    return {f"{name}_id": ids for name, ids in rows.items()}


def no_mail_tells(product: Product, words: Words) -> None:
    """Whatever was mailed by now, to anybody: not one word about the person."""
    for file in (product.logs / "mails").rglob("*.eml"):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert words.mark not in f"{mail['subject']} {mail.get_content()}", file.name
