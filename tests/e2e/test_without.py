"""The product without a mouse, and without JavaScript."""

import pytest

from tests.e2e import thread
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.thread import Who

pytestmark = pytest.mark.browser

MOST_TABS = 80
_FOCUSED = """() => {
  const one = document.activeElement;
  const seen = getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none";
  return [one.name || "", one.type || "", one.value || "", one.textContent.trim(), seen];
}"""


def test_the_thread_without_java_script(product: Product, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), product, "roslagen")
    staff.sign_in("subproject_manager")
    thread.walk(staff, Who("Disa", "Utanskript"))
