"""The joint work around one person, step by step, each step at the screen of whoever does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from playwright.sync_api import Page

from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.thread import BASELINE, house_of, path_of
from tests.house import OWN

SLUG = "roslagen"
MANAGER, WORKER, REFERRER = "subproject_manager", "case_worker", "referrer"
AT_FK, AT_OTHER = "party_representative.fk", "party_representative.kommun"
_MET = """async ([paths, words]) => {
  const found = [];
  const look = async path => {
    const answer = await fetch(path), text = await answer.text();
    found.push([path, answer.status, answer.headers.get("content-type") || "", words.filter(word => text.includes(word))]);
  };
  const queue = [...paths];
  const reader = async () => { while (queue.length) await look(queue.shift()); };
  await Promise.all([reader(), reader(), reader()]);
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written about a person, each word in its own place and nowhere else. `mark` makes them this test's own."""

    mark: str
    number: str
    given_name: str = field(init=False)
    family_name: str = field(init=False)
    referral: str = field(init=False)
    note: str = field(init=False)
    mapping: str = field(init=False)
    plan: str = field(init=False)
    question: str = field(init=False)
    answer: str = field(init=False)

    def __post_init__(self) -> None:
        for name in ("given_name", "family_name", "referral", "note", "mapping", "plan", "question", "answer"):
            object.__setattr__(self, name, f"{name.title().replace('_', '')}{self.mark}")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Never:
    """Looks at every page somebody meets: none of these words may stand there."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)

    def __call__(self, page: Page) -> None:
        text = page.content()
        met = [word for word in self.words if word in text]
        assert not met, f"{met} on {page.url}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: its status, its type, and which of the words stand in it."""

    path: str
    status: int
    kind: str
    met: frozenset[str]


def opened(staff: Staff, paths: Iterable[str], words: Iterable[str]) -> list[Answer]:
    """Every one of the addresses, opened by this person."""
    found = staff.page.evaluate(_MET, [list(paths), list(words)])
    return [Answer(path, status, kind, frozenset(met)) for path, status, kind, met in found]


# The referral --------------------------------------------------------------------------------------------------------


def take_in_for_others(manager: Staff) -> None:
    """The committee receives what others send."""
    manager.open("/settings")
    manager.fill_in({"intake_authority_id": authority(manager, OWN)})
    manager.press("Save")
    assert manager.sees(manager.says("The settings are saved."))


def send(referrer: Staff, words: Words) -> str:
    """A case officer of another committee refers; returns the reference that they are shown."""
    referrer.open("/referrals")
    referrer.press("Write a referral", link=True)
    referrer.fill_in({"protected": "no"})
    referrer.press("Continue")
    referrer.fill_in({"person_agrees": "yes", "has_number": "number", "identity_number": words.number})
    referrer.fill_in({"given_name": words.given_name, "family_name": words.family_name, "municipality": "0160"})
    referrer.fill_in({"phone": "070-174 06 05", "address": words.referral})
    assert referrer.press("Register the referral") == 200
    assert referrer.sees(referrer.says("The referral is sent."))
    assert referrer.page.get_by_text(referrer.says("Received"), exact=True).count()
    reference = referrer.page.locator("main").inner_text().partition("R-")[2].split()[0]
    return f"R-{reference}"


def allow(manager: Staff, referral: str, to: list[str], kinds: list[str]) -> None:
    """The person lets these authorities learn these kinds of data."""
    manager.open(referral)
    manager.press("Register a consent", link=True)
    manager.fill_in({"authorities": [authority(manager, one) for one in to], "data_kinds": kinds})
    manager.fill_in({"purpose": "Gemensam planering", "given_by": "written", "until": "2022-12-31"})
    manager.press("Register the consent")
    assert manager.sees(manager.says("The consent is registered."))


def assess_and_start(manager: Staff, referral: str) -> str:
    """From the assessment to a participant with the case worker as contact person; returns the participant's path."""
    manager.open(referral)
    manager.fill_in({"to_state": "being_assessed", "on_date": "2022-09-15"})
    manager.press("Note the step")
    manager.fill_in({"to_state": "offered", "on_date": "2022-09-15"})
    manager.press("Note the step")
    manager.press("Register the start", link=True)
    worker_id = str(house_of(manager).accounts[f"{WORKER}@{SLUG}.example"])
    manager.fill_in(
        {**BASELINE, "started_on": "2022-09-15", "controller_id": authority(manager, OWN), "key_worker_id": worker_id}
    )
    manager.press("Start the participant")
    assert manager.sees(manager.says("The participant has started. The next thing is the first intervention."))
    return path_of(manager)


# What is written -----------------------------------------------------------------------------------------------------


def write_note(worker: Staff, participant: str, words: Words) -> None:
    worker.open(participant)
    worker.press("Write a note", link=True)
    worker.fill_in({"text": words.note})
    worker.press("Save the note")
    assert worker.sees(words.note)


def write_mapping(worker: Staff, participant: str, words: Words) -> None:
    worker.open(participant)
    worker.press("Make an assessment", link=True)
    worker.fill_in({"own_words": words.mapping, "grade_home": "2", "words_home": words.mapping})
    worker.press("Save the assessment")
    assert worker.sees(worker.says("The assessment is saved."))


def agree_on_a_plan(worker: Staff, participant: str, words: Words) -> str:
    """A version with a goal that holds; returns its path."""
    worker.open(participant)
    worker.press("Write the plan", link=True)
    worker.fill_in({"own_words": words.plan})
    worker.press("Begin the version")
    plan = path_of(worker).removesuffix("/edit")
    worker.open(plan)
    worker.press("One more goal", link=True)
    worker.fill_in({"goal": words.plan, "text": words.plan, "who": "participant"})
    worker.press("Add")
    worker.press("Agree to this version", link=True)
    worker.fill_in({"who": "y"})
    worker.press("Agree")
    assert worker.sees(worker.says("The plan is agreed and holds from now on."))
    return plan


# Handing over --------------------------------------------------------------------------------------------------------


def look_through(worker: Staff, page: str, to: str) -> int:
    """Choose the receiver of what the page shows, and press on; returns the status of what comes."""
    worker.open(page)
    worker.fill_in({"to_authority_id": authority(worker, to)})
    return worker.press("Look it through")


def hand_over(worker: Staff, page: str, to: str) -> None:
    assert look_through(worker, page, to) == 200
    assert worker.press("Hand over") == 200
    assert worker.sees(worker.says("It has been handed over. They read this version and nothing else."))


def link_to_hand_over(worker: Staff, kind: str) -> str:
    """The address under which the item of this kind on the page at hand is handed over."""
    link = worker.page.locator(f"main a[href^='/hand-over/{kind}/']").first
    return str(link.get_attribute("href"))


def forge(worker: Staff, page: str, to: str) -> int:
    """Send the form with a receiver that it does not offer; returns the status."""
    worker.open(page)
    radio = worker.page.locator("main [name='to_authority_id']").first
    radio.evaluate("(field, value) => { field.value = value; field.checked = true; }", authority(worker, to))
    return worker.press("Look it through")


def withdraw_all(manager: Staff, referral: str) -> None:
    """The person takes every consent back."""
    manager.open(referral)
    while manager.page.locator("main a[href$='/withdrawal']").count():
        manager.press("The person takes the consent back", link=True)
        manager.fill_in({"how": "per telefon"})
        manager.press("Withdraw the consent")
        assert manager.sees(manager.says("The consent is withdrawn. Nothing is shared on it any more."))
        manager.open(referral)


# The team day and the contact card ------------------------------------------------------------------------------------


def plan_team_day(manager: Staff, referral: str, words: Words) -> str:
    """A team day to which Försäkringskassan is called, with the referral on its agenda; returns its path."""
    manager.open("/team/new")
    called = [str(house_of(manager).accounts[f"{role}@{SLUG}.example"]) for role in (MANAGER, AT_FK)]
    manager.fill_in({"name": "Samverkansteam", "on_date": "2022-09-15", "starts_at": "09:00", "called": called})
    assert manager.press("Put it in the calendar") == 200
    meeting = path_of(manager)
    manager.open(f"{meeting}/items/new")
    manager.fill_in({"who": f"referral:{referral.rpartition('/')[2]}", "question": words.question})
    assert manager.press("Put it on the agenda") == 200
    assert manager.sees(words.name)
    return meeting


def ask_whom_to_call(officer: Staff, words: Words) -> None:
    """Ask for the contact card of the person."""
    officer.open("/contact-card")
    officer.fill_in({"number": words.number, "reason": "Inför ett möte"})
    officer.press("Ask")
    assert not officer.sees(words.family_name)


def authority(staff: Staff, key: str) -> str:
    return str(house_of(staff).authorities[SLUG, key])


def name_of_worker(product: Product) -> str:
    """As it stands now: other tests of the same product rename the staff."""
    house = product.house
    account = house.accounts[f"{WORKER}@{SLUG}.example"]
    with house.operator.connect() as connection:
        chosen = sa.text(f"SELECT name FROM {house.schemas[SLUG]}.staff WHERE account_id = :account")
        return str(connection.execute(chosen, {"account": account}).scalar_one())
