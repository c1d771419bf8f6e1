"""What else is tried on every page while it is open: its forms filled in wrongly, the keyboard alone, and no JavaScript.

Each is called by the walk through all pages (tests/e2e/every_page.py), says what was wrong, and leaves the page as it likes.
"""

from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.e2e.accessibility import NARROW, WIDE, View, faults_of, too_wide
from tests.e2e.conftest import ORDINARY
from tests.e2e.focus import walk_by_tab
from tests.e2e.pages import Place, Reader, open_place
from tests.e2e.staff import Staff

AS_REFUSED: tuple[View, ...] = ((NARROW, "dark"),)
AT_400_PERCENT: ViewportSize = {"width": 320, "height": 256}
"""What a window of 1280 × 1024 has at 400 % (WCAG 1.4.10)."""
_TYPED = "input:not([type]), input[type=text], input[type=email], input[type=tel], textarea"
_WRITTEN_IN = f"""() => [...document.querySelectorAll("main form[method=post]")]
  .flatMap((form, at) => form.querySelector("{_TYPED}") ? [at] : [])"""
# What no field takes: a character that turns the text around (tests/rules/test_bad_input.py).
_FILL_WRONGLY = f"""at => {{
  const form = document.querySelectorAll("main form[method=post]")[at];
  for (const field of form.querySelectorAll("{_TYPED}")) field.value = "A\\u202esa";
  for (const field of form.querySelectorAll("input[type=password]")) field.value = "x";
  form.submit();
}}"""
# What stays in place while the page scrolls, and takes more than half of the window.
STAYS = """() => [...document.body.querySelectorAll("*")].filter(one => {
  const {position, display} = getComputedStyle(one);
  return ["fixed", "sticky"].includes(position) && display !== "none" && one.offsetHeight > innerHeight / 2;
}).map(one => `${one.className || one.tagName} stays over ${one.offsetHeight} of ${innerHeight} px`)"""
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


def refused(staff: Staff, _reader: Reader, place: Place) -> list[str]:
    """Each form with a field to write in, as it comes back when every field is filled in wrongly."""
    faults = []
    for number, at in enumerate(staff.page.evaluate(_WRITTEN_IN)):
        if number:
            open_place(staff, place)
        with staff.page.expect_navigation() as arrived:
            staff.page.evaluate(_FILL_WRONGLY, at)
        status = arrived.value.status if arrived.value else 0
        if status not in (200, 422):
            faults.append(f"form {at} with faults is answered {status}")
        faults += [f"form {at} with faults: {fault}" for fault in faults_of(staff.page, AS_REFUSED)]
    return faults


def by_tab(staff: Staff, _reader: Reader, _place: Place) -> list[str]:
    """At 400 % zoom and as wide as it was: nothing scrolls sideways, everything is reached, what has the focus is seen."""
    faults = []
    for size in (AT_400_PERCENT, WIDE):
        staff.page.set_viewport_size(size)
        _stops, wrong = walk_by_tab(staff.page)
        wrong += staff.page.evaluate(STAYS) + (too_wide(staff.page) if size is AT_400_PERCENT else [])
        faults += [f"by Tab at {size['width']} px: {fault}" for fault in wrong]
    return faults


class WithoutScript:
    """The same page in a browser without JavaScript says the same, and every form of it can be sent."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._reader: Reader | None = None
        self._context: BrowserContext | None = None
        self._bare: Staff | None = None

    def __call__(self, staff: Staff, reader: Reader, place: Place) -> list[str]:
        """Asked a second time where there are differences: what was just registered elsewhere may have come between the two."""
        bare = self._of(staff, reader)
        wrong = self._differences(bare, staff, place)
        if wrong:
            open_place(staff, place)
            wrong = self._differences(bare, staff, place)
        return wrong

    def close(self) -> None:
        """At the end of the walk."""
        if self._context:
            self._context.close()

    def _of(self, staff: Staff, reader: Reader) -> Staff:
        if self._bare is None or reader != self._reader:
            self.close()
            kept = staff.page.context.storage_state()
            options = ORDINARY | {"viewport": NARROW}
            self._context = self._chromium.new_context(**options, java_script_enabled=False, storage_state=kept)
            page = self._context.new_page()
            self._bare = Staff(page, staff.site, staff.slug, staff.language, signed_in=staff.signed_in)
            self._reader = reader
        return self._bare

    def _differences(self, bare: Staff, staff: Staff, place: Place) -> list[str]:
        staff.page.set_viewport_size(NARROW)
        staff.page.evaluate(_FORGET_KEYS)
        lines = staff.page.locator("main").inner_text().splitlines()
        open_place(bare, place)
        said = bare.page.locator("main").inner_text()
        wrong = [f"without JavaScript there is no {line.strip()!r}" for line in lines if line.strip() not in said]
        stuck: list[str] = bare.page.locator("html").evaluate(_STUCK)
        return wrong + stuck + [f"without JavaScript {fault}" for fault in too_wide(bare.page)]
