"""Every page of the product looked at by axe, and what else is tried while it is open (tests/e2e/beside.py).

Collected once a language, by the two test files that import it, so that xdist may spread them. Each page is seen wide, narrow,
light, dark, in Swedish and in English, but not in all eight ways that these can be put together: Swedish is wide and light,
English narrow and dark. No page is too wide at 320 px in either.
"""

from collections.abc import Callable, Iterator, Sequence
from time import monotonic

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from core.context import Language
from tests.e2e.accessibility import NARROW, WIDE, View, faults_of
from tests.e2e.conftest import ORDINARY, is_complaint
from tests.e2e.drawn import drawings, show_drawing
from tests.e2e.pages import Place, Reader, every_page, homes, open_place, unknown_names
from tests.e2e.staff import Staff
from tests.e2e.town import EMPTY, SLUG, WITH_CODE, Town
from tests.house import PASSWORD

Record = Callable[[str, object], None]
Also = Callable[[Staff, Reader, Place], list[str]]
"""What else is tried on a page that is open: returns what was wrong. May leave the page or go to another."""
VIEWS: dict[Language, tuple[View, ...]] = {"sv": ((WIDE, "light"),), "en": ((NARROW, "dark"),)}
AS_EMPTY: dict[Language, tuple[View, ...]] = {"sv": ((WIDE, "light"),), "en": ()}
"""The rest of such a page has been looked at before, when it came with something in it."""


class Walk:
    """One browser through many pages; collects what is wrong instead of stopping at the first fault."""

    def __init__(self, chromium: Browser, town: Town, language: Language) -> None:
        self.chromium, self.town, self.language = chromium, town, language
        self.faults: list[str] = []
        self.pages = 0
        self._began = monotonic()

    def as_reader(self, reader: Reader) -> Iterator[Staff]:
        """Somebody in a context of their own, signed in when they have a role."""
        context = self.chromium.new_context(**ORDINARY)
        context.add_init_script(AXE_SCRIPT)  # half a megabyte, sent once instead of with every page
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda said: self._complain(page, said.text) if is_complaint(said.type, said.text) else None)
        page.on("pageerror", lambda error: self._complain(page, str(error)))
        staff = Staff(page, self.town.product, reader.slug, self.language)
        if reader.role:
            staff.sign_in(reader.role)
        yield staff
        context.close()

    def look(self, page: Page, what: object, views: Sequence[View] | None = None) -> None:
        self.pages += 1
        self.faults += [f"{what}: {fault}" for fault in faults_of(page, VIEWS[self.language] if views is None else views)]

    def end(self, record: Record) -> None:
        record(f"{self.pages} pages in {self.language}", f"{monotonic() - self._began:.0f} s")
        assert not self.faults, "\n".join(self.faults)

    def _complain(self, page: Page, text: str) -> None:
        self.faults.append(f"{page.url}: the console says {text}")


@pytest.fixture
def also() -> list[Also]:
    """Overridden by the file of each language."""
    return []


@pytest.fixture
def walk(chromium: Browser, town: Town, language: Language, record_property: Record) -> Iterator[Walk]:
    going = Walk(chromium, town, language)
    yield going
    going.end(record_property)


def test_no_page_is_left_out(town: Town) -> None:
    assert unknown_names(town.app, town.ids) == [], "tests/e2e/town.py puts one of each there"


def test_every_page_of_the_url_map(walk: Walk, also: Sequence[Also]) -> None:
    pages = every_page(walk.town.app, walk.town.ids, slug=SLUG)
    assert sum(map(len, pages.values())) > 60
    for reader, places in pages.items():
        for staff in walk.as_reader(reader):
            for place in places:
                if not _look_at(walk, staff, reader, place):
                    continue
                for try_it in also:
                    walk.faults += [f"{reader} {place.endpoint}: {fault}" for fault in try_it(staff, reader, place)]


def test_where_there_is_nothing_yet_and_where_each_begins(walk: Walk) -> None:
    for reader, places in every_page(walk.town.app, walk.town.ids, slug=EMPTY, with_ids=False).items():
        if reader.slug and reader.role:
            for staff in walk.as_reader(reader):
                for place in places:
                    _look_at(walk, staff, reader, place, AS_EMPTY[walk.language])
    for reader in homes():
        for staff in walk.as_reader(reader):
            walk.look(staff.page, f"home of {reader}")


def test_pages_on_the_way(walk: Walk) -> None:
    """Nobody found, what has ended, what does not exist, what cannot be done twice, a code that is asked for."""
    town = walk.town
    for staff in walk.as_reader(Reader(SLUG, "subproject_manager")):
        for path in (f"/participants/{town.ended_id}", "/participants?status=ended", "/referrals?state=withdrawn", "/nowhere"):
            staff.open(path)
            walk.look(staff.page, path)
        for path, name in (("/participants", "q"), ("/referrals", "sought")):
            staff.open(path)
            staff.fill_in({name: "Xerxes"})
            staff.press("Search")
            walk.look(staff.page, f"nobody found on {path}")
    for staff in walk.as_reader(Reader(EMPTY)):
        prefix = "/en" if walk.language == "en" else ""
        for path in (f"/welcome/{'0' * 32}", "/nowhere"):
            staff.open(prefix + path)
            walk.look(staff.page, path)
        staff.open(f"{prefix}/sign-in")
        staff.fill_in({"email": WITH_CODE, "password": PASSWORD})
        staff.press("Sign in")
        walk.look(staff.page, "the second step")


def test_pages_of_faults_and_of_what_is_rare(walk: Walk) -> None:
    for staff in walk.as_reader(Reader(SLUG)):
        for name, draw in drawings():
            show_drawing(staff.page, walk.town.app, staff.site, SLUG, walk.language, draw)
            walk.look(staff.page, name)


def _look_at(walk: Walk, staff: Staff, reader: Reader, place: Place, views: Sequence[View] | None = None) -> bool:
    try:
        open_place(staff, place)
    except AssertionError as fault:
        walk.faults.append(f"{reader}: {fault}")
        return False
    walk.look(staff.page, f"{reader} {place.endpoint}", views)
    return True
