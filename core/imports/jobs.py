"""What the worker does with an import. Each job waits for its state: run twice it finds the import elsewhere and does nothing."""

import datetime as dt
import uuid

from core.imports import working
from core.imports.disposal import dispose_old
from core.jobs import job


@job("imports.open")
def open_file(run: uuid.UUID) -> None:
    """Headings and samples."""
    working.open_run(run)


@job("imports.check")
def check_rows(run: uuid.UUID) -> None:
    """Every row against the register."""
    working.check_run(run)


@job("imports.write")
def write_rows(run: uuid.UUID) -> None:
    """All good rows in one transaction."""
    working.write_run(run)


@job("imports.undo")
def undo(run: uuid.UUID) -> None:
    """The whole import back."""
    working.undo_run(run)


@job("imports.dispose", every=dt.timedelta(days=1))
def dispose() -> None:
    """Doing it twice removes nothing more."""
    dispose_old()
