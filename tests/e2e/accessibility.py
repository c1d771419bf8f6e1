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
BOTH_WIDTHS: tuple[View, ...] = ((WIDE, "light"), (NARROW, "dark"))
# What is cut off at the right counts too: `main` clips instead of scrolling.
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} px wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility()) continue;
    if (parent.closest(".visually-hidden, thead, .skip, .table-scroll")) continue;
    range.selectNodeContents(text);
    if ([...range.getClientRects()].some(box => box.right > width + 1)) found.push(text.data.trim().slice(0, 60));
  }
  for (const one of document.querySelectorAll("input, select, textarea, button, img, svg:not([aria-hidden])"))
    if (one.checkVisibility() && one.getBoundingClientRect().right > width + 1 && !one.closest(".table-scroll"))
      found.push(one.outerHTML.slice(0, 60));
  return found;
}"""
# Every rule of axe, and the size of what is pressed (WCAG 2.5.8), which axe leaves out unless asked.
_RUN_AXE = """() => axe.run({
    resultTypes: ["violations"], preload: false, rules: {"target-size": {enabled: true}},
  }).then(found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${one.help}: ${node.html}`)))"""
# The page as a browser understands it, whether axe is there already, and what the page wears.
_READ = """() => [
  (document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "") + document.documentElement.outerHTML,
  "axe" in window, document.documentElement.dataset.bsTheme, document.querySelector('script[src*="/theme"]') !== null]"""
_WORN = """scheme => new Promise((done, fail) => {
  const began = Date.now(), root = document.documentElement;
  const look = () => root.dataset.bsTheme === scheme ? done() : Date.now() - began > 10000 ? fail(scheme) : setTimeout(look, 1);
  look();
})"""


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
    _resize(page, WIDE)
    wear(page, "light")
    assert not faults, "\n".join([page.url, *faults])


def faults_of(page: Page, views: Sequence[View] = BOTH_WIDTHS) -> list[str]:
    """Everything wrong with the page in these views, a line each; whatever the views, it must not be too wide at 320 px.

    Begins with the width that the page has and leaves it as it was last looked at: to change it costs as much as half a look.
    """
    html, has_axe, worn, is_themed = page.evaluate(_READ)
    faults = [f"HTML: {fault}" for fault in find_faults(html)]
    if not has_axe:
        page.evaluate(AXE_SCRIPT)
    looks: list[tuple[ViewportSize, Scheme | None]] = [*views]
    if NARROW not in [size for size, _scheme in views]:
        looks.append((NARROW, None))
    for size, scheme in sorted(looks, key=lambda look: look[0] != page.viewport_size):
        _resize(page, size)
        if scheme:
            if scheme != worn and is_themed:  # the box for other websites has no script, and one look
                wear(page, scheme)
            worn = scheme
            faults += [f"axe, {scheme}, {size['width']} px: {fault}" for fault in page.evaluate(_RUN_AXE)]
        if size == NARROW:
            faults += too_wide(page)
    return faults


def too_wide(page: Page) -> list[str]:
    """What is wider than the window, or cut off at its right."""
    found: list[Any] = page.locator("html").evaluate(_TOO_WIDE)  # works without JavaScript too
    return [f"too wide: {what}" for what in found]


def wear(page: Page, scheme: Scheme) -> None:
    """Light or dark, without motion: a colour on its way has no contrast to judge."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(_WORN, scheme)


def _resize(page: Page, size: ViewportSize) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)
