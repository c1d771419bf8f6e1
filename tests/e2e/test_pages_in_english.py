"""Every page in English: narrow and dark, and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from core.context import Language
from tests.e2e.beside import WithoutScript
from tests.e2e.every_page import (
    Also,
    test_every_page_of_the_url_map,
    test_pages_of_faults_and_of_what_is_rare,
    test_pages_on_the_way,
    test_where_there_is_nothing_yet_and_where_each_begins,
    walk,
)
from tests.e2e.test_thread import wait_until_counted
from tests.e2e.town import Town

__all__ = [
    "test_every_page_of_the_url_map",
    "test_pages_of_faults_and_of_what_is_rare",
    "test_pages_on_the_way",
    "test_where_there_is_nothing_yet_and_where_each_begins",
    "walk",
]
pytestmark = pytest.mark.browser


@pytest.fixture
def language() -> Language:
    return "en"


@pytest.fixture
def also(chromium: Browser, town: Town) -> Iterator[list[Also]]:
    wait_until_counted(town.product)
    without = WithoutScript(chromium)
    yield [without]
    without.close()
