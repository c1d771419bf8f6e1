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
from core.owed.models import OwedReportLine
from core.owed.queries import line
from core.owed.terms import OwedState
from core.participants.choices import get_current_subproject
from core.participants.errors import ChangedMeanwhile
from tests.conftest import InTenant
from tests.house import House
from tests.integration.attendance_makers import AUGUST, note
from tests.integration.owed_makers import MANAGER, SCB, fill, lock, report, state

OFFICE = "association_office"

SEPTEMBER = dt.date(2022, 9, 1)


@pytest.fixture
def month(in_tenant: InTenant, two_tenants: House) -> dict[str, Any]:
    return fill(in_tenant, two_tenants)


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


def test_the_lines_of_the_view_are_narrowed_to_a_month(month: dict[str, Any], in_tenant: InTenant) -> None:
    with in_tenant("roslagen", MANAGER):
        chosen = sa.select(sa.func.count()).select_from(line).where(line.c.month == AUGUST)
        assert session.scalar(chosen, bind_arguments={"bind_name": "tenant"}) == 3
