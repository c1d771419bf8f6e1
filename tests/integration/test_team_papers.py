"""A team day on the wall and on paper: each reader gets the names that they may know."""

import uuid
from typing import Any

import pytest

from core.documents import make_pdf
from core.teams.calendar import get_meeting
from core.teams.queries import read_item
from tests.browsing import Browser
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.referral_makers import allow, applicant, refer
from tests.integration.team_makers import bring_up, hold, meet, note
from tests.integration.test_team_sight import AT_FK, AT_OTHER, MANAGER


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def meeting_id(in_tenant: InTenant, two_tenants: House) -> uuid.UUID:
    with in_tenant("roslagen", MANAGER):
        return meet(two_tenants).id


@pytest.fixture
def item_id(in_tenant: InTenant, meeting_id: uuid.UUID) -> uuid.UUID:
    """A referral of Amina on the agenda; OWN has received it."""
    with in_tenant("roslagen", MANAGER):
        referral = refer(applicant(given_name="Amina", family_name="Prov"))
        return bring_up(get_meeting(meeting_id), referral.id).id


def test_the_wall_shows_one_item_and_a_name_only_when_all_may_know(
    manager: Browser, in_tenant: InTenant, two_tenants: House, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    with in_tenant("roslagen", MANAGER):
        other = refer(applicant(given_name="Bertil", family_name="Annan"))
        bring_up(get_meeting(meeting_id), other.id, "Bara den andra frågan?")
    page = f"/team/{meeting_id}/room/{item_id}"
    shown = manager.get(page).text
    assert "Person A" in shown
    for text in ("Amina", "Bertil", "Person B", "Bara den andra", "site-nav", "/referrals"):
        assert text not in shown, text
    with in_tenant("roslagen", MANAGER):
        person_id = read_item(item_id)[1].person_id
        assert person_id
        allow(person_id, *(two_tenants.authorities["roslagen", one] for one in (FK, "other")))
    assert "Amina" in manager.get(page).text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_minutes_are_each_readers_own_and_logged(
    browser: OpenBrowser,
    in_tenant: InTenant,
    two_tenants: House,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[dict[str, Any]] = []

    def make(name: str, data: dict[str, Any]) -> bytes:
        made.append(data)
        return make_pdf(name, data)

    monkeypatch.setattr("blueprints.teams.closing.make_pdf", make)
    address = f"/team/{meeting_id}/{language}.pdf"
    with in_tenant("roslagen", MANAGER):
        note(item_id, line="Alla hjälps åt")
    assert browser("roslagen", AT_FK).get(address).status_code == 404, "nothing is closed yet"
    with in_tenant("roslagen", MANAGER):
        hold(two_tenants, meeting_id)
    for role in (MANAGER, AT_FK):
        answer = browser("roslagen", role).get(address)
        assert answer.data.startswith(b"%PDF-")
        assert f"/Lang({language})".encode() in answer.data
        assert b"/StructTreeRoot" in answer.data
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Amina" in str(made[0])
    assert "Amina" not in str(made[1])
    assert "Person A" in made[1]["items"][0]["heading"]
    with two_tenants.operator.connect() as connection:
        log = f"SELECT count(*) FROM {two_tenants.schemas['roslagen']}.access_log WHERE action = 'export'"
        assert connection.exec_driver_sql(log).scalar_one() == 2


def test_minutes_are_for_those_who_were_called(
    browser: OpenBrowser, in_tenant: InTenant, two_tenants: House, manager: Browser
) -> None:
    with in_tenant("roslagen", MANAGER):
        meeting_id = meet(two_tenants, called=(AT_FK,)).id
        hold(two_tenants, meeting_id, AT_FK)
    assert manager.get(f"/team/{meeting_id}/sv.pdf").status_code == 404
    assert browser("roslagen", AT_OTHER).get(f"/team/{meeting_id}/sv.pdf").status_code == 404
    assert browser("roslagen", AT_FK).get(f"/team/{meeting_id}/sv.pdf").status_code == 200
