"""The pages of what is owed: who sees what, a month closed in the browser, what is typed in wrongly."""

import datetime as dt
import io
from typing import Any

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from core.db import session
from core.owed import queries
from core.owed.terms import OwedKind
from tests.conftest import InTenant, OpenBrowser
from tests.house import House
from tests.integration.owed_makers import MANAGER, fill, lock, report

WORKER, OFFICE = "case_worker", "association_office"


@pytest.fixture
def month(in_tenant: InTenant, two_tenants: House) -> dict[str, Any]:
    return fill(in_tenant, two_tenants)


def test_the_office_sees_counts_and_nobody(month: dict[str, Any], browser: OpenBrowser) -> None:
    office = browser("roslagen", OFFICE)
    for path in ("/owed", "/owed/scb/2022-08", "/owed/attendance/2022-08", "/owed/finsam/2022"):
        shown = office.get(path)
        assert shown.status_code == 200, path
        assert "Slutade" not in shown.text
    for path in ("/owed/scb/2022-08/participants", "/owed/scb/2022-08/changes", "/owed/scb/2022-08/report"):
        assert office.get(path).status_code == 404, path


def test_a_month_is_closed_in_the_browser(month: dict[str, Any], browser: OpenBrowser) -> None:
    manager = browser("roslagen", MANAGER)
    assert "Månaden är inte låst" in manager.get("/owed/scb/2022-08").text
    manager.submit("/months/2022-08/lock", {"comment": "Ledaren är sjuk."})
    assert "Nästa: Underlag till SCB, augusti 2022" in manager.get("/owed").text
    for kind in ("scb", "attendance"):
        done = manager.follow(manager.submit(f"/owed/{kind}/2022-08/report", {"comment": "Skickat"}))
        assert "Skickat" in done.text
    board = manager.get("/owed").text
    assert board.count("Rapporterad 15 sep. 2022") == 2
    shown = manager.get("/owed/scb/2022-08/participants").text
    assert "Slutade" in shown
    assert "Deras" not in shown
    assert "1 till deltar hos andra myndigheter" in shown


def test_two_who_report_the_same_month(month: dict[str, Any], browser: OpenBrowser, in_tenant: InTenant) -> None:
    manager = browser("roslagen", MANAGER)
    with in_tenant("roslagen", MANAGER):
        lock()
    page = "/owed/scb/2022-08/report"
    lost = manager.submit(page, {"seen": "another"})
    assert lost.status_code == 409
    assert "Siffrorna har ändrats" in lost.text
    assert manager.submit(page, {}).status_code == 303
    assert manager.post(page, {"csrf_token": "x", "seen": "x"}).status_code in (400, 409)


def test_what_is_typed_in_wrongly_is_said_beside_its_field(browser: OpenBrowser, two_tenants: House) -> None:
    office = browser("roslagen", OFFICE)
    page = f"/owed/finsam/2022/interventions/{two_tenants.interventions['roslagen', 'course']}"
    wrong = office.submit(page, {"budget": "mycket", "outcome": "-5", "planned_participants": "-1"})
    assert wrong.status_code == 422
    assert wrong.text.count("invalid-feedback") == 3
    assert 'value="mycket"' in wrong.text
    assert office.submit(page, {"budget": "250 000 kr", "individual": "y"}).status_code == 303
    assert "250\N{NO-BREAK SPACE}000" in office.get("/owed/finsam/2022").text
    both = office.submit(page, {"version": "0", "budget": "1"})
    assert both.status_code == 409
    assert "250000" in both.text
    assert office.submit("/owed/finsam/2022/association", {"equity": "-20 000"}).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/owed/scb/2022-10",
        "/owed/scb/2022-13",
        "/owed/scb/2019-01",
        "/owed/finsam/2019",
        "/owed/finsam/2023",
        "/owed/x/2022-08",
    ],
)
def test_what_is_no_period_of_the_delprojekt_is_not_found(browser: OpenBrowser, path: str) -> None:
    assert browser("roslagen", MANAGER).get(path).status_code == 404


def test_the_list_is_taken_home_with_a_reason(month: dict[str, Any], browser: OpenBrowser, two_tenants: House) -> None:
    manager = browser("roslagen", MANAGER)
    page = "/owed/scb/2022-08/participants/export"
    assert manager.submit(page, {"reason": ""}).status_code == 422
    sent = manager.submit(page, {"reason": "Rapport till SCB"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).get_sheet_by_index(0).to_python()
    assert len([row for row in rows if str(row[0]).startswith("ROS-")]) == 2
    logged = f"SELECT reason, cardinality(subject_ids) FROM {two_tenants.schemas['roslagen']}.access_log WHERE action = 'export'"
    with two_tenants.operator.connect() as connection:
        assert [tuple(row) for row in connection.execute(sa.text(logged))] == [("Rapport till SCB", 2)]
    assert browser("roslagen", WORKER).get(page).status_code == 404


def test_the_work_page_counts_the_months_that_wait(month: dict[str, Any], browser: OpenBrowser, in_tenant: InTenant) -> None:
    office = browser("roslagen", OFFICE)
    assert "Månader att rapportera till SCB" not in office.get("/work").text
    with in_tenant("roslagen", MANAGER):
        for first in (dt.date(2022, 5, 1), dt.date(2022, 6, 1)):
            lock(first)
            report(month=first)
    shown = office.get("/work").text
    assert "Månader att rapportera till SCB" in shown
    with in_tenant("roslagen", OFFICE):
        assert session.scalar(queries.waiting_months()) == 2


def test_one_sending_is_shown_as_it_was(month: dict[str, Any], browser: OpenBrowser, in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        lock()
        ids = [report(kind).id for kind in (OwedKind.SCB, OwedKind.ATTENDANCE)]
    office = browser("roslagen", OFFICE)
    for report_id in ids:
        assert "Den kan inte ändras" in office.get(f"/owed/reports/{report_id}").text
        assert office.get(f"/owed/reports/{report_id}/workbook").data[:2] == b"PK"
