"""What opens over a page, at 400 % zoom and by Tab alone: it covers nothing that has the focus.

The pages themselves are walked through by tests/e2e/test_pages_in_swedish.py.
"""

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import too_wide
from tests.e2e.beside import AT_400_PERCENT, STAYS
from tests.e2e.conftest import OpenPage
from tests.e2e.focus import walk_by_tab
from tests.e2e.staff import Staff
from tests.e2e.town import SLUG, Town

pytestmark = pytest.mark.browser


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
    assert faults + page.evaluate(STAYS) + too_wide(page) == []
