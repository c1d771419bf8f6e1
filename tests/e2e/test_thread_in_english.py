"""The same thread for somebody who reads English."""

import pytest

from tests.e2e import thread
from tests.e2e.accessibility import PageChecks
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff

pytestmark = pytest.mark.browser


def test_the_thread_in_english(product: Product, open_page: OpenPage) -> None:
    staff = Staff(open_page(locale="en-GB"), product, "roslagen", "en", look=PageChecks())
    staff.sign_in("subproject_manager")
    thread.look_around(staff, thread.walk(staff, thread.MAN))
