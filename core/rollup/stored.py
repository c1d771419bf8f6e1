"""What a full release consists of: its attempt, its record, cells of tier three, audit and files. Written once (architecture D8).

Only an attempt (`build`) changes while it goes on; all the rest is refused every UPDATE and DELETE, by privilege and by trigger.
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, RollupBuilderModel, RollupModel, one_of
from core.rollup.terms import BuildState


class _BuildColumns(Keyed):
    project_key: Mapped[str]
    month: Mapped[dt.date]
    """The last month that is counted in it."""
    state: Mapped[str] = mapped_column(default=BuildState.BUILDING, server_default="building")
    asked_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    done: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    steps: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """`done` of `steps`, for the page that waits."""
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was refused, as a word of core/rollup/terms.py; never a figure."""


def _one_at_a_time() -> tuple[sa.CheckConstraint, sa.Index]:
    going_on = sa.Index("uq_build_going_on", "project_key", unique=True, postgresql_where=sa.text("state = 'building'"))
    return one_of("state", "state", BuildState), going_on


class Build(_BuildColumns, RollupModel):
    """One attempt at a release with its tables."""

    __tablename__ = "build"
    __table_args__ = _one_at_a_time()


class BuildMade(_BuildColumns, RollupBuilderModel):
    """The attempt as the builder writes it."""

    __tablename__ = "build"
    __table_args__ = _one_at_a_time()


class _ReleaseRecordColumns:
    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    build_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    month: Mapped[dt.date]
    digest: Mapped[str]
    """SHA-256 of all its cells of tier three."""
    tables: Mapped[list[object]] = mapped_column(JSONB)
    """Name, measure and dimensions with their categories, in the order of the pages."""
    parameters: Mapped[dict[str, object]] = mapped_column(JSONB)
    """The policy in force, what was merged, and what the attacker tried."""


class ReleaseRecord(_ReleaseRecordColumns, RollupModel):
    """What makes a release a full one, with tables: its last month, its parameters, the proof of its cells."""

    __tablename__ = "release_record"


class ReleaseRecordMade(_ReleaseRecordColumns, RollupBuilderModel):
    """The record as the builder writes it."""

    __tablename__ = "release_record"


class _ReleaseTableCellColumns:
    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    """core/disclosure/tables.py: Cell.code."""
    value: Mapped[int] = mapped_column(sa.Integer)


class ReleaseTableCell(_ReleaseTableCellColumns, RollupModel):
    """A rounded count; a cell that lies in two tables stands once."""

    __tablename__ = "release_table_cell"


class ReleaseTableCellMade(_ReleaseTableCellColumns, RollupBuilderModel):
    """The cell as the builder writes it."""

    __tablename__ = "release_table_cell"


class ReleaseEdition(RollupBuilderModel):
    """A full release with the exact counts behind it: what the next one is compared with. Never for a reader."""

    __tablename__ = "release_edition"

    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    edition: Mapped[str]
    """core/disclosure/editions.py: Edition.as_json."""


class _ReleaseAuditColumns:
    build_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    attacker: Mapped[str]
    cells: Mapped[int] = mapped_column(sa.Integer)
    found: Mapped[int] = mapped_column(sa.Integer)
    words: Mapped[str] = mapped_column(default="", server_default="")
    """What was done about it; never which cell."""


class ReleaseAudit(_ReleaseAuditColumns, RollupModel):
    """What the attacker tried on a build, and in how many cells it succeeded."""

    __tablename__ = "release_audit"


class ReleaseAuditMade(_ReleaseAuditColumns, RollupBuilderModel):
    """The row as the builder writes it."""

    __tablename__ = "release_audit"


class _ReleaseFileColumns:
    release_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes]
    sha256: Mapped[str]


class ReleaseFile(_ReleaseFileColumns, RollupModel):
    """A file of a release: made once, served from here for ever."""

    __tablename__ = "release_file"


class ReleaseFileMade(_ReleaseFileColumns, RollupBuilderModel):
    """The file as the builder writes it."""

    __tablename__ = "release_file"
