"""Order an export, cancel it, fetch its file, remove it."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.audit import Action, record_access
from core.clock import now
from core.constraints import SentTwice
from core.context import current_person, language
from core.db import session
from core.errors import Invalid, NotFound
from core.exports import making
from core.exports.contents import CONTENTS, IDENTITY_NUMBER, fields_of, in_order
from core.exports.errors import ExportGone, TooManyExports
from core.exports.models import Export, ExportSubjects
from core.exports.queries import get_export, list_to_remove, subjects_of
from core.exports.terms import (
    AT_ONCE,
    LONGEST_REASON,
    MOST_DOWNLOADS,
    ExportState,
    Fault,
    Format,
    Removal,
    Why,
)
from core.file_kinds import Examined
from core.files import read_kept, throw_away
from core.i18n import _l
from core.jobs import enqueue
from core.saved_lists.terms import ListKind

MOST_WAITING = 10
LONGEST_WAIT = dt.timedelta(hours=2)
"""A file that has not been made by then will not be: its job has given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for, as it was typed: None is left open."""

    kind: ListKind
    choices: Mapping[str, str]
    columns: Collection[str]
    format: Format | None
    why: Why | None
    reason: str
    numbers_confirmed: bool


def order_export(*, export_id: uuid.UUID, order: Order) -> Export:
    """Make the file now, or beside when the list is long. Raises Invalid; TooManyExports; SentTwice."""
    if session.get(Export, export_id) is not None:
        raise SentTwice
    faults, me = _faults(order), current_person()
    if faults or order.format is None or order.why is None:
        raise Invalid(faults)
    if me.authority_id is None:
        raise NotFound
    _require_room(me.account_id)
    export = Export(
        id=export_id,
        account_id=me.account_id,
        authority_id=me.authority_id,
        kind=order.kind,
        format=order.format,
        language=language(),
        choices=dict(order.choices),
        columns=list(in_order(order.kind, order.columns)),
        why=order.why,
        reason=order.reason.strip(),
        total=CONTENTS[order.kind].count(order.choices),
    )
    session.add(export)
    session.flush()
    if export.total <= AT_ONCE:
        making.make(export)
    else:
        record_access(Action.EXPORT, subject_ids=[], fields=fields_of(export.columns), reason=_said(export))
        enqueue("exports.make", export_id=export.id)
    return export


def _faults(order: Order) -> dict[str, object]:
    faults: dict[str, object] = {}
    columns = in_order(order.kind, order.columns)
    if not columns:
        faults["columns"] = _l("Choose at least one column")
    if order.format is None:
        faults["format"] = _l("Choose what kind of file")
    if order.why is None:
        faults["why"] = _l("Choose what the file is for")
    elif order.why is Why.OTHER and not order.reason.strip():
        faults["reason"] = _l("Write what the file is for")
    if len(order.reason.strip()) > LONGEST_REASON:
        faults["reason"] = _l("Write at most 500 characters")
    if IDENTITY_NUMBER in columns and not order.numbers_confirmed:
        faults["numbers_confirmed"] = _l("Confirm that the identity numbers are needed, or leave them out")
    return faults


def _require_room(account_id: uuid.UUID) -> None:
    open_states = (ExportState.WAITING.value, ExportState.READY.value)
    counted = sa.select(sa.func.count(Export.id)).where(Export.account_id == account_id, Export.state.in_(open_states))
    if (session.scalar(counted) or 0) >= MOST_WAITING:
        raise TooManyExports


def cancel_export(*, export_id: uuid.UUID) -> None:
    """Its job stops at the next rows. Cancelled twice is cancelled. Raises NotFound; ExportGone when it was made already."""
    export = get_export(export_id)
    changed = session.execute(
        sa.update(Export)
        .where(Export.id == export.id, Export.state == ExportState.WAITING.value)
        .values(state=ExportState.CANCELLED.value)
        .returning(Export.id)
    ).first()
    if changed is None and export.state != ExportState.CANCELLED:
        raise ExportGone


def fetch_export(*, export_id: uuid.UUID) -> Examined:
    """The file, once the access log has its row; after the last time it is gone. Raises NotFound, ExportGone.

    Whoever may no longer read somebody in it does not get it: then it is gone as well.
    """
    export = get_export(export_id, lock=True)
    if not _is_there(export):
        raise ExportGone
    subjects = subjects_of(export_id)
    record_access(Action.EXPORT, subject_ids=subjects, fields=fields_of(export.columns), reason=_said(export))
    if CONTENTS[ListKind(export.kind)].count_readable(subjects) != len(subjects):
        raise ExportGone
    file = read_kept(making.PURPOSE, export_id)
    export.downloads += 1
    if export.downloads >= MOST_DOWNLOADS:
        _remove(export, Removal.FETCHED)
    session.flush()
    return file


def close_unreadable(*, export_id: uuid.UUID) -> bool:
    """Remove a file in which somebody stands whom its owner may no longer read. Whether it was so; `fetch_export` has logged."""
    export = get_export(export_id, lock=True)
    if not _is_there(export):
        return False
    subjects = subjects_of(export_id)
    if CONTENTS[ListKind(export.kind)].count_readable(subjects) == len(subjects):
        return False
    _remove(export, Removal.PERSON_CLOSED)
    session.flush()
    return True


def _is_there(export: Export) -> bool:
    return export.state == ExportState.READY and export.expires_at is not None and export.expires_at > now()


def remove_export(*, export_id: uuid.UUID) -> None:
    """The file is gone; that it was there stays written. Removed twice is removed. Raises NotFound, ExportGone."""
    export = get_export(export_id, lock=True)
    if export.state == ExportState.REMOVED:
        return
    if export.state != ExportState.READY:
        raise ExportGone
    _remove(export, Removal.BY_HAND)
    session.flush()


def sweep() -> None:
    """Remove what has expired and what its owner may no longer have; give up what could not be made. Safe to run again."""
    moment = now()
    for export in list_to_remove():
        expired = export.expires_at is not None and export.expires_at <= moment
        _remove(export, Removal.EXPIRED if expired else Removal.RIGHT_LOST)
    session.execute(
        sa.update(Export)
        .where(Export.state == ExportState.WAITING.value, Export.created_at < moment - LONGEST_WAIT)
        .values(state=ExportState.FAILED.value, fault=Fault.BROKEN.value)
    )
    session.flush()


def _remove(export: Export, why: Removal) -> None:
    throw_away(making.PURPOSE, export.id)
    session.execute(sa.delete(ExportSubjects).where(ExportSubjects.export_id == export.id))
    export.state, export.removed = ExportState.REMOVED, why


def _said(export: Export) -> str:
    return making.said_reason(export)
