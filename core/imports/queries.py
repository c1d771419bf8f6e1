"""Reads imports, and what a file is held against: code lists, colleagues, everybody whose data controller the importer is."""

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import files
from core.accounts.models import Account, Membership
from core.accounts.queries import in_force, list_memberships
from core.accounts.terms import Role
from core.audit import Action, record_access
from core.clock import today
from core.context import current_person, current_tenant
from core.crypto import unseal
from core.db import engine_for, session
from core.errors import NotFound
from core.files import StoredFile
from core.imports.models import ImportMapping, ImportRow, ImportRun
from core.imports.terms import RowKind, RowOutcome, RunState
from core.interventions.queries import list_all, name_of
from core.lists import PAGE_SIZE, Page
from core.participants.models import Participation, Person, Staff

OPENED = "opened"
MOST_RUNS = 50


def visible_runs(statement: sa.Select[Any]) -> sa.Select[Any]:
    """Narrow a select of ImportRun to those of the signed-in delprojektledare's authority."""
    me = current_person()
    if me.authority_id is None or Role.SUBPROJECT_MANAGER not in me.roles:
        return statement.where(sa.false())
    return statement.where(ImportRun.owner_id == me.authority_id)


def get_run(run_id: uuid.UUID, *, lock: bool = False) -> ImportRun:
    """The import. Raises NotFound, also for another authority's."""
    chosen = visible_runs(sa.select(ImportRun).where(ImportRun.id == run_id))
    if lock:
        chosen = chosen.with_for_update()
    found: ImportRun | None = session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def run_of_job(run_id: uuid.UUID) -> ImportRun | None:
    """The import a job is about, before anybody is in whose name it works."""
    found: ImportRun | None = session.scalars(sa.select(ImportRun).where(ImportRun.id == run_id)).one_or_none()
    return found


def list_runs() -> Sequence[ImportRun]:
    """The authority's imports, the latest first."""
    chosen = visible_runs(sa.select(ImportRun)).order_by(ImportRun.created_at.desc(), ImportRun.id.desc()).limit(MOST_RUNS)
    return session.scalars(chosen).all()


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file showed when it was opened: its headings, the line they stand on, and a few rows as text."""

    headings: list[str]
    line: int
    samples: list[list[str]]


def opened_of(run: ImportRun) -> Opened | None:
    """None while the file has not been opened yet. Logged: samples are of persons who may not be registered."""
    if run.opened is None:
        return None
    record_access(Action.READ, subject_ids=[], fields="import", reason="columns")
    return Opened(**json.loads(unseal(run.opened, table="import_run", column=OPENED, row=run.id)))


def find_file_id(run_id: uuid.UUID, purpose: str) -> uuid.UUID | None:
    """The file of an import, or that of its faults; the latest."""
    chosen = sa.select(StoredFile.id).where(StoredFile.purpose == purpose, StoredFile.subject_id == run_id)
    found: uuid.UUID | None = session.scalar(chosen.order_by(StoredFile.created_at.desc(), StoredFile.id.desc()).limit(1))
    return found


def find_mapping(owner_id: uuid.UUID, headings: bytes) -> ImportMapping | None:
    """What such columns were said to mean last time."""
    return session.get(ImportMapping, (owner_id, headings))


def list_faulty(run_id: uuid.UUID, page: int) -> Page:
    """Rows (line, faults) that cannot come in, in the file's order; the caller has the run."""
    rows = ImportRow.run_id == run_id, ImportRow.kind == RowKind.FAULTY
    chosen = sa.select(ImportRow.line, ImportRow.faults, sa.func.count().over().label("total")).where(*rows)
    found = session.execute(chosen.order_by(ImportRow.line).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(found, found[0].total if found else 0)


def list_left(run_id: uuid.UUID) -> Sequence[int]:
    """Lines of rows that an undo has left as they were, because somebody had worked on since."""
    chosen = sa.select(ImportRow.line).where(ImportRow.run_id == run_id, ImportRow.outcome == RowOutcome.LEFT)
    return session.scalars(chosen.order_by(ImportRow.line).limit(200)).all()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page shows of the rows. `first`: rows (line, kind, number, given_name, family_name, values)."""

    faulty: Page
    first: Sequence[Any]
    left: Sequence[int]
    faults_file: uuid.UUID | None


MOST_FIRST = 10


def read_preview(run: ImportRun, page: int) -> Preview:
    """A page of the faulty rows and the first of the others, once the access log has its row."""
    first = _list_first(run.id)
    subjects = list(dict.fromkeys(row.person_id for row in first if row.person_id))
    record_access(Action.READ, subject_ids=subjects, fields="import")
    return Preview(list_faulty(run.id, page), first, list_left(run.id), find_file_id(run.id, "import_faults"))


def _list_first(run_id: uuid.UUID) -> Sequence[Any]:
    """The first rows that bring or change somebody: as the file says, else as the register does."""
    said = ImportRow.values
    chosen = (
        sa.select(
            ImportRow.line,
            ImportRow.kind,
            ImportRow.person_id,
            said,
            sa.func.coalesce(said["participation"]["number"].astext, Participation.number).label("number"),
            sa.func.coalesce(said["person"]["given_name"].astext, Person.given_name).label("given_name"),
            sa.func.coalesce(said["person"]["family_name"].astext, Person.family_name).label("family_name"),
        )
        .outerjoin(Participation, Participation.id == ImportRow.participation_id)
        .outerjoin(Person, Person.id == ImportRow.person_id)
        .where(ImportRow.run_id == run_id, ImportRow.kind.in_([RowKind.NEW, RowKind.CHANGED]))
    )
    return session.execute(chosen.order_by(ImportRow.line).limit(MOST_FIRST)).all()


def list_names(account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of colleagues."""
    return dict(session.execute(sa.select(Staff.account_id, Staff.name).where(Staff.account_id.in_(account_ids))).all())


def list_insatser(subproject_id: uuid.UUID) -> list[tuple[str, str]]:
    """(id, name) of the catalogue, for a form."""
    return [(str(one.id), name_of(one)) for one in list_all(subproject_id)]


def waiting_runs() -> sa.Select[Any]:
    """How many of the signed-in person's own imports wait for them."""
    mine = ImportRun.by_account == current_person().account_id, ImportRun.state.in_([RunState.MAPPING, RunState.CHECKED])
    return visible_runs(sa.select(sa.func.count(ImportRun.id)).where(*mine))


def list_faults_by_line(run_id: uuid.UUID) -> dict[int, list[Any]]:
    """Every faulty row's faults, by its line."""
    rows = ImportRow.run_id == run_id, ImportRow.kind == RowKind.FAULTY
    return dict(session.execute(sa.select(ImportRow.line, ImportRow.faults).where(*rows)).all())


def list_subjects(run_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The persons an import is about, for the access log. Raises NotFound for another authority's."""
    get_run(run_id)
    known = ImportRow.run_id == run_id, ImportRow.person_id.is_not(None)
    found = session.scalars(sa.select(ImportRow.person_id).where(*known).order_by(ImportRow.line))
    return [person_id for person_id in found if person_id is not None]


def is_cancel_asked(run_id: uuid.UUID) -> sa.Select[Any]:
    """For a look from outside the transaction that works."""
    return sa.select(ImportRun.cancel_asked).where(ImportRun.id == run_id)


def list_addresses_of(account_ids: Collection[uuid.UUID]) -> list[tuple[str, uuid.UUID]]:
    """(e-mail address, account) of those of the accounts that hold a role in force here."""
    statement = (
        sa.select(Account.email, Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.id.in_(account_ids), Membership.tenant_id == current_tenant().id, Account.active, in_force(today()))
        .order_by(Account.email)
        .distinct()
    )
    with engine_for("platform").connect() as connection:
        return [(email, account_id) for email, account_id in connection.execute(statement)]


def has_role_still(account_id: uuid.UUID, authority_id: uuid.UUID, role: Role) -> bool:
    """Whether the account holds the role here, employed by the authority, while a job works in its name."""
    held = list_memberships(account_id, current_tenant().id)
    return any(one.role == role and one.authority_id == authority_id for one in held)


for _purpose in ("import", "import_faults"):
    files.guard(_purpose, list_subjects)
