"""The pages of attendance send as many statements for eight people and more days as for two."""

import datetime as dt
from typing import Any

import pytest

from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.attendance_makers import note, plan, somebody
from tests.integration.test_participant_pages import statements
from tests.integration.test_roster import MANAGER, august

MOST = 14


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


def counted(manager: Browser, path: str) -> int:
    with statements() as seen:
        assert manager.get(path).status_code == 200
    return len(seen)


def test_more_people_are_no_more_statements(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        people = [somebody(two_tenants, f"Ek{number}") for number in range(2)]
        made = august(people)
        note(made[0].id, "P")
    paths = [f"/activities/{made[0].id}/attendance", f"/activities/{made[0].id}", "/months/2022-08", "/months"]
    paths += ["/activities?whose=all&view=month&day=2022-08-05", f"/participants/{people[0].id}/attendance"]
    few: dict[str, Any] = {path: counted(manager, path) for path in paths}
    with in_tenant("roslagen", MANAGER):
        more = [somebody(two_tenants, f"Alm{number}") for number in range(6)]
        for day in (3, 5):
            others = plan(more, on_date=dt.date(2022, 8, day), until=dt.date(2022, 8, 26))
            note(others[0].id, "P")
    many = {path: counted(manager, path) for path in paths}
    assert many == few
    assert max(many.values()) <= MOST, many
