"""Reads exports: everybody their own and nobody else's, and only while they are employed where they asked."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.clock import now
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.exports.models import Export, ExportSubjects
from core.exports.terms import ExportState
from core.participants.models import Staff

MOST_SHOWN = 50


def _mine() -> sa.Select[Any]:
    me = current_person()
    return sa.select(Export).where(Export.account_id == me.account_id, Export.authority_id == me.authority_id)


def list_exports() -> Sequence[Export]:
    """The signed-in person's own, the latest first; the fifty latest."""
    return session.scalars(_mine().order_by(Export.created_at.desc(), Export.id.desc()).limit(MOST_SHOWN)).all()


def get_export(export_id: uuid.UUID, *, lock: bool = False) -> Export:
    """One's own export. Raises NotFound, also for anybody else's."""
    chosen = _mine().where(Export.id == export_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found: Export | None = session.scalars(chosen).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_ordered(export_id: uuid.UUID) -> Export | None:
    """An export by its id, for the job that makes it."""
    return session.get(Export, export_id)


def subjects_of(export_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Whom the file is about; empty when there is none."""
    chosen = sa.select(ExportSubjects.subject_ids).where(ExportSubjects.export_id == export_id)
    return session.scalar(chosen) or []


def waiting_to_fetch() -> sa.Select[Any]:
    """How many files of the signed-in person's own are ready and have not been fetched, as a select."""
    me = current_person()
    return sa.select(sa.func.count(Export.id)).where(
        Export.account_id == me.account_id,
        Export.authority_id == me.authority_id,
        Export.state == ExportState.READY.value,
        Export.downloads == 0,
        Export.expires_at > sa.func.now(),
    )


def list_to_remove() -> Sequence[Export]:
    """Files whose day is over, or whose owner reads no persons there any longer; locked."""
    employed = sa.select(sa.literal(1)).where(
        Staff.account_id == Export.account_id,
        Staff.authority_id == Export.authority_id,
        Staff.active,
        Staff.reads_persons,
    )
    chosen = (
        sa.select(Export)
        .where(Export.state == ExportState.READY.value, sa.or_(Export.expires_at <= now(), ~employed.exists()))
        .order_by(Export.id)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(chosen).all()
