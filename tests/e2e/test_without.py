"""The product without JavaScript: the whole thread, and drafts by a button. Every page so: tests/e2e/test_pages_in_english.py."""

import pytest
from playwright.sync_api import expect

from tests.e2e import thread
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.staff import Staff
from tests.e2e.thread import Who
from tests.e2e.town import SLUG, Town

pytestmark = pytest.mark.browser

FORM = "/participants/new-anonymous"


def test_the_thread_without_java_script(product: Product, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), product, "roslagen")
    staff.sign_in("subproject_manager")
    thread.walk(staff, Who("Disa", "Utanskript"))


def test_a_draft_is_saved_by_its_button(town: Town, open_page: OpenPage) -> None:
    staff = Staff(open_page(java_script_enabled=False), town.product, SLUG)
    staff.sign_in("case_worker")
    path = f"/participants/{town.ids['tenant', 'participation_id'][0]}/exit/new"
    staff.open(path)
    staff.fill_in({"ended_on": "i fredags", "handed_to": "Lokalkontoret"})
    assert staff.press("Save as a draft") == 200
    assert staff.sees(staff.says("The draft is saved. Go on writing, or come back to it later."))
    assert staff.values_of({"ended_on": "", "handed_to": ""}) == {"ended_on": "i fredags", "handed_to": "Lokalkontoret"}
    staff.fill_in({"handed_to": "Arbetsförmedlingen"})
    staff.press("Save as a draft")
    staff.open("/work")
    staff.open(path)
    assert not staff.sees(staff.says("Save as a draft")), "an older draft waits for an answer"
    staff.press("Continue with the draft", link=True)
    assert staff.values_of({"ended_on": "", "handed_to": ""}) == {"ended_on": "i fredags", "handed_to": "Arbetsförmedlingen"}
    staff.open(path)
    staff.press("Throw the draft away")
    expect(staff.page.get_by_role("button", name=staff.says("Save as a draft"))).to_be_visible()
