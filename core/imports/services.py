"""An import is begun, its columns are said, it is written, cancelled, undone. The long parts are jobs (core/imports/jobs.py)."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import now, today
from core.context import current_person
from core.db import session
from core.errors import Invalid, NotAllowed
from core.file_kinds import Examined
from core.files import store
from core.i18n import _l
from core.imports.disposal import is_kept
from core.imports.errors import ImportMoved
from core.imports.fields import FIELD_NAMES, SEVERAL, Field, guess_fields, plain
from core.imports.models import ImportMapping, ImportRun
from core.imports.queries import Opened, find_mapping
from core.imports.terms import BUSY, CANCELLABLE, RUN_MOVES, Key, RunState
from core.jobs import enqueue
from core.participants.choices import find_authority, get_current_subproject, has_agreement

F = Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the columns are: a field or None for each, by what rows are known again, the insats of rows that name none."""

    fields: Sequence[Field | None]
    key: Key
    insats_id: uuid.UUID | None

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        insats = str(self.insats_id) if self.insats_id else None
        return {"fields": [one.value if one else "" for one in self.fields], "key": self.key.value, "insats": insats}


def mapping_of(stored: dict[str, Any]) -> Mapping:
    """The same again."""
    fields = [Field(one) if one in FIELD_NAMES else None for one in stored["fields"]]
    return Mapping(fields=fields, key=Key(stored["key"]), insats_id=uuid.UUID(stored["insats"]) if stored["insats"] else None)


def begin_import(*, run_id: uuid.UUID, file: Examined) -> ImportRun:
    """Keep the file, and have it opened by the worker. `run_id` names the sending of the form.

    Raises NotAllowed when the authority cannot be data controller, NotFound before there is a delprojekt.
    """
    owner_id = current_person().authority_id
    owner = find_authority(owner_id) if owner_id else None
    if owner is None or not has_agreement(owner, today()):
        raise NotAllowed(_l("Your authority has no processing agreement in force, so it cannot be data controller."))
    run = ImportRun(
        id=run_id,
        owner_id=owner.id,
        subproject_id=get_current_subproject(today()).id,
        by_account=current_person().account_id,
        state=RunState.OPENING,
    )
    session.add(run)
    session.flush()
    record_access(Action.WRITE, subject_ids=[], fields="import", reason="file")
    store(purpose="import", subject_id=run.id, file=file, owner_id=owner.id)
    enqueue("imports.open", run=run.id)
    return run


def move(run: ImportRun, to: RunState) -> None:
    """The only way to another state. Raises ImportMoved."""
    if to not in RUN_MOVES[RunState(run.state)]:
        raise ImportMoved
    run.state = to


def guess_mapping(run: ImportRun, opened: Opened) -> Mapping:
    """What was said last time of a sheet with these headings, else what the headings usually mean."""
    remembered = find_mapping(run.owner_id, digest_of(opened.headings))
    if remembered is not None and len(remembered.mapping["fields"]) == len(opened.headings):
        return mapping_of(remembered.mapping)
    fields = guess_fields(opened.headings)
    return Mapping(
        fields=fields, key=Key.NUMBER if F.NUMBER in fields and F.IDENTITY not in fields else Key.IDENTITY, insats_id=None
    )


def digest_of(headings: Sequence[str]) -> bytes:
    """The same for the same headings, however they are written."""
    return hashlib.sha256("\n".join(plain(one) for one in headings).encode()).digest()


def set_mapping(*, run: ImportRun, version: int, mapping: Mapping, opened: Opened) -> None:
    """What the columns are, remembered for the next time; the worker checks the rows.

    Raises Invalid with every fault, ImportMoved when the import is elsewhere by now.
    """
    _require(run, version)
    faults = _faults_of(mapping)
    if faults:
        raise Invalid(faults)
    move(run, RunState.CHECKING)
    run.mapping, run.done_rows, run.trouble = mapping.stored(), 0, ""
    _remember(run.owner_id, digest_of(opened.headings), mapping.stored())
    enqueue("imports.check", run=run.id)
    session.flush()


def _faults_of(mapping: Mapping) -> dict[str, object]:
    faults: dict[str, object] = {}
    said = [one for one in mapping.fields if one is not None]
    for at, one in enumerate(mapping.fields):
        if one is not None and one not in SEVERAL and said.count(one) > 1:
            faults[f"column_{at}"] = _l("Another column is said to be this too. Choose one of them.")
    if mapping.key is Key.NUMBER and F.NUMBER not in said:
        faults["key"] = _l("Say which column holds the participant number")
    named = {F.FULL_NAME, F.GIVEN_NAME} & set(said)
    if mapping.key is Key.IDENTITY and F.IDENTITY not in said and not (named and F.BIRTH_DATE in said):
        faults["key"] = _l("Say which column holds the personal identity number, or those with name and birth date")
    return faults


def _remember(owner_id: uuid.UUID, headings: bytes, mapping: dict[str, Any]) -> None:
    found = find_mapping(owner_id, headings)
    if found is None:
        session.add(ImportMapping(owner_id=owner_id, headings=headings, mapping=mapping))
    else:
        found.mapping, found.updated_at = mapping, now()


def begin_writing(*, run: ImportRun, version: int, whole: bool) -> None:
    """Have the rows written: all of them, or the good ones only. Raises ImportMoved, Invalid when there is nothing to write."""
    _require(run, version)
    if whole and run.faulty_rows:
        raise Invalid({"": _l("There are rows that cannot come in. Put them right, or import the good rows only.")})
    if not run.new_rows + run.changed_rows:
        raise Invalid({"": _l("There is nothing to import: every row stands in the register already.")})
    move(run, RunState.APPLYING)
    run.whole, run.done_rows, run.trouble = whole, 0, ""
    enqueue("imports.write", run=run.id)
    session.flush()


def cancel(*, run: ImportRun) -> None:
    """Nothing of the file comes in. What the worker has begun it takes back itself. Raises ImportMoved when it is too late."""
    if run.state not in CANCELLABLE:
        raise ImportMoved
    if run.state in BUSY:
        asked = sa.update(ImportRun).where(ImportRun.id == run.id).values(cancel_asked=True)
        session.execute(asked, execution_options={"synchronize_session": False})
        enqueue(JOBS[RunState(run.state)], run=run.id)  # whatever became of the first: this one finds the wish
        return
    move(run, RunState.CANCELLED)
    session.flush()


JOBS = {
    RunState.OPENING: "imports.open",
    RunState.CHECKING: "imports.check",
    RunState.APPLYING: "imports.write",
    RunState.UNDOING: "imports.undo",
}


def begin_undo(*, run: ImportRun, version: int) -> None:
    """Have the whole import taken back. Raises ImportMoved, NotAllowed when its working copy is gone."""
    _require(run, version)
    if not is_kept(run):
        raise NotAllowed(_l("An import can be undone during thirty days. After that its working copy is removed."))
    move(run, RunState.UNDOING)
    run.done_rows = 0
    enqueue("imports.undo", run=run.id)
    session.flush()


def _require(run: ImportRun, version: int) -> None:
    if run.version != version:
        raise ImportMoved
