"""Every page at 400 % zoom and by Tab alone: nothing scrolls sideways, everything is reached, and what has the focus is seen.

A window of 1280 × 1024 at 400 % has 320 × 256 CSS pixels (WCAG 1.4.10).
"""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.accessibility import WIDE, too_wide
from tests.e2e.conftest import ORDINARY, OpenPage
from tests.e2e.focus import walk_by_tab
from tests.e2e.pages import every_page, open_place
from tests.e2e.staff import Staff
from tests.e2e.town import SLUG, Town

pytestmark = pytest.mark.browser

AT_400_PERCENT: ViewportSize = {"width": 320, "height": 256}
# What stays in place while the page scrolls, and takes more than half of the window.
_FIXED = """() => [...document.body.querySelectorAll("*")].filter(one => {
  const {position, display} = getComputedStyle(one);
  return ["fixed", "sticky"].includes(position) && display !== "none" && one.offsetHeight > innerHeight / 2;
}).map(one => `${one.className || one.tagName} stays over ${one.offsetHeight} of ${innerHeight} px`)"""


def test_every_page_by_tab(chromium: Browser, town: Town, record_property: Callable[[str, object], None]) -> None:
    """Each page is opened once and walked through at both sizes."""
    began, pages, stops, faults = monotonic(), 0, 0, list[str]()
    for reader, places in every_page(town.app, town.ids, slug=SLUG).items():
        context = chromium.new_context(**ORDINARY)
        staff = Staff(context.new_page(), town.product, reader.slug)
        if reader.role:
            staff.sign_in(reader.role)
        for place in places:
            open_place(staff, place)
            for size in (WIDE, AT_400_PERCENT):
                staff.page.set_viewport_size(size)
                found, wrong = walk_by_tab(staff.page)
                stops += found
                wrong += staff.page.evaluate(_FIXED) + (too_wide(staff.page) if size is AT_400_PERCENT else [])
                faults += [f"{reader} {place.endpoint} at {size['width']} px: {fault}" for fault in wrong]
            pages += 1
        context.close()
    record_property(f"{stops} stops on {pages} pages at both sizes", f"{monotonic() - began:.0f} s")
    assert not faults, "\n".join(faults)


@pytest.fixture
def manager(town: Town, open_page: OpenPage) -> Staff:
    staff = Staff(open_page(viewport=AT_400_PERCENT), town.product, SLUG)
    staff.sign_in("subproject_manager")
    return staff


def test_the_open_menu_covers_nothing_that_has_the_focus(manager: Staff) -> None:
    menu = manager.page.locator("header details.menu > summary").last
    menu.focus()
    manager.page.keyboard.press("Enter")
    assert manager.page.locator("header details[open]").count() == 1
    stops, faults = walk_by_tab(manager.page)
    assert stops > 10
    assert faults + too_wide(manager.page) == []


@pytest.mark.parametrize("minutes", ["27:30", "31:00"], ids=["soon", "ended"])
def test_the_end_of_the_session_covers_nothing_that_has_the_focus(manager: Staff, minutes: str) -> None:
    page: Page = manager.page
    page.clock.install()
    manager.open("/participants/new-anonymous")
    page.clock.fast_forward(minutes)
    page.locator("[data-session] .notice").wait_for()
    _stops, faults = walk_by_tab(page)
    assert faults + page.evaluate(_FIXED) + too_wide(page) == []
