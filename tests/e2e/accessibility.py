"""What must hold for every page in a real browser: axe, light and dark, no sideways scroll, no English in Swedish."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.page_checks import find_faults

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 700}
# What is cut off at the right counts too: `main` clips instead of scrolling.
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} px wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || parent.closest(".visually-hidden, thead, .skip, .table-scroll")) continue;
    range.selectNodeContents(text);
    if ([...range.getClientRects()].some(box => box.right > width + 1)) found.push(text.data.trim().slice(0, 60));
  }
  for (const one of document.querySelectorAll("input, select, textarea, button, img, svg:not([aria-hidden])"))
    if (one.getBoundingClientRect().right > width + 1 && !one.closest(".table-scroll")) found.push(one.outerHTML.slice(0, 60));
  return found;
}"""

_axe = Axe()


class PageChecks:
    """Checks every page once: `look = PageChecks()`, `look(page)`. The same text in the same state is the same page."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, page: Page) -> None:
        """Raise AssertionError with everything wrong with the page as it stands."""
        text = f"{page.title()}\n{page.locator('body').inner_text()}"
        if text not in self._seen:
            self._seen.add(text)
            check_page(page)


def check_page(page: Page) -> None:
    """Raise AssertionError with everything wrong with the page. Its width and colours are put back."""
    faults = [f"HTML: {fault}" for fault in find_faults(page.content())]
    faults += _axe_faults(page, "light, wide")
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.locator("html[data-bs-theme='dark']").wait_for()
    faults += _axe_faults(page, "dark, narrow")
    faults += [f"too wide at 320 px: {what}" for what in page.evaluate(_TOO_WIDE)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    assert not faults, "\n".join([page.url, *faults])


def _axe_faults(page: Page, how: str) -> list[str]:
    found = _axe.run(page).response["violations"]
    return [f"axe, {how}: {one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]]
