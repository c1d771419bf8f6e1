"""What single rows lead to: numbers, exits, insatser, what may not be told, and what somebody has worked on meanwhile."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask

from core.audit import AccessLog, Action
from core.db import session
from core.followups.models import FollowUp
from core.imports.models import ImportRow, ImportRun
from core.imports.queries import get_run
from core.imports.services import begin_writing, cancel
from core.imports.terms import Key, RowKind, RunState
from core.interventions.models import InterventionPeriod
from core.outcomes.models import Situation, SituationSupport
from core.participants.models import Participation, Person
from core.participants.queries import get_for_change
from core.participants.services import set_next_contact
from core.persons.queries import identity_number
from core.rollup.models import DirtyMark
from tests.conftest import InTenant
from tests.house import House
from tests.integration.import_makers import HEADINGS, Importer, csv_file, row
from tests.integration.participation_makers import begin
from tests.integration.referral_makers import applicant, refer

NUMBER = "199001012385"
LEAVING = [*HEADINGS, "Insats", "Första aktivitet", "Försörjning", "Sysselsättning", "Slutdatum", "Avslutsanledning"]
FULL = ["Kurs", "2022-05-09", "Försörjningsstöd, lön", "Annat"]


@pytest.fixture
def importer(app: Flask, two_tenants: House, in_tenant: InTenant) -> Importer:
    return Importer(app, two_tenants, in_tenant)


def faults(importer: Importer) -> list[list[str]]:
    """Words of the faulty rows of the latest import, in the file's order."""
    with importer.in_tenant("roslagen", "subproject_manager"):
        latest = sa.select(ImportRun.id).order_by(ImportRun.created_at.desc()).limit(1).scalar_subquery()
        chosen = sa.select(ImportRow.faults).where(ImportRow.run_id == latest, ImportRow.kind == RowKind.FAULTY)
        return [[one[0] for one in told] for told in session.scalars(chosen.order_by(ImportRow.line))]


def test_a_whole_life_in_a_row_and_its_exit_in_a_later_file(importer: Importer) -> None:
    first = importer.check(csv_file([[*row(1), *FULL, "", ""]], LEAVING))
    assert importer.write(first).state == RunState.DONE
    with importer.in_tenant("roslagen", "subproject_manager"):
        one = session.scalars(sa.select(Participation)).one()
        assert (one.first_activity_on, one.state) == (dt.date(2022, 5, 9), "active")
        sources = session.execute(
            sa.select(SituationSupport.source, SituationSupport.main).order_by(SituationSupport.source)
        ).all()
        assert [tuple(source) for source in sources] == [("forsorjningsstod", True), ("lon", False)]
        assert session.scalars(sa.select(DirtyMark.month).distinct()).all()
    ended = importer.check(csv_file([[*row(1), *FULL, "2022-09-01", "Studier"]], LEAVING))
    assert importer.write(ended).changed_rows == 1
    with importer.in_tenant("roslagen", "subproject_manager"):
        one = session.scalars(sa.select(Participation)).one()
        assert (one.state, one.ended_on, one.exit_reason) == ("ended", dt.date(2022, 9, 1), "studier")
        assert session.scalars(sa.select(InterventionPeriod.ends_on)).all() == [dt.date(2022, 9, 1)]
        assert session.scalars(sa.select(FollowUp.due_on).order_by(FollowUp.due_on)).all() == [
            dt.date(2022, 10, 1),
            dt.date(2023, 3, 1),
        ]
    assert importer.undo(ended).left_rows == 0
    with importer.in_tenant("roslagen", "subproject_manager"):
        one = session.scalars(sa.select(Participation)).one()
        assert (one.state, one.ended_on) == ("active", None)
        assert session.scalars(sa.select(InterventionPeriod.ends_on)).all() == [None]
        assert set(session.scalars(sa.select(FollowUp.state))) == {"dropped"}
        assert session.scalars(sa.select(Situation.moment)).all() == ["before"]


def test_what_somebody_has_worked_on_since_is_left_and_told(importer: Importer) -> None:
    run_id = importer.check(csv_file([row(1), row(2)]))
    importer.write(run_id)
    with importer.in_tenant("roslagen", "subproject_manager"):
        participation_id = session.scalars(sa.select(Participation.id).where(Participation.number == "A1")).one()
        found = get_for_change(participation_id)
        set_next_contact(participation=found, version=found.version, next_contact_on=dt.date(2022, 10, 1))
    assert importer.undo(run_id).left_rows == 1
    with importer.in_tenant("roslagen", "subproject_manager"):
        assert session.scalars(sa.select(Participation.number).where(Participation.state == "active")).all() == ["A1"]


def test_what_has_been_changed_since_the_check_is_checked_anew(importer: Importer) -> None:
    importer.write(importer.check(csv_file([row(1)])))
    run_id = importer.check(csv_file([row(1, Efternamn="Nysson"), row(2)]))
    with importer.in_tenant("roslagen", "subproject_manager"):
        person = session.scalars(sa.select(Person)).one()
        person.given_name = "Annan"
    assert importer.write(run_id).state == RunState.CHECKING
    with importer.in_tenant("roslagen", "subproject_manager"):
        assert session.scalars(sa.select(Person.family_name)).all() == ["Testsson 1"], "nothing of it remains"
    importer.work("imports.check")
    assert (importer.run(run_id).state, importer.run(run_id).changed_rows) == (RunState.CHECKED, 1)


def test_cancelled_while_it_is_written_nothing_remains(importer: Importer) -> None:
    run_id = importer.check(csv_file([row(1)]))
    with importer.in_tenant("roslagen", "subproject_manager"):
        run = get_run(run_id)
        begin_writing(run=run, version=run.version, whole=True)
    with importer.in_tenant("roslagen", "subproject_manager"):
        cancel(run=get_run(run_id))
    importer.work("imports.write")
    assert importer.run(run_id).state == RunState.CANCELLED
    with importer.in_tenant("roslagen", "subproject_manager"):
        assert session.scalars(sa.select(Participation.id)).all() == []


def test_rules_of_a_start_hold_for_rows_as_well(importer: Importer) -> None:
    rows = [
        row(1, Startdatum="2019-01-01"),
        row(2, Startdatum="2022-12-01"),
        row(3, Kontaktperson="Ingen Alls"),
        row(4, Förnamn=""),
        row(5, Födelsedatum=""),
        row(6, Deltagarnummer="900101-2385"),
        row(7, Kontaktperson="case_worker@roslagen.example"),
        row(8, Förnamn="Skyddad identitet"),
        row(9, Deltagarnummer="ROS-100000"),
    ]
    importer.check(csv_file(rows))
    assert faults(importer) == [
        ["outside", "agreement"],
        ["future"],
        ["worker"],
        ["name"],
        ["who"],
        ["number_is_identity"],
        ["protected"],
        ["number_high"],
    ]


def test_another_authoritys_participants_are_not_touched_or_told(importer: Importer, two_tenants: House) -> None:
    with importer.in_tenant("roslagen", "party_representative.kommun"):
        refer(applicant(given_name="Eva", family_name="Ek"))
    with importer.in_tenant("roslagen", "subproject_manager"):
        ours = begin(two_tenants)
        number = ours.number
    with importer.in_tenant("roslagen"):
        session.execute(
            sa.update(Participation).values(controller_id=two_tenants.authorities["roslagen", "other"], key_worker_id=None)
        )
    importer.check(csv_file([row(1, Deltagarnummer=number), row(2, Förnamn="Eva", Efternamn="Ek", Födelsedatum="1985-05-17")]))
    assert faults(importer) == [["number_taken"]]


def test_a_number_of_ours_is_never_given_again(importer: Importer, two_tenants: House) -> None:
    with importer.in_tenant("roslagen", "subproject_manager"):
        drawn = int(begin(two_tenants).number.removeprefix("ROS-"))
    importer.write(importer.check(csv_file([row(1, Deltagarnummer=f"ROS-{drawn + 40:04}")])))
    with importer.in_tenant("roslagen", "subproject_manager"):
        assert begin(two_tenants).number == f"ROS-{drawn + 41:04}"


def test_everybody_who_is_touched_stands_in_the_access_log(importer: Importer) -> None:
    run_id = importer.check(csv_file([row(1), row(2)]))
    importer.write(run_id)
    with importer.house.operator.connect() as connection:
        connection.exec_driver_sql(f"SET search_path = {importer.house.schemas['roslagen']}, ext")
        persons = set(connection.scalars(sa.select(Person.id)))
        told = connection.execute(
            sa.select(AccessLog.subject_ids).where(AccessLog.action == Action.WRITE, AccessLog.reason == "write")
        ).scalar_one()
    assert set(told) == persons


def test_rows_without_a_number_get_one_and_are_known_again_by_name_and_day(importer: Importer) -> None:
    headings = HEADINGS[1:]
    content = csv_file([row(n)[1:] for n in (1, 2)], headings)
    importer.write(importer.check(content, key=Key.IDENTITY))
    with importer.in_tenant("roslagen", "subproject_manager"):
        first, second = session.scalars(sa.select(Participation.number).order_by(Participation.number))
    assert int(second.removeprefix("ROS-")) == int(first.removeprefix("ROS-")) + 1
    again = importer.run(importer.check(content, key=Key.IDENTITY))
    assert (again.new_rows, again.unchanged_rows) == (0, 2)
    back = [*row(1)[1:6], "2022-09-01", row(1)[7]]
    importer.check(csv_file([back], headings), key=Key.IDENTITY)
    assert faults(importer) == [], "another start of somebody who takes part is a correction"


def test_a_number_is_sealed_for_its_person_and_opens_again(importer: Importer) -> None:
    headings = ["Personnummer", *HEADINGS[1:3], *HEADINGS[5:]]
    cells = [NUMBER, "Testa", "Testsson", "Täby", "2022-05-02", row(1)[7]]
    importer.write(importer.check(csv_file([cells], headings), key=Key.IDENTITY))
    with importer.in_tenant("roslagen", "subproject_manager"):
        person = session.scalars(sa.select(Person)).one()
        assert identity_number(person) == f"{NUMBER[:8]}-{NUMBER[8:]}"
        rows = session.scalars(sa.select(ImportRow)).all()
    assert all(NUMBER not in str(one.values) for one in rows)
    assert importer.run(importer.check(csv_file([cells], headings), key=Key.IDENTITY)).unchanged_rows == 1
