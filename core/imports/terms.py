"""Words of an import: its states and moves, by what its rows are known, what a row leads to, what becomes of it."""

from enum import StrEnum

from core.i18n import _l


class RunState(StrEnum):
    """Where an import stands. Those of BUSY are the worker's; the others wait for a person, or are over."""

    OPENING = "opening"
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"


S = RunState
RUN_MOVES: dict[RunState, frozenset[RunState]] = {
    S.OPENING: frozenset({S.MAPPING, S.CANCELLED, S.FAILED}),
    S.MAPPING: frozenset({S.CHECKING, S.CANCELLED}),
    S.CHECKING: frozenset({S.CHECKED, S.MAPPING, S.CANCELLED, S.FAILED}),
    S.CHECKED: frozenset({S.CHECKING, S.APPLYING, S.CANCELLED}),
    S.APPLYING: frozenset({S.DONE, S.CHECKED, S.CANCELLED}),
    S.DONE: frozenset({S.UNDOING}),
    S.UNDOING: frozenset({S.UNDONE, S.DONE}),
    S.UNDONE: frozenset(),
    S.CANCELLED: frozenset(),
    S.FAILED: frozenset(),
}
BUSY = frozenset({S.OPENING, S.CHECKING, S.APPLYING, S.UNDOING})
"""The worker has it: the page shows how far it has come."""
CANCELLABLE = frozenset({S.OPENING, S.MAPPING, S.CHECKING, S.CHECKED, S.APPLYING})
"""Nothing of the file has become participants yet, or all of it can be taken back at once."""

STATE_NAMES = {
    S.OPENING: _l("The file is being read"),
    S.MAPPING: _l("Say what the columns are"),
    S.CHECKING: _l("The rows are being checked"),
    S.CHECKED: _l("Ready to import"),
    S.APPLYING: _l("Being imported"),
    S.DONE: _l("Imported"),
    S.UNDOING: _l("Being undone"),
    S.UNDONE: _l("Undone"),
    S.CANCELLED: _l("Cancelled"),
    S.FAILED: _l("The file cannot be read"),
}


class Key(StrEnum):
    """By what a row is known again: the person (number, or name and birth date), or the deltagarnummer."""

    IDENTITY = "identity"
    NUMBER = "number"


class RowKind(StrEnum):
    """What a row leads to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


class RowOutcome(StrEnum):
    """What became of a row: nothing yet, written, taken back, or left as it is because others have worked on since."""

    WAITING = "waiting"
    WRITTEN = "written"
    UNDONE = "undone"
    LEFT = "left"
