"""The thread: a person is referred, allows sharing, is offered a place, starts, takes part and leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.e2e.product import Product
from tests.e2e.staff import Staff, Value
from tests.house import OTHER, OWN, House


@dataclass(frozen=True, slots=True)
class Who:
    """A made-up person. Without a number they have a temporary identity."""

    given_name: str
    family_name: str
    number: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


WOMAN = Who("Alma", "Testberg", "199001012385")
MAN = Who("Östen", "Tråd", "200002292399")
WRONG_NUMBER = "19900101-23"
WRONG_FIELDS = [
    "identity_number",
    "given_name",
    "municipality",
    "email",
    "kind-0",
    "arrival_way",
    "received_on",
    "referring_party",
]


@dataclass(frozen=True, slots=True)
class Walked:
    """Addresses of what the thread left behind."""

    who: Who
    referral: str
    participation: str


def walk(staff: Staff, who: Who) -> Walked:
    """From the list of referrals to the exit. Signed in: the delprojektledare."""
    referral = refer(staff, who)
    consent(staff)
    offer_place(staff)
    start(staff)
    participation = path_of(staff)
    take_part(staff)
    leave(staff)
    return Walked(who, referral, participation)


def refer(staff: Staff, who: Who) -> str:
    """Returns the path of the referral."""
    staff.open("/referrals")
    staff.press("Register a referral", link=True)
    staff.fill_in({"protected": "no"})
    staff.press("Continue")
    staff.fill_in(referral_of(who))
    assert staff.press("Register the referral") == 200
    assert staff.sees(staff.says("The referral is registered."))
    return path_of(staff)


def referral_of(who: Who) -> dict[str, Value]:
    """What is written about the person on behalf of a case officer."""
    identity: dict[str, Value] = {"has_number": "number", "identity_number": who.number}
    if not who.number:
        identity = {"has_number": "temporary", "birth_date": "1991-03-04", "sex": "man"}
    return {
        **identity,
        "given_name": who.given_name,
        "family_name": who.family_name,
        "municipality": "0160",
        "phone": "070-174 06 05",
        "kind": "referral",
        "arrival_way": "phone",
        "received_on": "2022-09-01",
        "referring_party": "fk",
        "referrer_name": "Handläggare Exempel",
    }


def refuse_what_is_wrong(staff: Staff) -> None:
    """A form with everything wrong that can be: every fault is told, each leads to its field, nothing typed is lost."""
    wrong: dict[str, Value] = {
        "identity_number": WRONG_NUMBER,
        "given_name": "",
        "family_name": "Testberg",
        "municipality": "",
        "email": "alma vid exempel",
        "received_on": "2022-13-45",
        "referrer_name": "Handläggare Exempel",
    }
    staff.fill_in(wrong)
    assert staff.press("Register the referral") == 422
    faults = staff.page.locator(".error-summary a")
    targets = [str(one.get_attribute("href")) for one in faults.all()]
    expected = [
        "identity_number",
        "given_name",
        "municipality",
        "email",
        "kind-0",
        "arrival_way",
        "received_on",
        "referring_party",
    ]
    assert targets == [f"#{name}" for name in expected]
    assert staff.values_of(wrong) == wrong
    faults.first.click()
    assert staff.page.locator("#identity_number").evaluate("field => field === document.activeElement")


def consent(staff: Staff) -> None:
    staff.press("Register a consent", link=True)
    shown = house_of(staff).authorities
    given: dict[str, Value] = {
        "authorities": [str(shown["roslagen", OTHER])],
        "data_kinds": ["referral", "plan"],
        "purpose": "Gemensam planering",
        "given_by": "written",
        "given_on": "2022-09-02",
        "until": "2022-12-31",
    }
    staff.fill_in(given)
    staff.press("Register the consent")
    assert staff.sees(staff.says("The consent is registered."))
    staff.press("To the referral", link=True)


def offer_place(staff: Staff) -> None:
    staff.fill_in({"to_state": "offered", "on_date": "2022-09-05"})
    staff.press("Note the step")
    assert staff.sees(staff.says("The step is noted."))


BASELINE: Mapping[str, Value] = {
    "started_on": "2022-09-06",
    "next_contact_on": "2022-09-20",
    "sources": ["forsorjningsstod", "aktivitetsstod_utvecklingsersattning"],
    "main_source": "forsorjningsstod",
    "main_activity": "other",
    "education": "gymnasial",
    "support_since": "2018-03-01",
}


def start(staff: Staff) -> None:
    house = house_of(staff)
    staff.press("Register the start", link=True)
    staff.fill_in({"controller_id": str(house.authorities["roslagen", OWN])})
    staff.fill_in({"key_worker_id": str(house.accounts["case_worker@roslagen.example"]), **BASELINE})
    staff.press("Start the participant")
    assert staff.sees(staff.says("The participant has started. The next thing is the first intervention."))


def take_part(staff: Staff) -> None:
    staff.press("Begin an intervention", link=True)
    course = house_of(staff).interventions["roslagen", "course"]
    staff.fill_in({"intervention_id": str(course), "starts_on": "2022-09-07", "extent_percent": "50", "place": "Täby"})
    staff.press("Begin the intervention")
    assert staff.sees(staff.says("The intervention has begun."))


def leave(staff: Staff) -> None:
    staff.press("Register the exit", link=True)
    staff.fill_in({"ended_on": "2022-09-14", "exit_reason": "arbete_utan_stod", "sources": ["lon"]})
    staff.fill_in({"main_activity": "work", "work_subsidised": "no", "handed_to": "Lokalkontoret"})
    staff.press("Register the exit")
    assert staff.sees(staff.says("The exit has been registered."))


def look_around(staff: Staff, walked: Walked) -> None:
    """The pages beside the thread: lists, search, figures, a refusal, and what the public reads."""
    staff.open("/work")
    staff.open("/participants")
    staff.fill_in({"q": walked.who.number or walked.who.family_name})
    staff.press("Search")
    assert staff.sees(walked.who.name)
    staff.open("/referrals/new/protected")
    assert staff.open("/participants/nobody") == 404
    staff.open("/figures")
    prefix = "" if staff.language == "sv" else "/en"
    staff.press("Sign out", within=staff.page.get_by_role("banner"))
    staff.open(f"{prefix}/about/accessibility")
    for reader in (staff, replace(staff, slug=None)):
        reader.open(f"{prefix}/")
        reader.open(f"{prefix}/how-we-count")


def house_of(staff: Staff) -> House:
    """What stands in the product that this person works with."""
    assert isinstance(staff.site, Product)
    return staff.site.house


def path_of(staff: Staff) -> str:
    return staff.page.url.removeprefix(staff.site.address(staff.slug, "")).partition("?")[0]
