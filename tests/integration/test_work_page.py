"""What one comes to after signing in: one clear deed, and a menu of what is used daily."""

import pytest

from tests.conftest import OpenBrowser


@pytest.mark.parametrize(("role", "registers"), [("subproject_manager", True), ("case_worker", False)])
def test_who_may_register_a_referral_does_it_from_the_work_page(browser: OpenBrowser, role: str, registers: bool) -> None:
    page = browser("roslagen", role).get("/work").text
    assert ("Ny remiss</a>" in page) == registers


@pytest.mark.parametrize("path", ["/work", "/figures"])
def test_whoever_leads_finds_the_settings_at_the_foot(browser: OpenBrowser, path: str) -> None:
    page = browser("roslagen", "subproject_manager").get(path).text
    assert page.count('href="/settings"') == 1


def test_who_does_not_lead_finds_no_settings(browser: OpenBrowser) -> None:
    assert 'href="/settings"' not in browser("roslagen", "association_office").get("/figures").text


@pytest.mark.parametrize("role", ["subproject_manager", "party_representative.fk", "case_worker", "tenant_admin"])
def test_the_menu_has_at_most_five_entries(browser: OpenBrowser, role: str) -> None:
    menu = browser("roslagen", role).get("/work").text.partition('aria-label="Huvudmeny"')[2].partition("</nav>")[0]
    assert 1 <= menu.count("<a ") <= 5


def test_the_settings_lead_to_the_assessments_own_questions(browser: OpenBrowser) -> None:
    assert 'href="/assessment-questions"' in browser("roslagen", "subproject_manager").get("/settings").text
