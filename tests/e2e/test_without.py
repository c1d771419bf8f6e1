"""The product without JavaScript: the whole thread, every page, and drafts by a button."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e import thread
from tests.e2e.accessibility import NARROW, too_wide
from tests.e2e.conftest import ORDINARY, OpenPage
from tests.e2e.pages import Place, Reader, every_page, open_place
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.test_thread import wait_until_counted
from tests.e2e.thread import Who
from tests.e2e.town import SLUG, Town

pytestmark = pytest.mark.browser

FORM = "/participants/new-anonymous"
# Forms that nobody can send, and parts of the menu that nobody can see. The room view has a way out and no menu, the box
# for other websites neither.
_STUCK = """() => [
  ...[...document.querySelectorAll("main form")].filter(form => {
    const buttons = [...form.elements].filter(one => one.type === "submit");
    return !buttons.some(one => one.checkVisibility({checkVisibilityCSS: true}) || one.closest("details:not([open])"));
  }).map(form => `nothing sends the form to ${form.action}`),
  ...(document.body.classList.contains("alone") ? [] : document.body.classList.contains("room") ? ["header a"]
    : ["header a", "header summary, header button"]).filter(
    wanted => ![...document.querySelectorAll(wanted)].some(one => one.checkVisibility())).map(wanted => `no ${wanted} is seen`),
]"""

# What tells of keys that only a script listens to.
_FORGET_KEYS = "() => document.querySelectorAll('[data-with-script]').forEach(one => one.remove())"


def test_the_thread_without_java_script(product: Product, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), product, "roslagen")
    staff.sign_in("subproject_manager")
    thread.walk(staff, Who("Disa", "Utanskript"))


def test_every_page_says_the_same_without_java_script(
    chromium: Browser, town: Town, record_property: Callable[[str, object], None]
) -> None:
    wait_until_counted(town.product)
    began, pages, faults = monotonic(), 0, list[str]()
    for reader, places in every_page(town.app, town.ids, slug=SLUG).items():
        without = chromium.new_context(**ORDINARY | {"viewport": NARROW}, java_script_enabled=False)
        staff = _as_reader(without, town, reader)
        within = chromium.new_context(**ORDINARY | {"viewport": NARROW}, storage_state=without.storage_state())
        beside = Staff(within.new_page(), town.product, reader.slug, signed_in=bool(reader.role))
        for place in places:
            pages += 1
            wrong = _differences(staff, beside, place) and _differences(staff, beside, place)
            faults += [f"{reader} {place.endpoint}: {fault}" for fault in wrong]
        within.close()
        without.close()
    record_property(f"{pages} pages without JavaScript", f"{monotonic() - began:.0f} s")
    assert not faults, "\n".join(faults)


def _differences(staff: Staff, beside: Staff, place: Place) -> list[str]:
    """Asked a second time where there are some: what was just registered elsewhere may have come between the two."""
    for one in (staff, beside):
        open_place(one, place)
    beside.page.evaluate(_FORGET_KEYS)
    said = staff.page.locator("main").inner_text()
    lines = beside.page.locator("main").inner_text().splitlines()
    wrong = [f"without JavaScript there is no {line.strip()!r}" for line in lines if line.strip() not in said]
    wrong += staff.page.locator("html").evaluate(_STUCK)
    return wrong + too_wide(staff.page)


def test_a_draft_is_saved_by_its_button(town: Town, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), town.product, SLUG)
    staff.sign_in("case_worker")
    path = f"/participants/{town.ids['tenant', 'participation_id'][0]}/exit/new"
    staff.open(path)
    staff.fill_in({"ended_on": "i fredags", "handed_to": "Lokalkontoret"})
    assert staff.press("Save as a draft") == 200
    assert staff.sees(staff.says("The draft is saved. Go on writing, or come back to it later."))
    assert staff.values_of({"ended_on": "", "handed_to": ""}) == {"ended_on": "i fredags", "handed_to": "Lokalkontoret"}
    staff.fill_in({"handed_to": "Arbetsförmedlingen"})
    staff.press("Save as a draft")
    staff.open("/work")
    staff.open(path)
    assert not staff.sees(staff.says("Save as a draft")), "an older draft waits for an answer"
    staff.press("Continue with the draft", link=True)
    assert staff.values_of({"ended_on": "", "handed_to": ""}) == {"ended_on": "i fredags", "handed_to": "Arbetsförmedlingen"}
    staff.open(path)
    staff.press("Throw the draft away")
    expect(staff.page.get_by_role("button", name=staff.says("Save as a draft"))).to_be_visible()


def _as_reader(context: BrowserContext, town: Town, reader: Reader) -> Staff:
    staff = Staff(context.new_page(), town.product, reader.slug)
    if reader.role:
        staff.sign_in(reader.role)
    return staff
