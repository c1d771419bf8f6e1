"""What a reader's browser does on public pages: little to fetch, nothing from elsewhere, nothing kept, nothing that jumps."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from tests.e2e.accessibility import NARROW, WIDE
from tests.e2e.conftest import ORDINARY
from tests.e2e.town import SLUG, Town

pytestmark = pytest.mark.browser

PAGES = {
    SLUG: ("/", "/en/", "/news", "/take-part", "/case-officers", "/library", "/apply", "/how-we-count", "/about/accessibility"),
    None: ("/", "/en/", "/news", "/how-we-count"),
}
MOST_BYTES, MOST_FILES = 150_000, 12
"""Of a first visit, pictures apart; bodies as they come over the wire, the page itself unpacked (nginx packs it)."""
MOST_SHIFT = 0.01
"""Of a page while it loads; 0.1 is what web.dev calls good."""
_SHIFTS = """() => new Promise(done => {
  const found = {sum: 0, moved: []};
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) {
      found.sum += one.value;
      for (const {node} of one.sources) found.moved.push(`${node?.nodeName} ${node?.className ?? ""} ${one.value.toFixed(4)}`);
    }
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(found), 100));
})"""

_MARK_IS_SEEN = """() => {
  const mark = document.querySelector("main .eu");
  return mark !== null && mark.getBoundingClientRect().bottom <= innerHeight;
}"""
"""The mark of the fund, as the fund asks for it."""


def _keeping(answers: list[Response]) -> Callable[[Response], None]:
    """A plain function: the browser's library hangs a name on it, which a list's own method cannot carry."""
    return lambda answer: answers.append(answer)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_first_visit_to_public_pages(town: Town, chromium: Browser, size: Any) -> None:
    faults = []
    for slug, paths in PAGES.items():
        for path in paths:
            context = chromium.new_context(**{**ORDINARY, "viewport": size})
            page, answers = context.new_page(), list[Response]()
            page.on("response", _keeping(answers))
            answer = page.goto(town.product.address(slug, path), wait_until="load")
            assert answer is not None
            where = f"{slug or 'county'} {path}"
            if answer.status != 200:
                faults.append(f"{where}: {answer.status}")
            shifted = page.evaluate(_SHIFTS)
            if shifted["sum"] > MOST_SHIFT:
                faults.append(f"{where} moves: {', '.join(shifted['moved'])}")
            if not path.startswith("/about/") and not page.evaluate(_MARK_IS_SEEN):
                faults.append(f"{where}: who pays is seen only by scrolling")
            own = urlsplit(page.url).netloc
            sizes = [one.request.sizes()["responseBodySize"] for one in answers if one.request.resource_type != "image"]
            faults += [f"{where}: fetches {one.url}" for one in answers if urlsplit(one.url).netloc not in (own, "")]
            faults += [f"{where}: keeps {one['name']}" for one in context.cookies()]
            if sum(sizes) > MOST_BYTES or len(sizes) > MOST_FILES:
                faults.append(f"{where}: {sum(sizes)} bytes in {len(sizes)} files")
            context.close()
    assert not faults, "\n".join(faults)
