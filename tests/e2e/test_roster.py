"""A month of a group registered by keyboard: counted, and without JavaScript as well."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import check_page
from tests.e2e.conftest import OpenPage
from tests.e2e.staff import Staff
from tests.e2e.town import SLUG, Town
from tests.integration.attendance_makers import plan, somebody

pytestmark = pytest.mark.browser

PEOPLE, KEYS = 12, 60
ABSENT = [
    ("Grupp02", 1, "s"),
    ("Grupp02", 2, "s"),
    ("Grupp05", 4, "u"),
    ("Grupp07", 0, "v"),
    ("Grupp11", 7, "l"),
    ("Grupp12", 3, "a"),
]
"""Who was not there, on which of the days, and why; all others were."""


@pytest.fixture(scope="session")
def group(town: Town) -> uuid.UUID:
    """Twelve people, Tuesdays and Thursdays of August. Choosing them is not counted."""
    made: list[uuid.UUID] = []

    def settle() -> None:
        people = [somebody(town.product.house, f"Grupp{number:02}") for number in range(1, PEOPLE + 1)]
        days = plan(people, on_date=dt.date(2022, 8, 2), until=dt.date(2022, 8, 31), weekdays=[3], name="Kurs i grupp")
        made.append(days[0].id)

    town.make(settle)
    return made[0]


def sit_down(town: Town, page: Page) -> Staff:
    staff = Staff(page, town.product, SLUG)
    staff.sign_in("subproject_manager")
    return staff


class Keyboard:
    """Counts every key that is pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def go(self, row: int, column: int, here: tuple[int, int]) -> None:
        """With the arrows, the shortest way."""
        down, across = row - here[0], column - here[1]
        self.press("ArrowDown" if down > 0 else "ArrowUp", abs(down))
        self.press("ArrowRight" if across > 0 else "ArrowLeft", abs(across))


def test_a_month_of_twelve_people_takes_less_than_sixty_keys(
    town: Town, group: uuid.UUID, open_page: OpenPage, record_property: Callable[[str, object], None]
) -> None:
    page = open_page()
    staff = sit_down(town, page)
    staff.open(f"/activities/{group}/attendance")
    check_page(page)
    boxes = page.locator("[data-roster-box]")
    assert boxes.count() == PEOPLE * 9
    names = [text.split()[1] for text in page.locator(".roster tbody th").all_inner_texts()]
    keys = Keyboard(page)
    boxes.first.focus()
    here = (0, 0)
    for name, day, letter in sorted(ABSENT, key=lambda one: (one[1], one[0])):
        row = names.index(name)
        keys.go(row, day, here)
        keys.press(letter)
        here = (row + 1, day) if row + 1 < PEOPLE else (0, day + 1)
    keys.press("*")
    keys.press("Control+Enter")
    expect(page.get_by_role("main")).to_contain_text("108 rutor är registrerade")
    record_property("key strokes for a month of twelve people and nine days", keys.pressed)
    assert keys.pressed < KEYS
    staff.open("/months/2022-08")
    expect(page.get_by_role("row").filter(has_text="Grupp02")).to_contain_text("21")


def test_the_same_page_works_without_javascript(town: Town, group: uuid.UUID, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    staff = sit_down(town, page)
    staff.open(f"/activities/{group}/attendance")
    expect(page.locator("[data-roster-help]")).to_be_hidden()
    page.locator("[data-roster-box]").first.fill("2,5")
    assert staff.press("Save") == 200
    expect(page.get_by_role("main")).to_contain_text("är registrerad")
