"""Twelve tasks of a working day, each from sign-in to what the page then says, without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from core.persons.services import Applicant
from tests.e2e import thread
from tests.e2e.conftest import OpenPage
from tests.e2e.hands import Hands
from tests.e2e.staff import Staff
from tests.e2e.thread import Who
from tests.e2e.town import SLUG, Town
from tests.house import FK, OTHER, OWN, PASSWORD
from tests.integration.participation_makers import begin, offer, take_part
from tests.integration.referral_makers import allow, applicant, refer

pytestmark = pytest.mark.browser

At = Callable[..., Hands]
NEW_PASSWORD = "tangentbord utan mus 41"


@pytest.fixture
def at(town: Town, open_page: OpenPage) -> At:
    """`at("case_worker")`: hands at the keyboard, signed in by it."""

    def sit_down(role: str = "subproject_manager", slug: str = SLUG) -> Hands:
        hands = Hands(Staff(open_page(), town.product, slug))
        hands.sign_in(role)
        return hands

    return sit_down


def says(hands: Hands, text: str) -> None:
    expect(hands.page.get_by_role("main")).to_contain_text(hands.staff.says(text))


def named(family_name: str) -> Applicant:
    return applicant(given_name="Kaj", family_name=family_name)


def open_referral(hands: Hands, family_name: str) -> None:
    hands.follow("Referrals")
    hands.follow_name(f"Kaj {family_name}")


def open_participant(hands: Hands, family_name: str) -> None:
    hands.follow("Participants")
    hands.follow_name(f"Kaj {family_name}")


def test_sign_in_and_out(at: At) -> None:
    hands = at("case_worker")
    assert hands.page.url.endswith("/work")
    hands.follow("Sign out")
    hands.follow("Sign in")
    expect(hands.page.locator("[name=password]")).to_be_visible()


def test_register_a_referral(at: At) -> None:
    hands = at()
    hands.tab_to(text=hands.staff.says("Skip to content"))
    hands.page.keyboard.press("Enter")
    hands.follow("Referrals")
    hands.follow("Register a referral")
    hands.type_in({"protected": "no"})
    hands.enter()
    hands.type_in(thread.referral_of(Who("Kaj", "Tangentbord")))
    hands.follow("Register the referral")
    says(hands, "The referral is registered.")


def test_put_a_refused_form_right_from_its_summary(at: At) -> None:
    hands = at()
    hands.staff.open("/participants/new-anonymous")
    hands.type_in({"started_on": "i tisdags"})
    hands.follow("Register")
    expect(hands.page.locator(".error-summary")).to_be_focused()
    faults = hands.page.locator(".error-summary a")
    for at_, target in enumerate([str(one.get_attribute("href")) for one in faults.all()]):
        if at_:
            hands.page.locator(".error-summary").focus()  # as Shift+Tab would, many times
        hands.tab_to(text=faults.nth(at_).inner_text())
        hands.page.keyboard.press("Enter")
        expect(hands.page.locator(target)).to_be_focused()
    hands.type_in({"sex": "woman", "started_on": "2022-09-06"})
    hands.follow("Register")
    says(hands, "ROS-")


def test_move_a_referral(at: At, town: Town) -> None:
    town.make(lambda: refer(named("Steg")))
    hands = at()
    open_referral(hands, "Steg")
    hands.type_in({"to_state": "offered", "on_date": "2022-09-05"})
    hands.follow("Note the step")
    says(hands, "The step is noted.")


def test_register_a_consent(at: At, town: Town) -> None:
    town.make(lambda: refer(named("Samtycke")))
    hands = at()
    open_referral(hands, "Samtycke")
    hands.follow("Register a consent")
    shown = str(town.product.house.authorities[SLUG, OTHER])
    hands.type_in({"authorities": [shown], "data_kinds": ["referral", "plan"], "purpose": "Gemensam planering"})
    hands.type_in({"given_by": "written", "given_on": "2022-09-02", "until": "2022-12-31"})
    hands.follow("Register the consent")
    says(hands, "The consent is registered.")


def test_withdraw_a_consent(at: At, town: Town) -> None:
    town.make(lambda: allow(refer(named("Återtar")).person_id, town.product.house.authorities[SLUG, FK]))
    hands = at()
    open_referral(hands, "Återtar")
    hands.follow("The person takes the consent back")
    hands.type_in({"how": "Per telefon"})
    hands.follow("Withdraw the consent")
    says(hands, "The consent is withdrawn. Nothing is shared on it any more.")


def test_start_a_participation(at: At, town: Town) -> None:
    town.make(lambda: offer(named("Börjar")))
    house = town.product.house
    hands = at()
    hands.follow("Referrals")
    hands.type_in({"state": "offered"})
    hands.follow("Filter")
    hands.follow_name("Kaj Börjar")
    hands.follow("Register the start")
    hands.type_in({"controller_id": str(house.authorities[SLUG, OWN])})
    hands.type_in({"key_worker_id": str(house.accounts[f"case_worker@{SLUG}.example"]), **thread.BASELINE})
    hands.follow("Start the participant")
    says(hands, "The participant has started. The next thing is the first intervention.")


def test_search_for_a_participant(at: At, town: Town) -> None:
    town.make(lambda: begin(town.product.house, named("Åkerö-Sökt")))
    hands = at("case_worker")
    hands.follow("Participants")
    hands.type_in({"q": "åkerö-sökt"})
    hands.enter()
    hands.follow_name("Kaj Åkerö-Sökt")
    expect(hands.page.locator("h1")).to_contain_text("ROS-")
    says(hands, "Kaj Åkerö-Sökt")


def test_sort_and_filter_a_list(at: At) -> None:
    hands = at()
    hands.follow("Participants")
    hands.type_in({"status": "ended"})
    hands.follow("Filter")
    rows = hands.page.locator("main tbody tr")
    expect(rows).to_have_count(2)
    hands.follow("Show all")
    hands.follow("Since")
    expect(hands.page.locator("th[aria-sort]:not([aria-sort=none])")).to_contain_text(hands.staff.says("Since"))
    days = rows.locator("td:nth-child(5)").all_inner_texts()
    assert days in (sorted(days), sorted(days, reverse=True))
    assert len(days) > 1


def test_begin_an_intervention(at: At, town: Town) -> None:
    town.make(lambda: begin(town.product.house, named("Insats")))
    hands = at("case_worker")
    open_participant(hands, "Insats")
    hands.follow("Begin an intervention")
    course = str(town.product.house.interventions[SLUG, "course"])
    hands.type_in({"intervention_id": course, "starts_on": "2022-09-07", "extent_percent": "50", "place": "Täby"})
    hands.follow("Begin the intervention")
    says(hands, "The intervention has begun.")


def test_register_an_exit(at: At, town: Town) -> None:
    def there() -> None:
        take_part(town.product.house, begin(town.product.house, named("Slutar")))

    town.make(there)
    hands = at("case_worker")
    open_participant(hands, "Slutar")
    hands.follow("Register the exit")
    hands.type_in({"ended_on": "2022-09-14", "exit_reason": "arbete_utan_stod", "handed_to": "Lokalkontoret"})
    hands.type_in({"sources": ["lon"], "main_activity": "work", "work_subsidised": "no"})
    hands.follow("Register the exit")
    says(hands, "The exit has been registered.")


def test_invite_a_colleague(at: At, town: Town) -> None:
    hands = at("tenant_admin")
    hands.follow("Staff")
    hands.follow("Invite somebody")
    hands.type_in({"name": "Kaj Inbjuden", "email": "kaj.inbjuden@example.org", "role": "case_worker"})
    hands.type_in({"employer": str(town.product.house.authorities[SLUG, OWN])})
    hands.follow("Send the invitation")
    says(hands, "Kaj Inbjuden")


def test_change_the_language(at: At) -> None:
    hands = at("case_worker")
    hands.tab_to(text="English")
    hands.enter()
    expect(hands.page.locator("html")).to_have_attribute("lang", "en")
    hands.tab_to(text="Svenska")
    hands.enter()
    expect(hands.page.locator("html")).to_have_attribute("lang", "sv")


def test_change_the_password(at: At) -> None:
    role, slug = "party_representative.kommun", "hbs"  # nobody else signs in as this one
    hands = at(role, slug)
    hands.page.goto(hands.staff.site.address(slug, "/profile"))
    hands.follow("Change password")
    hands.type_in({"current": PASSWORD, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    hands.enter()
    hands.follow("Sign out")
    hands.sign_in(role, NEW_PASSWORD)
    assert "/sign-in" not in hands.page.url
