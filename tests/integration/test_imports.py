"""A sheet becomes participants: checked, written, sent again, taken back."""

import pytest
import sqlalchemy as sa
from flask import Flask

from core.db import session
from core.imports.models import ImportRow
from core.imports.terms import RowKind, RunState
from core.participants.models import Participation, Person
from tests.conftest import InTenant
from tests.house import House
from tests.integration.import_makers import Importer, csv_file, office_file, row, xlsx_file


@pytest.fixture
def importer(app: Flask, two_tenants: House, in_tenant: InTenant) -> Importer:
    return Importer(app, two_tenants, in_tenant)


def counts(importer: Importer, run_id: object) -> tuple[int, int, int, int]:
    run = importer.run(run_id)  # type: ignore[arg-type]
    return run.new_rows, run.changed_rows, run.unchanged_rows, run.faulty_rows


@pytest.mark.parametrize("make", [csv_file, xlsx_file, office_file])
def test_a_sheet_becomes_participants_and_the_same_sheet_changes_nothing(importer: Importer, make: object) -> None:
    content = make([row(1), row(2), row(3)])  # type: ignore[operator]
    run_id = importer.check(content)
    assert counts(importer, run_id) == (3, 0, 0, 0)
    assert importer.write(run_id).state == RunState.DONE
    with importer.in_tenant("roslagen", "subproject_manager"):
        found = session.execute(
            sa.select(Participation.number, Person.family_name, Participation.sex, Participation.municipality_code)
            .join(Person, Person.id == Participation.person_id)
            .order_by(Participation.number)
        ).all()
    assert [one.number for one in found] == ["A1", "A2", "A3"]
    assert tuple(found[0]) == ("A1", "Testsson 1", "woman", "0160")
    again = importer.check(content)
    assert counts(importer, again) == (0, 0, 3, 0)


def test_faulty_rows_are_told_and_the_good_ones_come_in(importer: Importer) -> None:
    rows = [row(1), row(2, Startdatum="igår"), row(3, Kommun="Atlantis"), row(1)]
    run_id = importer.check(csv_file(rows))
    assert counts(importer, run_id) == (1, 0, 0, 3)
    with importer.in_tenant("roslagen", "subproject_manager"):
        said = session.execute(
            sa.select(ImportRow.line, ImportRow.faults).where(ImportRow.kind == RowKind.FAULTY).order_by(ImportRow.line)
        ).all()
    assert [(line, [fault[:2] for fault in faults]) for line, faults in said] == [
        (3, [["date", "started_on"]]),
        (4, [["word", "municipality"]]),
        (5, [["twice", ""]]),
    ]
    assert importer.write(run_id, whole=False).state == RunState.DONE


def test_an_import_is_taken_back(importer: Importer) -> None:
    first = importer.check(csv_file([row(1), row(2)]))
    importer.write(first)
    changed = importer.check(csv_file([row(1, Efternamn="Annansson"), row(2), row(3)]))
    assert counts(importer, changed) == (1, 1, 1, 0)
    importer.write(changed)
    undone = importer.undo(changed)
    assert (undone.state, undone.left_rows) == (RunState.UNDONE, 0)
    with importer.in_tenant("roslagen", "subproject_manager"):
        names = session.scalars(sa.select(Person.family_name).order_by(Person.family_name)).all()
        states = dict(session.execute(sa.select(Participation.number, Participation.state)).all())
    assert names == ["Testsson 1", "Testsson 2", "Testsson 3"]
    assert states.pop("A1") == states.pop("A2") == "active"
    assert list(states.values()) == ["misregistered"]
    again = importer.check(csv_file([row(3)]))
    assert counts(importer, again) == (1, 0, 0, 0)
