"""What a delprojekt decides for itself, and its lists of words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from core.db import session
from core.errors import Invalid, NotFound
from core.participants.choices import get_current_subproject, list_codes, offered
from core.participants.codes import CodeValues, add_line, change_line, get_line, list_lines
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Participation
from core.participants.settings import SettingValues, change_settings
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import LAPSED, OWN, TODAY, House
from tests.integration.code_lists import put_back
from tests.integration.participation_makers import STARTED, begin, take_part

MANAGER = "subproject_manager"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


def values(**changes: Any) -> SettingValues:
    said: dict[str, Any] = {
        "intake_authority_id": None,
        "places": None,
        "age_min": 16,
        "age_max": 64,
        "mapping_counts": True,
        "review_weeks": 8,
        "consent_months": 12,
        "reminder_days": 30,
        "quiet_days": 42,
        "caseload_limit": None,
        "follow_up_months": [1, 6],
        "esf_ends_on": None,
    }
    return SettingValues(**said | changes)


def set_to(**changes: Any) -> None:
    subproject = get_current_subproject(TODAY)
    change_settings(subproject=subproject, version=subproject.version, values=values(**changes))


@pytest.fixture(autouse=True)
def lists(two_tenants: House) -> Iterator[None]:
    """The lists of words are put back after each test."""
    with put_back(two_tenants):
        yield


def line(name_sv: str = "Brådskande", name_en: str = "Urgent", position: int | None = None, active: bool = True) -> CodeValues:
    return CodeValues(name_sv=name_sv, name_en=name_en, position=position, active=active)


def test_the_settings_stand_as_they_were_saved(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    own = two_tenants.authorities["roslagen", OWN]
    sent = manager.submit("/settings", {"intake_authority_id": str(own), "places": "40", "review_weeks": "6", "age_min": "18"})
    assert "Inställningarna är sparade." in manager.follow(sent).text
    with in_tenant("roslagen", MANAGER):
        found = get_current_subproject(TODAY)
        assert (found.intake_authority_id, found.places, found.review_weeks, found.age_min) == (own, 40, 6, 18)


def test_everything_wrong_in_them_is_told_at_once(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    lapsed = two_tenants.authorities["roslagen", LAPSED]
    wrong: dict[str, Any] = {"places": 0, "age_min": 70, "age_max": 60, "review_weeks": 53, "consent_months": 61}
    with in_tenant("roslagen", MANAGER), pytest.raises(Invalid) as caught:
        set_to(intake_authority_id=lapsed, reminder_days=None, **wrong)
    faults = {"intake_authority_id", "places", "age_max", "review_weeks", "consent_months", "reminder_days"}
    assert set(caught.value.faults) == faults
    refused = manager.submit("/settings", {"places": "många", "review_weeks": "53"})
    assert refused.status_code == 422
    assert "många" in refused.text
    assert "Region Stockholm" not in refused.text


def test_two_who_change_them_see_each_other(manager: Browser, in_tenant: InTenant) -> None:
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', manager.get("/settings").text))
    fields |= {"mapping_counts": "yes"}
    with in_tenant("roslagen", MANAGER):
        set_to(places=25)
    late = manager.post("/settings", {**fields, "places": "40"})
    assert late.status_code == 409
    assert 'value="40"' in late.text
    assert "25" in late.text


def test_when_the_assessment_counts_no_more_everybody_is_counted_anew(in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        mapped = begin(two_tenants)
        take_part(two_tenants, mapped, "mapping")
        assert mapped.first_activity_on == STARTED
    with in_tenant("roslagen", MANAGER):
        set_to(mapping_counts=False)
    with in_tenant("roslagen", MANAGER):
        assert session.get_one(Participation, mapped.id).first_activity_on is None
        set_to(mapping_counts=True)
    with in_tenant("roslagen", MANAGER):
        assert session.get_one(Participation, mapped.id).first_activity_on == STARTED


def test_only_the_manager_opens_them(browser: OpenBrowser) -> None:
    for role in ("party_representative.fk", "case_worker", "referrer", "association_office", "tenant_admin"):
        opened = browser("roslagen", role)
        for address in ("/settings", "/settings/lists/waiting_priority", "/settings/lists/waiting_priority/new"):
            assert opened.get(address).status_code == 404, (role, address)


# Lists of words ---------------------------------------------------------------------------------------------------------


def test_a_line_is_added_renamed_moved_and_taken_out_of_use(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        made = add_line(name="waiting_priority", values=line())
        assert [one.key for one in list_lines("waiting_priority")][-1] == made.key == "bradskande"
        change_line(line=made, version=made.version, values=line("Mycket brådskande", "Very urgent", position=5))
        assert next(iter(list_lines("waiting_priority"))).name_sv == "Mycket brådskande"
        change_line(line=made, version=made.version, values=line(active=False))
        rows = list_codes("waiting_priority")["waiting_priority"]
        assert made.key in rows
        assert made.key not in dict(offered(rows))
        assert add_line(name="waiting_priority", values=line("Brådskande.", "Urgent.")).key == "bradskande_2"
    with in_tenant("hbs", MANAGER):
        assert "bradskande" not in list_codes("waiting_priority")["waiting_priority"]


def test_official_lines_and_counted_lists_are_fixed(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        official = next(one for one in list_lines("support_source") if not one.local)
        with pytest.raises(NotFound):
            get_line("support_source", official.key)
        for name in ("support_source", "exit_reason", "hittepå"):
            with pytest.raises(NotFound):
                add_line(name=name, values=line())


def test_a_line_needs_names_of_its_own_and_the_first_one_stays_in_use(in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(Invalid) as caught:
            add_line(name="waiting_priority", values=line(" ", "young PEOPLE", position=-1))
        assert set(caught.value.faults) == {"name_sv", "position"}
        with pytest.raises(Invalid) as caught:
            add_line(name="waiting_priority", values=line("ordinarie kö", "ORDINARY queue"))
        assert set(caught.value.faults) == {"name_sv", "name_en"}
        ordinary = get_line("waiting_priority", "ordinary")
        with pytest.raises(Invalid) as caught:
            change_line(line=ordinary, version=ordinary.version, values=line(active=False))
        assert set(caught.value.faults) == {"active"}
        with pytest.raises(ChangedMeanwhile):
            change_line(line=ordinary, version=ordinary.version - 1, values=line())


def test_the_pages_of_a_list(manager: Browser) -> None:
    path = "/settings/lists/waiting_priority"
    assert "Först i kön" in manager.get(path).text
    assert manager.submit(f"{path}/new", {"name_sv": "", "name_en": "Urgent"}).status_code == 422
    typed = {"name_sv": "Brådskande <b>", "name_en": "Urgent", "position": "1", "active": "y"}
    assert "Brådskande &lt;b&gt;" in manager.follow(manager.submit(f"{path}/new", typed)).text
    one = f"{path}/bradskande_b"
    fields = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]+)"', manager.get(one).text))
    assert manager.submit(one, {"name_sv": "Akut", "active": None}).status_code == 303
    late = manager.post(one, {**fields, **typed, "name_sv": "Min ändring"})
    assert late.status_code == 409
    assert "Akut" in late.text
    assert "Min ändring" in late.text
    assert "Används inte" in manager.get(path).text
    assert "Officiell, fast" in manager.get("/settings/lists/support_source").text
    assert manager.get("/settings/lists/hittepa").status_code == 404
    assert manager.get(f"{path}/hittepa").status_code == 404
    hidden = manager.submit(f"{path}/new", {**typed, "name_sv": "A\x00sa"})
    assert hidden.status_code == 422
