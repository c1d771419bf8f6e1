"""Nothing typed is lost, in a real browser: drafts, the warning before leaving, the session's end, two people in one form."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import PageChecks, check_page
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.house import FK

pytestmark = pytest.mark.browser

FORM = "/participants/new-anonymous"
SAVED = "[data-draft-state]:not(:empty)"


@pytest.fixture
def manager(product: Product, open_page: OpenPage) -> Staff:
    staff = Staff(open_page(), product, "roslagen", look=PageChecks())
    staff.sign_in("subproject_manager")
    return staff


def dialogs(page: Page) -> list[str]:
    """What the browser asks before it leaves; it leaves all the same."""
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", answer)
    return asked


def test_what_is_typed_is_saved_offered_and_gone_when_sent(manager: Staff) -> None:
    page = manager.page
    asked = dialogs(page)
    manager.open(FORM)
    page.locator("main [name=started_on]").fill("i tisdags")
    expect(page.locator(SAVED)).to_contain_text(manager.says("Draft saved"))
    manager.open("/work")
    assert asked == [], "what is saved is no loss"

    manager.open(FORM)
    expect(page.locator("main [name=started_on]")).not_to_have_value("i tisdags")
    manager.press("Continue with the draft", link=True)
    expect(page.locator("main [name=started_on]")).to_have_value("i tisdags")
    manager.fill_in({"sex": "man", "started_on": "2022-09-06"})
    assert manager.press("Register") == 200
    manager.open(FORM)
    expect(page.get_by_text(manager.says("Throw the draft away"))).to_have_count(0)
    assert asked == []


def test_leaving_what_is_not_saved_asks_first(manager: Staff) -> None:
    page = manager.page
    asked = dialogs(page)
    manager.open(FORM)
    page.route("**/drafts", lambda route: route.abort())
    page.locator("main [name=started_on]").press_sequentially("2022")
    page.goto(manager.site.address("roslagen", "/work"))
    assert asked == ["beforeunload"]
    manager.open(FORM)
    manager.open("/work")
    assert len(asked) == 1, "a form that nobody has touched is left without a word"


def test_a_refused_form_is_saved_as_it_came_back(manager: Staff) -> None:
    page = manager.page
    manager.open(FORM)
    manager.fill_in({"sex": "woman", "started_on": "i våras"})
    assert manager.press("Register") == 422
    expect(page.locator(SAVED)).to_contain_text(manager.says("Draft saved"))
    manager.open(FORM)
    manager.press("Throw the draft away")
    expect(page.get_by_text(manager.says("The draft is thrown away."))).to_be_visible()


def test_the_session_warns_before_it_ends_and_can_be_kept(manager: Staff) -> None:
    page = manager.page
    page.clock.install()
    manager.open(FORM)
    warning, ended = manager.says("You will soon be signed out"), manager.says("You have been signed out")
    page.clock.fast_forward("26:00")
    expect(page.get_by_text(warning)).to_have_count(0)
    page.clock.fast_forward("01:30")
    expect(page.get_by_text(warning)).to_be_visible()
    manager.look(page)
    page.get_by_role("button", name=manager.says("Stay signed in")).click()
    expect(page.get_by_text(warning)).to_have_count(0)
    page.clock.fast_forward("31:00")
    expect(page.get_by_text(ended)).to_be_visible()
    expect(page.locator("[data-session-sign-in]")).to_have_attribute("href", f"/sign-in?next={FORM}")


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_in_one_form_see_both_versions(product: Product, open_page: OpenPage, scripts: bool) -> None:
    mine, theirs = (Staff(open_page(java_script_enabled=on), product, "roslagen") for on in (scripts, True))
    path = f"/authorities/{product.house.authorities['roslagen', FK]}"
    for staff in (mine, theirs):
        staff.sign_in("tenant_admin")
        staff.open(path)
    theirs.fill_in({"agreement_until": f"2023-0{6 if scripts else 7}-30"})
    theirs.press("Save")
    mine.fill_in({"name": f"Försäkringskassan Norr {scripts}", "agreement_until": "2024-01-31"})
    assert mine.press("Save") == 409
    if scripts:
        check_page(mine.page)
    expect(mine.page.locator(".two-versions")).to_have_count(2)
    expect(mine.page.locator("main [name=agreement_until]")).to_have_value("2024-01-31")
    mine.page.get_by_role("checkbox").last.check()
    mine.press("Save")
    mine.open(path)
    expect(mine.page.locator("main [name=name]")).to_have_value(f"Försäkringskassan Norr {scripts}")
    expect(mine.page.locator("main [name=agreement_until]")).to_have_value(f"2023-0{6 if scripts else 7}-30")
