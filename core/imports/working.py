"""What the worker does with an import, in the name of whoever began it: opens the file, checks the rows, writes, takes back."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.accounts.terms import Role
from core.audit import Action, record_access
from core.clock import now
from core.context import Person, set_person
from core.crypto import seal
from core.db import session
from core.file_kinds import Examined
from core.files import open_file, store
from core.imports.applying import Overtaken, write_rows
from core.imports.cells import text_of
from core.imports.errors import CannotRead, Stopped
from core.imports.faults_file import make_faults_file
from core.imports.fields import Field
from core.imports.looking_up import load_insatser, load_lists, load_register, load_terms
from core.imports.models import ImportRun
from core.imports.planning import Planner
from core.imports.plans import Plan
from core.imports.progress import EVERY, tell, touch
from core.imports.queries import OPENED, find_file_id, has_role_still, list_faults_by_line, list_subjects, run_of_job
from core.imports.reading import Sheet, read_sheet
from core.imports.records import Record, read_record
from core.imports.services import mapping_of, move
from core.imports.staging import stage
from core.imports.terms import RunState
from core.imports.undoing import take_back
from core.jobs import enqueue
from core.participants.choices import get_subproject
from core.persons.queries import identity_index

F = Field
MOST_SAMPLES = 3
LONGEST_SAMPLE = 40


@contextmanager
def _at_work(run_id: uuid.UUID, state: RunState) -> Iterator[ImportRun | None]:
    """The import while it waits for this job, with its owner signed in; None when it is elsewhere, cancelled or forbidden."""
    run = run_of_job(run_id)
    if run is None or run.state != state:
        yield None
    elif run.cancel_asked and state is not RunState.UNDOING:
        move(run, RunState.CANCELLED)
        yield None
    elif not has_role_still(run.by_account, run.owner_id, Role.SUBPROJECT_MANAGER):
        run.trouble = "not_allowed"
        move(run, RunState.DONE if state is RunState.UNDOING else RunState.CANCELLED)
        yield None
    else:
        roles = frozenset({Role.SUBPROJECT_MANAGER.value})
        set_person(Person(account_id=run.by_account, name="", email="", roles=roles, authority_id=run.owner_id))
        yield run


def open_run(run_id: uuid.UUID) -> None:
    """Read the headings and a few values, so that the columns can be told."""
    with _at_work(run_id, RunState.OPENING) as run:
        if run is None:
            return
        try:
            sheet, _name = _sheet_of(run)
        except CannotRead as error:
            run.trouble = error.word
            move(run, RunState.FAILED)
            return
        said = {"headings": sheet.headings, "line": sheet.heading_line, "samples": _samples(sheet)}
        run.opened = seal(json.dumps(said), table="import_run", column=OPENED, row=run.id)
        run.total_rows = len(sheet.lines)
        move(run, RunState.MAPPING)


def _sheet_of(run: ImportRun) -> tuple[Sheet, str]:
    file_id = find_file_id(run.id, "import")
    if file_id is None:
        raise CannotRead("unreadable")
    file = open_file(file_id)
    return read_sheet(file.content), file.name


def _samples(sheet: Sheet) -> list[list[str]]:
    """The first different values of every column."""
    found: list[list[str]] = [[] for _heading in sheet.headings]
    for line in sheet.lines[:200]:
        for at, cell in enumerate(line.cells):
            text = text_of(cell)[:LONGEST_SAMPLE]
            if text and len(found[at]) < MOST_SAMPLES and text not in found[at]:
                found[at].append(text)
    return found


def check_run(run_id: uuid.UUID) -> None:
    """Hold every row against the register: what it leads to, or why it cannot come in."""
    with _at_work(run_id, RunState.CHECKING) as run:
        if run is None:
            return
        try:
            sheet, name = _sheet_of(run)
            plans = _plans(run, sheet)
        except CannotRead as error:
            run.trouble = error.word
            move(run, RunState.FAILED)
            return
        except Stopped:
            move(run, RunState.CANCELLED)
            return
        subjects = [plan.person_id for plan in plans if plan.person_id is not None]
        record_access(Action.WRITE, subject_ids=list(dict.fromkeys(subjects)), fields="import", reason="check")
        stage(run, plans)
        if run.faulty_rows:
            session.flush()
            _keep_faults(run, make_faults_file(name, sheet, list_faults_by_line(run.id), lambda: touch(run.id)))
        run.done_rows = len(plans)
        move(run, RunState.CHECKED)


def _plans(run: ImportRun, sheet: Sheet) -> list[Plan]:
    mapping = mapping_of(run.mapping or {"fields": [], "key": "identity", "insats": None})
    lists = load_lists(load_insatser(run.subproject_id))
    touch(run.id)
    records = [read_record(line, mapping.fields, lists) for line in sheet.lines]
    touch(run.id)
    indexes = [_index_of(record) for record in records]
    planner = Planner(
        load_register(
            subproject_id=run.subproject_id,
            numbers={number for record in records if (number := record.get(F.NUMBER))},
            indexes={index for index in indexes if index},
            names={f"{record.get(F.GIVEN_NAME)} {record.get(F.FAMILY_NAME)}" for record in records},
            births={day for record in records if (day := record.get(F.BIRTH_DATE))},
        ),
        load_terms(get_subproject(run.subproject_id), mapping.insats_id),
        mapping.key,
    )
    plans = []
    for at, (record, index) in enumerate(zip(records, indexes, strict=True)):
        if at % EVERY == 0:
            tell(run.id, at)
            touch(run.id)
        plans.append(planner.plan(record, index))
    return plans


def _index_of(record: Record) -> bytes | None:
    identity = record.get(F.IDENTITY)
    return identity_index(identity.digits) if identity and identity.digits else None


def _keep_faults(run: ImportRun, file: Examined) -> None:
    store(purpose="import_faults", subject_id=run.id, file=file, owner_id=run.owner_id)


def write_run(run_id: uuid.UUID) -> None:
    """Write what was checked, all of it or nothing; when something has come in between, check it anew."""
    with _at_work(run_id, RunState.APPLYING) as run:
        if run is None:
            return
        record_access(Action.WRITE, subject_ids=list_subjects(run.id), fields="import", reason="write")
        subproject = get_subproject(run.subproject_id)
        try:
            with session.begin_nested():
                run.done_rows = write_rows(run, subproject)
                session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"), bind_arguments={"bind_name": "tenant"})
        except Stopped:
            move(run, RunState.CANCELLED)
            return
        except (Overtaken, IntegrityError):
            move(run, RunState.CHECKED)
            move(run, RunState.CHECKING)
            run.trouble = "changed_meanwhile"
            enqueue("imports.check", run=run.id)
            return
        run.applied_at = now()
        move(run, RunState.DONE)


def undo_run(run_id: uuid.UUID) -> None:
    """Take the whole import back, but for what somebody has worked on since."""
    with _at_work(run_id, RunState.UNDOING) as run:
        if run is None:
            return
        record_access(Action.WRITE, subject_ids=list_subjects(run.id), fields="import", reason="undo")
        run.left_rows = take_back(run)
        run.undone_at, run.undone_by = now(), run.by_account
        move(run, RunState.UNDONE)
