"""Every page in Swedish: wide and light, its forms refused, and by Tab at two widths."""

import pytest

from core.context import Language
from tests.e2e.beside import by_tab, refused
from tests.e2e.every_page import (
    Also,
    test_every_page_of_the_url_map,
    test_no_page_is_left_out,
    test_pages_of_faults_and_of_what_is_rare,
    test_pages_on_the_way,
    test_where_there_is_nothing_yet_and_where_each_begins,
    walk,
)

__all__ = [
    "test_every_page_of_the_url_map",
    "test_no_page_is_left_out",
    "test_pages_of_faults_and_of_what_is_rare",
    "test_pages_on_the_way",
    "test_where_there_is_nothing_yet_and_where_each_begins",
    "walk",
]
pytestmark = pytest.mark.browser


@pytest.fixture
def language() -> Language:
    return "sv"


@pytest.fixture
def also() -> list[Also]:
    return [by_tab, refused]
