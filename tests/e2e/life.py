"""A whole life in the delprojekt, step by step: from the first team day to the follow-up six months after the exit."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from tests.e2e import joint, thread
from tests.e2e.staff import Staff, Value
from tests.e2e.thread import BASELINE, Who, house_of, path_of
from tests.house import OWN

SLUG = "roslagen"


@dataclass(frozen=True, slots=True)
class Life:
    """Whose it is, and the month of the course. Everything else is reckoned from it; the product's day is 2022-09-15."""

    who: Who
    month: dt.date
    referred: dt.date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "referred", self.month - dt.timedelta(days=40))

    def day(self, after: int) -> str:
        """So many days after the first of the month."""
        return (self.month + dt.timedelta(days=after)).isoformat()

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"


def refer(staff: Staff, life: Life) -> str:
    """Returns the path of the referral."""
    staff.open("/referrals/new")
    staff.fill_in({"protected": "no"})
    staff.press("Continue")
    staff.fill_in(thread.referral_of(life.who) | {"received_on": life.referred.isoformat()})
    assert staff.press("Register the referral") == 200
    return path_of(staff)


def meet(staff: Staff, life: Life, referral: str) -> None:
    """The first team day: the referral is brought up, the team suggests a place, the meeting is closed."""
    staff.open("/team/new")
    called = [str(house_of(staff).accounts[f"{role}@{SLUG}.example"]) for role in (joint.MANAGER, joint.AT_FK)]
    staff.fill_in({"name": "Samverkansteam", "on_date": life.day(-30), "starts_at": "09:00", "called": called})
    assert staff.press("Put it in the calendar") == 200
    meeting = path_of(staff)
    staff.open(f"{meeting}/items/new")
    staff.fill_in({"who": f"referral:{referral.rpartition('/')[2]}", "question": "Vilket stöd kan ges?"})
    assert staff.press("Put it on the agenda") == 200
    staff.open(f"{meeting}/during")
    staff.page.locator("main a[href$='/outcome']").first.click()
    staff.fill_in({"outcome": "offer", "outcome_line": "En plats i kursen", "participant_present": "no"})
    assert staff.press("Save") == 200
    staff.open(f"{meeting}/during")
    staff.fill_in({"present": called})
    assert staff.press("Save who is here") == 200
    staff.open(f"{meeting}/close")
    staff.fill_in({"sure": "y"})
    assert staff.press("Close the meeting") == 200


def start(staff: Staff, life: Life, referral: str) -> str:
    """A place is offered and taken up; returns the path of the participation."""
    staff.open(referral)
    staff.fill_in({"to_state": "offered", "on_date": life.day(-20)})
    staff.press("Note the step")
    staff.press("Register the start", link=True)
    house = house_of(staff)
    values: dict[str, Value] = {
        **BASELINE,
        "started_on": life.day(-10),
        "controller_id": str(house.authorities[SLUG, OWN]),
        "key_worker_id": str(house.accounts[f"{joint.WORKER}@{SLUG}.example"]),
    }
    staff.fill_in(values)
    staff.press("Start the participant")
    assert staff.sees(staff.says("The participant has started. The next thing is the first intervention."))
    return path_of(staff)


def map_and_plan(worker: Staff, participant: str) -> None:
    """The mapping in the person's own words, and a plan that is agreed."""
    words = joint.Words("liv", "")
    joint.write_mapping(worker, participant, words)
    joint.agree_on_a_plan(worker, participant, words)


def take_part(worker: Staff, life: Life, participant: str) -> None:
    """A course with two days in the month: there the first, away the second."""
    course = house_of(worker).interventions[SLUG, "course"]
    worker.open(f"{participant}/interventions/new")
    worker.fill_in({"intervention_id": str(course), "starts_on": life.day(0), "extent_percent": "25"})
    assert worker.press("Begin the intervention") == 200
    worker.open(f"/activities/new?insats={course}")
    mine = worker.page.locator("label", has_text=life.who.name).first
    person = worker.page.locator(f"#{mine.get_attribute('for')}").get_attribute("value")
    assert person
    days: dict[str, Value] = {"name": f"Kurs {life.key}", "on_date": life.day(4), "begins_at": "09:00", "ends_at": "12:30"}
    worker.fill_in({**days, "people": [person], "every_weeks": "1", "until": life.day(11)})
    assert worker.press("Put it in the calendar") == 200
    activity = path_of(worker) if "/activities/" in path_of(worker) else first_activity(worker, life)
    worker.open(f"{activity}/attendance")
    boxes = worker.page.locator("[data-roster-box]")
    assert boxes.count() == 2
    boxes.nth(0).fill("2,75")
    boxes.nth(1).fill("S")
    assert worker.press("Save") == 200
    worker.open(f"{participant}/attendance")
    assert worker.sees(worker.says("Ill"))


def first_activity(worker: Staff, life: Life) -> str:
    """The series in the calendar."""
    worker.open(f"/activities?month={life.key}")
    link = worker.page.get_by_role("link", name=re.compile(f"Kurs {life.key}")).first
    return str(link.get_attribute("href"))


def sign_and_lock(manager: Staff, life: Life) -> tuple[bytes, bytes]:
    """The month's report is made, comes back signed, and the month is locked; returns the PDF and the Excel file."""
    month = f"/months/{life.key}"
    manager.open(month)
    manager.page.locator(f"main form[action='{month}/reports'] button").click()
    manager.open(month)
    row = manager.page.get_by_role("row").filter(has_text=life.who.name)
    paper = saved(manager, str(row.locator("a[href$='.pdf']").first.get_attribute("href")))
    received = str(row.locator("a[href$='/received']").first.get_attribute("href"))
    manager.open(received)
    manager.fill_in({"signed_on": life.day(32), "received_on": life.day(33)})
    assert manager.press("Save") == 200
    manager.open(f"{month}/lock")
    manager.fill_in({"comment": "Allt är registrerat."})
    assert manager.press("Lock the month") == 200
    assert manager.sees("Allt är registrerat.")
    manager.open(f"{month}/summary")
    manager.fill_in({"reason": "Underlag till utbetalningen"})
    with manager.page.expect_download() as arriving:
        manager.page.get_by_role("button", name=manager.says("Take home the file")).click()
    return paper, arriving.value.path().read_bytes()


def step_forward(worker: Staff, life: Life, participant: str) -> None:
    worker.open(f"{participant}/steps/new")
    worker.fill_in({"kind": "work_begun", "noted_on": life.day(70), "words": "Tjugo timmar i veckan"})
    assert worker.press("Note the step") == 200
    assert worker.sees("Tjugo timmar i veckan")


def leave(worker: Staff, life: Life, participant: str) -> bytes:
    """The exit to work; returns the certificate."""
    worker.open(participant)
    worker.press("Register the exit", link=True)
    worker.fill_in({"ended_on": life.day(90), "exit_reason": "arbete_subventionerat", "sources": ["lon"]})
    worker.fill_in({"main_activity": "work", "work_subsidised": "yes", "handed_to": "Lokalkontoret"})
    worker.press("Register the exit")
    assert worker.sees(worker.says("The exit has been registered."))
    return saved(worker, f"{participant}/certificate-{worker.language}.pdf")


def follow_up(worker: Staff, life: Life) -> None:
    """One month after nobody answers; six months after the person tells."""
    reach(worker, life, 0)
    worker.fill_in({"on_date": life.day(125), "way": "phone", "reached": "no"})
    assert worker.press("Note the try") == 200
    worker.open(f"{path_of(worker)}/state")
    worker.fill_in({"state": "unreachable"})
    assert worker.press("Save") == 200
    reach(worker, life, 1)
    worker.open(path_of(worker).replace("/tries/new", "/answer"))
    worker.fill_in({"answered_on": life.day(280), "way": "phone", "sources": ["lon"], "main_activity": "work"})
    worker.fill_in({"work_subsidised": "no", "words": "Har fått fast anställning"})
    assert worker.press("Save the answer") == 200
    assert worker.sees("Har fått fast anställning")


def reach(worker: Staff, life: Life, place: int) -> None:
    """The form for a try, of the person's first or second follow-up."""
    worker.open("/follow-ups")
    rows = worker.page.get_by_role("row").filter(has_text=life.who.name)
    link: Any = rows.nth(place if rows.count() > 1 else 0).locator("a").first.get_attribute("href")
    worker.open(f"{link}/tries/new")


_FETCH = """async path => {
  const answer = await fetch(path), bytes = new Uint8Array(await answer.arrayBuffer());
  return [answer.status, [...bytes]];
}"""


def saved(staff: Staff, path: str) -> bytes:
    """The file behind an address, as this person's browser gets it."""
    status, content = staff.page.evaluate(_FETCH, path)
    assert status == 200, path
    return bytes(content)
