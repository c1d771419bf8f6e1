"""What is owed: counted as the rule says, frozen when it is reported, and seen by whoever may know it."""

import datetime as dt
import io
from typing import Any

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import ProgrammingError

from core.attendance import months, sums
from core.attendance.reports import list_latest, make_reports, read_report, receive_report
from core.audit import Action
from core.clock import today
from core.db import session
from core.errors import Invalid
from core.owed import finsam, queries, services, workbook
from core.owed.errors import CannotReport, FiguresMoved
from core.owed.models import OwedReport, OwedReportLine
from core.owed.queries import line
from core.owed.terms import OwedKind, OwedState
from core.participants.choices import get_current_subproject
from core.participants.errors import ChangedMeanwhile
from tests.conftest import InTenant, OpenBrowser
from tests.house import FK, House
from tests.integration.attendance_makers import AUGUST, note, plan, somebody
from tests.integration.participation_makers import leave

MANAGER, WORKER, OFFICE = "subproject_manager", "case_worker", "association_office"
SCB, ATTENDANCE = OwedKind.SCB, OwedKind.ATTENDANCE
SEPTEMBER = dt.date(2022, 9, 1)


@pytest.fixture
def month(in_tenant: InTenant, two_tenants: House) -> dict[str, Any]:
    """August: two of the committee and one of Försäkringskassan; one has come, one has left, one is not noted."""
    with in_tenant("roslagen", MANAGER):
        came, left, theirs = somebody(two_tenants, "Kom"), somebody(two_tenants, "Slutade"), somebody(two_tenants, "Deras")
        (held,) = plan([came], on_date=dt.date(2022, 8, 9))
        note(held.id, "P")
        (unnoted,) = plan([theirs], on_date=dt.date(2022, 8, 10))
        leave(left.id, ended_on=dt.date(2022, 8, 31))
        ids = {"came": came.id, "left": left.id, "theirs": theirs.id, "unnoted": unnoted.id, "held": held.id}
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas["roslagen"]
        fk = {"fk": two_tenants.authorities["roslagen", FK], "id": ids["theirs"]}
        connection.execute(
            sa.text(f"UPDATE {schema}.participation SET controller_id = :fk, key_worker_id = NULL WHERE id = :id"), fk
        )
    return ids


def lock(month: dt.date = AUGUST) -> None:
    subproject = get_current_subproject(today())
    status = months.get_status(month, subproject.id)
    months.lock_month(month=month, subproject=subproject, version=status.version, comment="Prov")


def report(kind: OwedKind = SCB, month: dt.date = AUGUST, *, seen: str | None = None, comment: str = "") -> OwedReport:
    subproject = get_current_subproject(today())
    digest = services.get_board(subproject, [kind]).standing(kind, month).month.digest
    return services.report_month(
        kind=kind,
        subproject=subproject,
        month=month,
        seen=digest if seen is None else seen,
        comment=comment,
        workbook=lambda content: workbook.month_book(kind, month, subproject.name, content),
    )


def state(kind: OwedKind = SCB, month: dt.date = AUGUST) -> OwedState:
    return services.get_board(get_current_subproject(today()), [kind]).standing(kind, month).state


def test_the_months_figures_are_counted_by_the_rule(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", OFFICE):
        counts = queries.find_month(get_current_subproject(today()).id, AUGUST)
    scb = {"taking_part": 3, "new_women": 3, "new_men": 0, "ended_women": 1, "came_back": 0, "with_hours": 1, "hours": 3}
    assert {name: counts[name] for name in scb} == scb
    missing = {"lacking_identity": 3, "lacking_not_noted": 1, "lacking_no_hours": 1, "lacking_before": 0, "lacking_after": 0}
    assert {name: counts[name] for name in missing} == missing
    attendance = {"expected": 2, "attended": 1, "planned_minutes": 360, "whole_hours": 3, "not_noted": 1, "unsigned": 1}
    assert {name: counts[name] for name in attendance} == attendance


def test_whoever_comes_back_is_not_new_again(two_tenants: House, in_tenant: InTenant, month: dict[str, Any]) -> None:
    with two_tenants.operator.begin() as connection:
        schema = two_tenants.schemas["roslagen"]
        connection.execute(
            sa.text(
                f"UPDATE {schema}.intervention_period SET starts_on = '2022-09-05' WHERE participation_id = :theirs;"
                f"UPDATE {schema}.participation SET person_id = (SELECT person_id FROM {schema}.participation WHERE id = :left),"
                " started_on = '2022-09-05', first_activity_on = '2022-09-05', referral_id = NULL WHERE id = :theirs"
            ),
            month,
        )
    with in_tenant("roslagen", OFFICE):
        counts = queries.find_month(get_current_subproject(today()).id, SEPTEMBER)
    assert (counts["new_women"], counts["came_back"]) == (0, 1)


def test_a_signed_report_counts_as_the_months_own_page_says(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        subproject = get_current_subproject(today())
        make_reports(month=AUGUST, subproject=subproject)
        made = list_latest(AUGUST, [month["came"]])[month["came"]]
        (row,) = [one for one in sums.list_month(AUGUST, subproject.id) if one.participation_id == month["came"]]
        assert made.digest == row.digest
        whole = read_report(made.id, action=Action.WRITE)
        day = dt.date(2022, 9, 2)
        receive_report(whole=whole, version=whole.report.version, signed_on=day, received_on=day)
        assert queries.find_month(subproject.id, AUGUST)["signed"] == 1
        note(month["held"], "2")
        assert queries.find_month(subproject.id, AUGUST)["signed"] == 0


def test_a_month_is_reported_once_it_is_locked_and_kept_as_it_was(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        with pytest.raises(CannotReport):
            report()
        lock()
        made = report(comment="Två saknar personnummer")
        assert state() is OwedState.REPORTED
        with pytest.raises(CannotReport):
            report()
        kept = session.scalars(sa.select(OwedReportLine).where(OwedReportLine.report_id == made.id)).all()
        assert {one.participation_id: one.minutes for one in kept} == {
            month["came"]: 180,
            month["left"]: 0,
            month["theirs"]: 0,
        }
        _report, file = queries.read_file(made.id)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert ["Deltar under månaden", 3.0] in [row[:2] for row in sheet]


def test_what_was_reported_cannot_be_changed_by_the_tenants_role(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        lock()
        report()
    for statement in ("UPDATE owed_report SET digest = 'x'", "DELETE FROM owed_report_line", "DELETE FROM owed_report"):
        with in_tenant("roslagen", MANAGER):
            with pytest.raises(ProgrammingError, match="permission denied"):
                session.execute(sa.text(statement), bind_arguments={"bind_name": "tenant"})
            session.rollback()


def test_figures_that_moved_since_the_page_was_opened_are_not_frozen(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        lock()
        with pytest.raises(FiguresMoved):
            report(seen="another")
        with pytest.raises(Invalid):
            report(comment="Gäller 19900101-2385")
        assert queries.list_latest(get_current_subproject(today()).id, SCB) == {}


def test_a_correction_lists_whose_line_has_changed(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        lock()
        made = report()
    with in_tenant("roslagen", MANAGER):
        subproject = get_current_subproject(today())
        version = months.get_status(AUGUST, subproject.id).version
        months.reopen_month(month=AUGUST, subproject=subproject, version=version, reason="En dag fattas")
        note(month["held"], "2")
        note(month["unnoted"], "P")
        assert state() is OwedState.CHANGED
        rows = queries.list_changes(made.id, SCB)
        assert [(row.participation_id, row.was_minutes, row.is_minutes) for row in rows] == [(month["came"], 180, 120)]
        lock()
        assert report().number == 2
        assert state() is OwedState.REPORTED


def test_the_persons_are_those_whom_the_reader_may_read(month: dict[str, Any], in_tenant: InTenant) -> None:
    seen = {}
    for role in (MANAGER, "party_representative.fk", OFFICE):
        with in_tenant("roslagen", role):
            rows = queries.list_lines(get_current_subproject(today()).id, AUGUST)
            seen[role] = {row.participation_id for row in rows}
    assert seen == {MANAGER: {month["came"], month["left"]}, "party_representative.fk": {month["theirs"]}, OFFICE: set()}


def test_a_report_logs_everybody_it_is_about(month: dict[str, Any], in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", MANAGER):
        lock()
        report()
    logged = f"SELECT cardinality(subject_ids) FROM {two_tenants.schemas['roslagen']}.access_log WHERE fields = 'owed'"
    with two_tenants.operator.connect() as connection:
        assert connection.execute(sa.text(logged)).scalars().all() == [3]


def test_the_year_counts_women_and_men_of_each_insats(month: dict[str, Any], in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", OFFICE):
        subproject = get_current_subproject(today())
        course = two_tenants.interventions["roslagen", "course"]
        insats = finsam.get_insats(subproject, course)
        values = finsam.InsatsValues(
            individual=True, planned_participants=20, budget=250_000, outcome=None, esf_budget=None, esf_outcome=None
        )
        finsam.keep_insats_year(subproject=subproject, intervention=insats, year=2022, version=0, values=values)
        (found,) = [one for one in finsam.list_insatser(subproject.id, 2022) if one.intervention.id == course]
        assert (found.women, found.men, found.women_began, found.typed and found.typed.budget) == (3, 0, 3, 250_000)
        with pytest.raises(ChangedMeanwhile):
            finsam.keep_insats_year(subproject=subproject, intervention=insats, year=2022, version=0, values=values)
        _content, digest = finsam.content_of_year(subproject.id, 2022)
        made = services.report_year(
            subproject=subproject,
            year=2022,
            seen=digest,
            comment="",
            workbook=lambda content: workbook.year_book(2022, subproject.name, content),
        )
        (kept,) = [one for one in made.content["insatser"] if one["id"] == str(course)]
        assert (kept["women"], kept["planned_participants"], kept["outcome"]) == (3, 20, None)
        with pytest.raises(CannotReport):
            services.report_year(subproject=subproject, year=2022, seen=digest, comment="", workbook=lambda _content: b"x")


def test_an_insats_on_structures_reports_no_women_and_men(month: dict[str, Any], in_tenant: InTenant, two_tenants: House) -> None:
    with in_tenant("roslagen", OFFICE):
        subproject = get_current_subproject(today())
        course = two_tenants.interventions["roslagen", "course"]
        values = finsam.InsatsValues(
            individual=False, planned_participants=None, budget=1, outcome=None, esf_budget=None, esf_outcome=None
        )
        insats = finsam.get_insats(subproject, course)
        finsam.keep_insats_year(subproject=subproject, intervention=insats, year=2022, version=0, values=values)
        content, _digest = finsam.content_of_year(subproject.id, 2022)
        (kept,) = [one for one in content["insatser"] if one["id"] == str(course)]
        assert (kept["women"], kept["individual"], kept["budget"]) == (None, False, 1)


# Pages ------------------------------------------------------------------------------------------------------------------


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
        "/owed/scb/2022-09",
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


def test_the_lines_of_the_view_are_narrowed_to_a_month(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        chosen = sa.select(sa.func.count()).select_from(line).where(line.c.month == AUGUST)
        assert session.scalar(chosen, bind_arguments={"bind_name": "tenant"}) == 3
