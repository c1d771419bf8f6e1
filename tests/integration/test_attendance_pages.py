"""Calendar, roster, month, report and workbook in the browser; what leaves the product stands in the access log."""

import datetime as dt
import io
import uuid
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from core.attendance.errors import ReportOutOfDate
from core.attendance.queries import list_people
from core.attendance.reports import list_latest, make_reports
from core.attendance.roster import read_roster
from core.consents.terms import DataKind
from core.handovers.terms import ItemKind
from core.participants.choices import get_current_subproject
from core.participants.queries import read_participation
from tests.browsing import Browser, find_form
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, TODAY, House
from tests.integration.attendance_makers import AUGUST, note, plan, somebody
from tests.integration.handover_makers import give, let_learn
from tests.integration.test_roster import IN_AUGUST, MANAGER, august

WORKER, AT_FK = "case_worker", "party_representative.fk"


@pytest.fixture
def manager(browser: OpenBrowser) -> Browser:
    return browser("roslagen", MANAGER)


@pytest.fixture
def group(in_tenant: InTenant, two_tenants: House) -> dict[str, Any]:
    """Two of the course on five Tuesdays of August; nothing is noted."""
    with in_tenant("roslagen", MANAGER):
        people = [somebody(two_tenants, "Ek"), somebody(two_tenants, "=1+1")]
        course = two_tenants.interventions["roslagen", "course"]
        made = august(people, intervention_id=course, leader_id=two_tenants.accounts["case_worker@roslagen.example"])
        return {"people": [one.id for one in people], "days": [one.id for one in made], "insats": course}


@pytest.fixture
def reported(in_tenant: InTenant, group: dict[str, Any]) -> uuid.UUID:
    """The report of the first of them."""
    with in_tenant("roslagen", MANAGER):
        note(group["days"][0], "P")
        make_reports(month=AUGUST, subproject=get_current_subproject(TODAY))
        return list_latest(AUGUST, group["people"])[group["people"][0]].id


def done(browser: Browser, page: str, data: dict[str, Any], action: str | None = None) -> Any:
    """The page that follows a form that was taken."""
    return browser.follow(browser.submit(page, data, action=action))


def form_of(browser: Browser, page: str) -> dict[str, Any]:
    return find_form(browser.get(page).text, page, None)[1]


def logged(house: House, action: str) -> list[tuple[str, int]]:
    """(reason, how many persons) of what was done so."""
    chosen = (
        f"SELECT reason, cardinality(subject_ids) FROM {house.schemas['roslagen']}.access_log WHERE action = :action ORDER BY at"
    )
    with house.operator.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(sa.text(chosen), {"action": action})]


def test_the_calendar_shows_the_week_and_the_month(manager: Browser, group: dict[str, Any]) -> None:
    week = manager.get("/activities?day=2022-08-09&whose=all").text
    assert week.count("Kurs på förmiddagen") == 1
    assert "Vecka 32" in week
    assert "Inte noterat" in week
    month = manager.get("/activities?day=2022-08-09&whose=all&view=month").text
    assert month.count("Kurs på förmiddagen") == 5
    assert month.count('<li class="cal-day') == 35
    assert manager.get("/activities?day=banan&view=x").status_code == 200


def test_who_has_none_of_their_own_begins_with_all(manager: Browser, in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", "case_worker"):
        worker = two_tenants.accounts["case_worker@roslagen.example"]
        august([], intervention_id=two_tenants.interventions["roslagen", "course"], leader_id=worker)
    assert "Kurs på förmiddagen" in manager.get("/activities?day=2022-08-09").text
    assert "Kurs på förmiddagen" not in manager.get("/activities?day=2022-08-09&whose=own").text


def test_an_activity_is_planned_changed_and_called_off(manager: Browser, group: dict[str, Any]) -> None:
    page = f"/activities/new?insats={group['insats']}&day=2022-09-12"
    sent = {
        "name": "Studiebesök",
        "on_date": "2022-09-12",
        "begins_at": "13",
        "ends_at": "15.30",
        "people": [str(group["people"][0])],
        "every_weeks": "1",
        "until": "2022-09-26",
    }
    shown = done(manager, page, sent, "/activities")
    assert "Studiebesök" in shown.text
    assert "13.00–15.30" in shown.text
    path = shown.request.path
    changed = done(manager, f"{path}/edit", {"name": "Besök", "scope": "rest"})
    assert "Besök" in changed.text
    assert manager.get("/activities?day=2022-09-20&whose=all").text.count("Besök") == 1
    off = done(manager, f"{path}/cancel", {"scope": "rest"})
    assert "3 aktiviteter är inställda" in off.text


def test_a_month_is_noted_on_one_page(manager: Browser, group: dict[str, Any], in_tenant: InTenant) -> None:
    page = f"/activities/{group['days'][0]}/attendance"
    with in_tenant("roslagen", MANAGER):
        roster = read_roster(group["days"][0])
    names = {(box.row.participation_id, box.row.on_date.day): box.name for box in roster.boxes}
    ticks = {f"day_{day.id.hex}_there": "y" for day in roster.days}
    sent = {names[group["people"][0], 9]: "s", names[group["people"][1], 16]: "2,5"} | ticks
    assert "10 rutor är registrerade" in done(manager, page, sent).text
    with in_tenant("roslagen", MANAGER):
        assert [row.state for row in list_people(read_roster(group["days"][1]).activity)] == ["present", "absent"]
    wrong = manager.submit(page, {names[group["people"][0], 9]: "hej"})
    assert "Skriv en av bokstäverna" in wrong.text
    assert 'value="hej"' in wrong.text


def test_both_versions_stand_when_two_have_noted_the_same_box(
    manager: Browser, group: dict[str, Any], in_tenant: InTenant
) -> None:
    page = f"/activities/{group['days'][0]}/attendance"
    form = form_of(manager, page)
    with in_tenant("roslagen", MANAGER):
        roster = read_roster(group["days"][0])
        note(group["days"][0], {(group["people"][0], IN_AUGUST): "U"})
    name = next(
        box.name for box in roster.boxes if (box.row.participation_id, box.row.on_date) == (group["people"][0], IN_AUGUST)
    )
    lost = manager.post(page, {**form, name: "P"})
    assert lost.status_code == 409
    assert "Står nu" in lost.text or "Två versioner" in lost.text
    with in_tenant("roslagen", MANAGER):
        assert read_roster(group["days"][0]).activity.state == "held"


def test_a_month_is_locked_and_opened_again_in_the_browser(manager: Browser, group: dict[str, Any]) -> None:
    assert "Något är inte noterat" in manager.get("/months").text
    refused = manager.submit("/months/2022-08/lock", {"comment": ""})
    assert "skriv varför månaden låses ändå" in refused.text
    assert "Månaden är låst" in done(manager, "/months/2022-08/lock", {"comment": "Ledaren är sjuk."}).text
    closed = manager.submit(f"/activities/{group['days'][0]}/attendance", {f"day_{group['days'][0].hex}_there": "y"})
    assert "Delprojektledaren kan öppna den igen" in closed.text
    opened = done(manager, "/months/2022-08/lock", {"comment": "En dag fattas."}, "/months/2022-08/reopen")
    assert "En dag fattas." in opened.text
    assert "Ledaren är sjuk." in opened.text


@pytest.mark.parametrize("address", ["/months/2022-08/lock", "/months/2022-08/summary"])
def test_only_some_lock_and_take_home(browser: OpenBrowser, group: dict[str, Any], address: str) -> None:
    assert browser("roslagen", WORKER).get(address).status_code == 404


@pytest.mark.parametrize("month", ["2022-13", "x", "2023-01", "0000-01"])
def test_what_is_no_month_is_not_found(manager: Browser, month: str) -> None:
    assert manager.get(f"/months/{month}").status_code == 404


def test_the_reports_are_made_printed_and_received(manager: Browser, reported: uuid.UUID, two_tenants: House) -> None:
    shown = manager.get("/months/2022-08").text
    assert "Rapport 1 (PDF)" in shown
    for path in (f"/attendance-reports/{reported}/sv.pdf", "/months/2022-08/reports/en.pdf"):
        paper = manager.client.get(path, base_url=f"http://{manager.host}")
        assert paper.mimetype == "application/pdf"
        assert paper.data.startswith(b"%PDF")
    assert logged(two_tenants, "export") == [("report", 1), ("reports", 2)]
    back = done(manager, f"/attendance-reports/{reported}/received", {"signed_on": "2022-09-05", "received_on": "2022-09-06"})
    assert "Undertecknad 5 sep. 2022" in back.text
    again = manager.get(f"/attendance-reports/{reported}/received").text
    assert "inkommen 6 september 2022" in again


def test_several_come_back_at_once(manager: Browser, reported: uuid.UUID, in_tenant: InTenant, group: dict[str, Any]) -> None:
    with in_tenant("roslagen", MANAGER):
        every = [str(one.id) for one in list_latest(AUGUST, group["people"]).values()]
    page = "/months/2022-08/received"
    assert "Välj minst en rapport" in manager.submit(page, {"signed_on": "2022-09-05"}).text
    back = done(manager, page, {"reports": every, "signed_on": "2022-09-05", "received_on": "2022-09-06"})
    assert "2 rapporter har kommit tillbaka" in back.text
    assert back.text.count("Undertecknad 5 sep. 2022") == 2
    assert "Ingen av din myndighets rapporter" in manager.get(page).text


def test_a_report_that_no_longer_matches_is_not_printed(
    manager: Browser, reported: uuid.UUID, group: dict[str, Any], in_tenant: InTenant
) -> None:
    with in_tenant("roslagen", MANAGER):
        note(group["days"][0], "U")
    assert "Ändrad sedan den skapades" in manager.get("/months/2022-08").text
    assert manager.get(f"/attendance-reports/{reported}/sv.pdf").status_code == 409
    assert manager.get("/months/2022-08/reports/sv.pdf").status_code == 404


def test_the_workbook_holds_no_formula_and_its_reason_is_logged(
    manager: Browser, group: dict[str, Any], in_tenant: InTenant, two_tenants: House
) -> None:
    with in_tenant("roslagen", MANAGER):
        note(group["days"][0], "P")
    assert manager.submit("/months/2022-08/summary", {"reason": ""}).status_code == 422
    form = form_of(manager, "/months/2022-08/summary")
    book = manager.client.post(
        "/months/2022-08/summary", data={**form, "reason": "Till ESF-rådet"}, base_url=f"http://{manager.host}"
    )
    assert book.status_code == 200
    assert ("Till ESF-rådet", 2) in logged(two_tenants, "export")
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "<f>" not in text
    assert "Ek" in text
    assert "<v>15</v>" in text


def test_one_participants_months(manager: Browser, browser: OpenBrowser, group: dict[str, Any]) -> None:
    page = f"/participants/{group['people'][0]}/attendance"
    assert "Augusti 2022" in manager.get(page).text
    assert browser("roslagen", AT_FK).get(page).status_code == 404


def test_the_day_of_a_single_activity(in_tenant: InTenant, two_tenants: House, manager: Browser) -> None:
    with in_tenant("roslagen", MANAGER):
        (one,) = plan([somebody(two_tenants)])
    assert "tisdag 6 september" in manager.get(f"/activities/{one.id}/attendance").text
    assert dt.date(2022, 9, 6) == one.on_date


def test_a_report_is_handed_over_on_a_consent(
    in_tenant: InTenant, two_tenants: House, reported: uuid.UUID, group: dict[str, Any], browser: OpenBrowser
) -> None:
    with in_tenant("roslagen", MANAGER):
        person_id = read_participation(group["people"][0]).person_id
        assert person_id
        let_learn(two_tenants, person_id, FK, kinds=frozenset({DataKind.ATTENDANCE}))
        given = give(two_tenants, ItemKind.ATTENDANCE, reported)
        note(group["days"][0], "U")
        with pytest.raises(ReportOutOfDate):
            give(two_tenants, ItemKind.ATTENDANCE, reported)
    copy = browser("roslagen", AT_FK).get(f"/handed-over/{given.id}").text
    assert "Närvaro augusti 2022" in copy
    assert "2 aug. 2022: Kurs på förmiddagen, 3" in copy
    assert browser("roslagen", AT_FK).get(f"/attendance-reports/{reported}/sv.pdf").status_code == 404
