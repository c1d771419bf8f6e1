"""An import of a spreadsheet: the run, its rows as they were understood, and what the columns of such a sheet meant last time."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.imports.terms import RowKind, RowOutcome, RunState

PERSONAL = {"personal": True}


class ImportRun(Keyed, Versioned, TenantModel):
    """One file on its way to become participants. The file itself is a stored file of the purpose `import`.

    Progress (`done_rows`) and the wish to cancel are written in transactions of their own and do not count as a version.
    """

    __tablename__ = "import_run"

    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    """The authority that imports: data controller of what comes in."""
    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"))
    by_account: Mapped[uuid.UUID]
    state: Mapped[str] = mapped_column(default=RunState.OPENING)
    opened: Mapped[bytes | None]
    """Headings and a few sample values, sealed: a sample may be an identity number."""
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """Field by column, the key, and the insats of rows that name none."""
    whole: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    """All rows or none; else the good rows only."""
    trouble: Mapped[str] = mapped_column(default="", server_default="")
    """A word of core.imports.words: why the worker stopped."""
    cancel_asked: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    total_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    done_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    new_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    changed_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    unchanged_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    faulty_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    left_rows: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """After an undo: rows that others had worked on since, and that stand as they are."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    applied_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[uuid.UUID | None]

    __table_args__ = (one_of("state", "state", RunState),)


class ImportRow(Keyed, TenantModel):
    """One row of the file as it was understood. Numbers are sealed for the person they will belong to; no foreign keys to
    those who are not there yet."""

    __tablename__ = "import_row"

    run_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("import_run.id"))
    line: Mapped[int] = mapped_column(sa.Integer)
    """As the spreadsheet program counts."""
    kind: Mapped[str]
    outcome: Mapped[str] = mapped_column(default=RowOutcome.WAITING, server_default=RowOutcome.WAITING.value)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid(), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid(), index=True)
    faults: Mapped[list[Any]] = mapped_column(JSONB, default=list, server_default="[]")
    """[word of core.imports.words, field, day or None]: never what stood in the cell."""
    values: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    """What is to be written, by table; empty for a faulty or unchanged row."""
    former: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    """What stood before, and the versions it stood in."""
    identity_number: Mapped[bytes | None]
    identity_index: Mapped[bytes | None]

    __table_args__ = (
        one_of("kind", "kind", RowKind),
        one_of("outcome", "outcome", RowOutcome),
        sa.UniqueConstraint("run_id", "line"),
        {"info": PERSONAL},
    )


class ImportMapping(TenantModel):
    """What the columns of a sheet with these headings were said to mean last time, by authority."""

    __tablename__ = "import_mapping"

    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), primary_key=True)
    headings: Mapped[bytes] = mapped_column(primary_key=True)
    """Digest of the headings."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    updated_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
