"""The file and the working copies of its rows are kept for thirty days, so that an import can be undone; then removed."""

import datetime as dt

import sqlalchemy as sa

from core.clock import now
from core.db import session
from core.files import StoredFile
from core.imports.models import ImportRow, ImportRun
from core.imports.terms import BUSY

KEPT_FOR = dt.timedelta(days=30)
PURPOSES = ("import", "import_faults")


def is_kept(run: ImportRun) -> bool:
    """Whether the import can still be undone, or looked through."""
    return run.created_at > now() - KEPT_FOR


def dispose_old() -> None:
    """Remove files, rows and samples of imports that began thirty days ago; that they were made stays, with its counts."""
    old = sa.and_(ImportRun.created_at <= now() - KEPT_FOR, ImportRun.state.not_in(sorted(BUSY)))
    runs = sa.select(ImportRun.id).where(old)
    nothing_kept = {"synchronize_session": False}
    session.execute(
        sa.delete(StoredFile).where(StoredFile.purpose.in_(PURPOSES), StoredFile.subject_id.in_(runs)),
        execution_options=nothing_kept,
    )
    session.execute(sa.delete(ImportRow).where(ImportRow.run_id.in_(runs)), execution_options=nothing_kept)
    session.execute(
        sa.update(ImportRun).where(old, ImportRun.opened.is_not(None)).values(opened=None), execution_options=nothing_kept
    )
