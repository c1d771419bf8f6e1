"""A browser and the product it looks at; each made once a worker, when first asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.accessibility import WIDE
from tests.e2e.chromium import launched
from tests.e2e.product import Product, running_product
from tests.e2e.town import Town, settle

OpenPage = Callable[..., Page]

# Without motion: a colour on its way from light to dark has no contrast to judge.
ORDINARY: dict[str, Any] = {"viewport": WIDE, "locale": "sv-SE", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def product(chromium: Browser) -> Iterator[Product]:
    """Asks for the browser first: where there is none, nothing needs to be started."""
    with running_product() as running:
        yield running
        assert not running.faults(), running.faults()


@pytest.fixture(scope="session")
def town(product: Product) -> Town:
    """The product with people in Roslagen."""
    return settle(product)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """`open_page(java_script_enabled=False)`: a page in a browser without cookies. It must have nothing to complain of."""
    contexts, complaints = [], []

    def open_one(**options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "sv-SE", "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


def is_complaint(kind: str, text: str) -> bool:
    """Refused forms (422) and hidden pages (404) are meant; the browser notes them as resources that failed to load."""
    return kind in ("error", "warning") and not text.startswith("Failed to load resource")
