"""The product without a mouse, and without JavaScript."""

import pytest
from playwright.sync_api import Page

from tests.e2e import thread
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff, Value
from tests.e2e.thread import Who
from tests.house import PASSWORD

pytestmark = pytest.mark.browser

MOST_TABS = 80
_FOCUSED = """() => {
  const one = document.activeElement;
  const seen = getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none";
  return [one.name || "", one.type || "", one.value || "", one.textContent.trim(), seen];
}"""


def test_the_thread_without_java_script(product: Product, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), product, "roslagen")
    staff.sign_in("subproject_manager")
    thread.walk(staff, Who("Disa", "Utanskript"))


def test_sign_in_and_referral_with_the_keyboard_alone(product: Product, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(product.address("roslagen", "/sign-in"))
    hands = Staff(page, product, "roslagen")
    type_in(page, {"email": "subproject_manager@roslagen.example", "password": PASSWORD})
    enter(page)
    assert page.url == product.address("roslagen", "/work")
    tab_to(page, text=hands.says("Skip to content"))
    page.keyboard.press("Enter")
    tab_to(page, text=hands.says("Referrals"))
    enter(page)
    tab_to(page, text=hands.says("Register a referral"))
    enter(page)
    type_in(page, {"protected": "no"})
    enter(page)
    type_in(page, thread.referral_of(Who("Kaj", "Tangentbord")))
    tab_to(page, text=hands.says("Register the referral"))
    enter(page)
    assert hands.sees(hands.says("The referral is registered."))


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page: Page, values: dict[str, Value]) -> None:
    """Fields in the order of the page: text is written, alternatives are chosen with arrows and letters."""
    for name, value in values.items():
        kind = tab_to(page, name=name)
        if kind == "radio":
            choose_radio(page, str(value))
        elif kind == "select-one":
            choose_option(page, str(value))
        else:
            page.keyboard.press("Control+A")
            page.keyboard.type(str(value))


def tab_to(page: Page, *, name: str = "", text: str = "") -> str:
    """Press Tab until the field or the words have the focus, which must be seen all the way. Returns the field's type."""
    for _ in range(MOST_TABS):
        focused_name, kind, _value, words, seen = page.evaluate(_FOCUSED)
        if (name and focused_name == name) or (text and words == text):
            assert seen, f"nothing shows that {name or text} has the focus"
            return str(kind)
        page.keyboard.press("Tab")
    raise AssertionError(f"{name or text} is not reached by Tab on {page.url}")


def choose_radio(page: Page, value: str) -> None:
    page.keyboard.press("Space")
    for _ in range(MOST_TABS):
        if page.evaluate(_FOCUSED)[2] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen with the keyboard")


def choose_option(page: Page, value: str) -> None:
    for _ in range(MOST_TABS):
        if page.evaluate(_FOCUSED)[2] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen with the keyboard")
