"""The rows of the working day, for tests.canaries: visits and mail, avvikelser, imports, lists and exports, owed figures.

Each part plants its own rows in a function of its own, called from plant_working_day."""

import datetime as dt
import uuid

import sqlalchemy as sa

from core import crypto
from core.db import new_id
from core.deviations.models import (
    Deviation,
    DeviationAuthority,
    DeviationEvent,
    DeviationParty,
    DeviationReading,
    DeviationText,
    LiftedDeviation,
)
from core.exports.models import Export, ExportSubjects
from core.imports.models import ImportMapping, ImportRow, ImportRun
from core.owed.models import FinsamYear, InsatsYear, OwedReport, OwedReportLine
from core.owed.terms import FIGURES, OwedKind
from core.saved_lists.models import DefaultList, SavedList
from core.work.models import MailChoice, MailTold, WorkVisit

WORKING_DAY_NAMES: tuple[str, ...] = ("run", "owed_report", "deviation", "lifted", "saved_list", "export")
"""Names of ids that plant_working_day adds."""
WORKING_DAY_FREE_TEXT: dict[str, list[str]] = {
    "saved_list": ["name"],
    "export": ["reason"],
    "owed_report": ["comment"],
    "deviation": ["next_step", "county_answer", "county_step"],
    "deviation_text": ["title", "words", "proposal"],
    "deviation_reading": ["words"],
    "deviation_event": ["words"],
}


def plant_working_day(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID, mark: str
) -> None:
    """One row in each of these tables. `other` is the delprojektledare's account."""
    _plant_work(connection, common["worker"])
    _plant_owed(connection, ids, common, other)
    _plant_deviation(connection, ids, common, other)
    _plant_import(connection, ids, common)
    _plant_lists(connection, ids, common, other)


def _plant_work(connection: sa.Connection, worker: uuid.UUID) -> None:
    connection.execute(sa.insert(WorkVisit), {"account_id": worker})
    connection.execute(sa.insert(MailChoice), {"account_id": worker, "kinds": {"follow_ups": "never"}})
    connection.execute(sa.insert(MailTold), {"account_id": worker, "digest_on": dt.date(2022, 4, 5), "counts": {}})


def _plant_import(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID]) -> None:
    ids["run"] = new_id()
    run = {"id": ids["run"], "owner_id": common["owner"], "subproject_id": common["subproject"], "by_account": common["worker"]}
    applied = {**run, "state": "done", "applied_at": sa.func.now(), "opened": b"sealed"}
    connection.execute(sa.insert(ImportRun).values(applied))
    row = {"id": new_id(), "run_id": ids["run"], "line": 2, "kind": "new", "outcome": "written"}
    whose = {"person_id": ids["person"], "participation_id": ids["participation"]}
    connection.execute(sa.insert(ImportRow), {**row, **whose})
    connection.execute(sa.insert(ImportMapping), {"owner_id": common["owner"], "headings": b"digest", "mapping": {}})


def _plant_deviation(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID
) -> None:
    """Noted by the case worker, read by the delprojektledare, lifted to nobody yet."""
    of = {"deviation_id": (key := new_id())}
    ids["deviation"] = key
    row = {
        "id": key,
        "subproject_id": common["subproject"],
        "owner_id": common["owner"],
        "kind": "deviation",
        "category": "other",
    }
    noted = {"noted_on": dt.date(2022, 4, 5), "by_account": common["worker"], "approved_number": 1}
    connection.execute(sa.insert(Deviation), {**row, **noted})
    text = {**of, "number": 1, "title": "x", "words": "x", "proposal": "x", "by_account": common["worker"]}
    connection.execute(sa.insert(DeviationText), text)
    read = {**of, "number": 1, "verdict": "approved", "by_account": other}
    connection.execute(sa.insert(DeviationReading), {"id": new_id(), **read})
    connection.execute(sa.insert(DeviationParty), {**of, "party_key": "fk"})
    connection.execute(sa.insert(DeviationAuthority), {**of, "authority_id": common["owner"]})
    connection.execute(sa.insert(DeviationEvent), {"id": new_id(), **of, "to_state": "new", "by_account": common["worker"]})
    _plant_lifted(connection, ids)


def _plant_lifted(connection: sa.Connection, ids: dict[str, uuid.UUID]) -> None:
    """What the county has of another one: words that were approved, and so no canary."""
    ids["lifted"] = new_id()
    tenant = connection.scalar(sa.text("SELECT id FROM platform.tenant WHERE schema_name = current_schema()"))
    about = {"kind": "deviation", "category": "other", "category_sv": "Annat", "category_en": "Other", "level": "regional"}
    days = {"noted_month": dt.date(2022, 4, 1), "lifted_on": dt.date(2022, 4, 5)}
    text = {"title": "En rubrik", "words": "Ord.", "proposal": "", "parties": ["fk"], "text_number": 1}
    row = {"id": ids["lifted"], "tenant_id": tenant, "round": 1, "told_version": 1, **about, **days, **text}
    connection.execute(sa.insert(LiftedDeviation), row)


def _plant_owed(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID) -> None:
    """A month that was reported to SCB, and the money of a year."""
    ids["owed_report"] = new_id()
    content = {"figures": dict.fromkeys(FIGURES[OwedKind.SCB], 1), "complete": 1}
    reported = {"kind": "scb", "period": dt.date(2022, 3, 1), "number": 1, "position": 1, "content": content, "digest": "x"}
    file = crypto.seal_content(b"x", table="owed_report", column="file", row=ids["owed_report"])
    by = {"reported_on": dt.date(2022, 4, 5), "reported_by": other, "file": file}
    report = {"id": ids["owed_report"], "subproject_id": common["subproject"], **reported, **by}
    connection.execute(sa.insert(OwedReport), report)
    line = {"report_id": ids["owed_report"], "participation_id": ids["participation"], "planned_minutes": 180, "minutes": 150}
    connection.execute(sa.insert(OwedReportLine), line)
    money = {"id": new_id(), "intervention_id": ids["intervention"], "year": 2022, "budget": 1000}
    connection.execute(sa.insert(InsatsYear), money)
    connection.execute(sa.insert(FinsamYear), {"id": new_id(), "subproject_id": common["subproject"], "year": 2022})


def _plant_lists(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID) -> None:
    """A list of the delprojektledare's own that their page opens on, and an export whose file is gone."""
    ids |= {"saved_list": new_id(), "export": new_id()}
    whose = {"account_id": other, "kind": "participants"}
    connection.execute(sa.insert(SavedList), {"id": ids["saved_list"], **whose, "name": "x", "choices": {"status": "active"}})
    connection.execute(sa.insert(DefaultList), {**whose, "saved_list_id": ids["saved_list"]})
    asked = {"format": "csv", "language": "sv", "choices": {}, "columns": ["number"], "why": "other", "total": 1}
    gone = {"reason": "x", "state": "removed", "removed": "expired"}
    row = {"id": ids["export"], **whose, "authority_id": common["owner"], **asked, **gone}
    connection.execute(sa.insert(Export), row)
    connection.execute(sa.insert(ExportSubjects), {"export_id": ids["export"], "subject_ids": [ids["person"]]})
