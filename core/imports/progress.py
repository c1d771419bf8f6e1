"""How far the worker has come, told while it works, and whether somebody wants it to stop: outside its transaction."""

import uuid

import sqlalchemy as sa

from core.db import engine_for, session
from core.imports.errors import Stopped
from core.imports.models import ImportRun
from core.imports.queries import is_cancel_asked

EVERY = 500
"""Rows between two statements while something is computed: a transaction that is silent for half a minute is ended."""


def touch(run_id: uuid.UUID) -> None:
    """Keep the worker's transaction alive while it computes."""
    session.execute(sa.select(ImportRun.id).where(ImportRun.id == run_id))


def tell(run_id: uuid.UUID, done: int, *, stops: bool = True) -> None:
    """So many rows are done. Raises Stopped when the import has been cancelled meanwhile."""
    told = sa.update(ImportRun.__table__).where(ImportRun.id == run_id).values(done_rows=done)  # type: ignore[arg-type]  # a table
    with engine_for("tenant", single=True).connect() as connection:
        connection.execute(told)
        if stops and connection.scalar(is_cancel_asked(run_id)):
            raise Stopped
