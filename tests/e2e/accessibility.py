"""What must hold for every page in a real browser: axe, light and dark, no sideways scroll, no English in Swedish."""

from collections.abc import Sequence
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.page_checks import find_faults

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 700}
Scheme = Literal["light", "dark"]
View = tuple[ViewportSize, Scheme]
EVERY_VIEW: tuple[View, ...] = ((WIDE, "light"), (WIDE, "dark"), (NARROW, "dark"))
BOTH_WIDTHS: tuple[View, ...] = ((WIDE, "light"), (NARROW, "dark"))
BOTH_SCHEMES: tuple[View, ...] = ((WIDE, "light"), (WIDE, "dark"))
"""A page is looked at in both schemes at any rate. At the same width only colours differ, so only the rules about them are
asked again."""
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
# Every rule of axe, and the size of what is pressed (WCAG 2.5.8), which axe leaves out unless asked.
_RUN_AXE = """only => axe.run({
    resultTypes: ["violations"], preload: false, ...(only ? {runOnly: only} : {rules: {"target-size": {enabled: true}}}),
  }).then(found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${one.help}: ${node.html}`)))"""
_ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]


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
    faults = faults_of(page)
    assert not faults, "\n".join([page.url, *faults])


def faults_of(page: Page, views: Sequence[View] = EVERY_VIEW) -> list[str]:
    """Everything wrong with the page in these views, a line each; whatever the views, it must not be too wide at 320 px. Its
    width and colours are put back."""
    faults = [f"HTML: {fault}" for fault in find_faults(page.content())]
    page.evaluate(AXE_SCRIPT)
    former = None
    for size, scheme in views:
        if former != size:
            page.set_viewport_size(size)
        wear(page, scheme)
        only = _ABOUT_COLOURS if former == size else None
        faults += [f"axe, {scheme}, {size['width']} px: {fault}" for fault in page.evaluate(_RUN_AXE, only)]
        former = size
    page.set_viewport_size(NARROW)
    faults += too_wide(page)
    page.set_viewport_size(WIDE)
    wear(page, "light")
    return faults


def too_wide(page: Page) -> list[str]:
    """What is wider than the window, or cut off at its right."""
    found: list[Any] = page.locator("html").evaluate(_TOO_WIDE)  # works without JavaScript too
    return [f"too wide: {what}" for what in found]


def wear(page: Page, scheme: Scheme) -> None:
    """Light or dark, without motion: a colour on its way has no contrast to judge."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function("scheme => document.documentElement.dataset.bsTheme === scheme", arg=scheme)
