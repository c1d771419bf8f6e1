"""Make the file of an export: rows as the server sends them, progress on the way, one row in the access log for all in it."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import now, today
from core.context import current_person, current_tenant
from core.db import engine_for, session
from core.exports.contents import CONTENTS, WIDTHS, Content, Row, fields_of, label_of
from core.exports.errors import Cancelled
from core.exports.models import Export, ExportSubjects
from core.exports.queries import find_ordered
from core.exports.terms import LIFETIME, WHY_NAMES, ExportState, Fault, Format, Why
from core.file_kinds import MAX_BYTES, Examined, safe_name
from core.files import store
from core.i18n import _, format_instant, format_number
from core.saved_lists.terms import ListKind
from core.sheets import CSV, XLSX, Cell, Column, Table, csv_of, write_book

PURPOSE = "export"
STEP = 250
"""Rows between two looks at whether it is still wanted."""

Progress = Callable[[int], None]


def make(export: Export, progress: Progress = lambda _rows: None) -> None:
    """Write the file and say that it is there. Raises Cancelled when its owner no longer wants it: then nothing remains."""
    content = CONTENTS[ListKind(export.kind)]
    counted = _Counted(content.rows(export.choices, tuple(export.columns)), progress)
    made = _written(export, content, counted)
    subjects = list(counted.subjects)
    record_access(Action.EXPORT, subject_ids=subjects, fields=fields_of(export.columns), reason=said_reason(export))
    if len(made) > MAX_BYTES:
        _finish(export, state=ExportState.FAILED.value, fault=Fault.TOO_LARGE.value)
        return
    moment, rows = now(), {"total": counted.rows, "done": counted.rows}
    _finish(export, state=ExportState.READY.value, made_at=moment, expires_at=moment + LIFETIME, **rows)
    file = Examined(_name(content, export), XLSX if export.format == Format.XLSX else CSV, made)
    store(purpose=PURPOSE, subject_id=export.id, file=file, owner_id=export.authority_id)
    session.add(ExportSubjects(export_id=export.id, subject_ids=subjects))
    session.flush()


class _Counted:
    """The cells of rows on their way to the file; afterwards whom they were about, and how many they were."""

    def __init__(self, given: Iterator[Row], progress: Progress) -> None:
        self._given, self._progress = given, progress
        self.subjects: dict[uuid.UUID, None] = {}
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for subject, cells in self._given:
            self.subjects[subject] = None
            self.rows += 1
            if self.rows % STEP == 0:
                self._progress(self.rows)
            yield cells


def make_ordered(export_id: uuid.UUID) -> None:
    """For the job, as the one who asked. What was cancelled, made or given up meanwhile is left as it is."""
    export = find_ordered(export_id)
    if export is None or export.state != ExportState.WAITING:
        return
    try:
        make(export, lambda rows: _tell(export_id, rows))
    except Cancelled:
        session.expire_all()


def refuse_ordered(export_id: uuid.UUID) -> None:
    """For the job, when the one who asked may export no longer."""
    export = find_ordered(export_id)
    if export is not None and export.state == ExportState.WAITING:
        _finish(export, state=ExportState.FAILED.value, fault=Fault.RIGHT_LOST.value)


def _tell(export_id: uuid.UUID, rows: int) -> None:
    """In a transaction of its own, so that the page sees it while the job's own is open. Raises Cancelled."""
    told = (
        sa.update(Export).where(Export.id == export_id, Export.state == ExportState.WAITING.value).values(done=rows)
    ).returning(Export.id)
    with engine_for("tenant", single=True).connect() as connection:
        if connection.execute(told).first() is None:
            raise Cancelled


def _finish(export: Export, **values: object) -> None:
    """Only what still waits can become something else. Raises Cancelled."""
    changed = session.execute(
        sa.update(Export)
        .where(Export.id == export.id, Export.state == ExportState.WAITING.value)
        .values(**values)
        .returning(Export.id),
        execution_options={"synchronize_session": False},
    ).first()
    if changed is None:
        raise Cancelled
    session.refresh(export)


def _written(export: Export, content: Content, rows: Iterable[Sequence[Cell]]) -> bytes:
    kind = ListKind(export.kind)
    columns = [Column(label_of(name, kind), WIDTHS.get(name, 16)) for name in export.columns]
    if export.format == Format.CSV:
        return csv_of(columns, rows)
    about = Table(_("About this file"), [Column(_("What"), 30), Column(_("Says"), 80)], _about(export, content))
    return write_book([Table(str(content.title), columns, rows), about])


def _about(export: Export, content: Content) -> Iterator[Sequence[Cell]]:
    """What whoever finds the file in a folder must know."""
    yield [_("Sub-project"), current_tenant().name]
    yield [_("Made by"), current_person().name]
    yield [_("Made"), format_instant(now())]
    yield [_("What it is for"), said_reason(export)]
    for label, value in content.described(export.choices):
        yield [label, value]
    yield [
        _("To keep in mind"),
        _("Personal data. Keep it where your authority keeps such things; delete it when it has been used."),
    ]


def said_reason(export: Export) -> str:
    """The reason as the access log has it: the chosen one, then the words."""
    chosen = str(WHY_NAMES[Why(export.why)])
    return f"{chosen}: {export.reason}" if export.reason else chosen


def _name(content: Content, export: Export) -> str:
    return safe_name(f"mia-{content.title}-{today().isoformat()}.x".lower(), export.format)


def said_progress(export: Export) -> str:
    """How far it has come."""
    return _("%(done)s of %(total)s rows", done=format_number(export.done), total=format_number(export.total))
