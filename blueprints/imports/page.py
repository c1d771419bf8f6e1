"""An import as its pages show it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blueprints.imports.forms import ButtonForm, Columns, WriteForm
from core.i18n import format_instant
from core.imports import queries
from core.imports.disposal import is_kept
from core.imports.services import guess_mapping, mapping_of
from core.imports.terms import BUSY, CANCELLABLE, STATE_NAMES, RunState
from core.imports.words import TROUBLES, sentences_of
from core.web.paging import Pager

LOOKS = {
    RunState.DONE: "ok",
    RunState.CHECKED: "warn",
    RunState.MAPPING: "warn",
    RunState.FAILED: "bad",
    RunState.UNDONE: "plain",
    RunState.CANCELLED: "plain",
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """An import in a list: when and by whom it was begun, where it stands."""

    id: uuid.UUID
    when: str
    who: str
    state: RunState
    state_name: str
    look: str
    run: Any


@dataclass(frozen=True, slots=True)
class RunPage:
    """The page of one import. `faulty`: (line, reasons); `first`: rows that come in."""

    row: RunRow
    trouble: str
    is_busy: bool
    is_cancelled_soon: bool
    may_cancel: bool
    may_undo: bool
    good: int
    faulty: Sequence[tuple[int, Sequence[str]]]
    first: Sequence[Any]
    pager: Pager
    faults_file: uuid.UUID | None
    left: Sequence[int]
    write_form: WriteForm
    button: ButtonForm


def rows_of(runs: Sequence[Any]) -> list[RunRow]:
    """For the list."""
    names = queries.list_names([run.by_account for run in runs])
    return [_row(run, names) for run in runs]


def row_of(run: Any) -> RunRow:
    """One of them."""
    return rows_of([run])[0]


def _row(run: Any, names: dict[uuid.UUID, str]) -> RunRow:
    state = RunState(run.state)
    who = names.get(run.by_account, "")
    return RunRow(run.id, format_instant(run.created_at), who, state, str(STATE_NAMES[state]), LOOKS.get(state, "accent"), run)


def page_of(run: Any, page: int) -> RunPage:
    """What the import leads to, and what can be done with it now."""
    preview = queries.read_preview(run, page)
    state = RunState(run.state)
    return RunPage(
        row=row_of(run),
        trouble=str(TROUBLES.get(run.trouble, "")),
        is_busy=state in BUSY,
        is_cancelled_soon=bool(run.cancel_asked) and state in BUSY,
        may_cancel=state in CANCELLABLE,
        may_undo=state is RunState.DONE and is_kept(run),
        good=run.new_rows + run.changed_rows,
        faulty=[(line, sentences_of(faults)) for line, faults, _total in preview.faulty.rows],
        first=preview.first,
        pager=Pager(page, preview.faulty.total),
        faults_file=preview.faults_file,
        left=preview.left,
        write_form=WriteForm(data={"version": run.version}),
        button=ButtonForm(data={"version": run.version}),
    )


def columns_of(run: Any) -> Columns | None:
    """The form of its columns, as they were said last or are guessed; None where nothing can be said of them now."""
    if run.state not in (RunState.MAPPING, RunState.CHECKED):
        return None
    opened = queries.opened_of(run)
    if opened is None:
        return None
    mapping = mapping_of(run.mapping) if run.mapping else guess_mapping(run, opened)
    return Columns(opened, mapping, queries.list_insatser(run.subproject_id), run.version)
