"""Words of what goes wrong, and of what goes well, between authorities; and the ways it may go."""

from enum import StrEnum

from core.i18n import _l

CATEGORIES = "deviation_kind"
"""The code list: what it is about. One for both kinds."""
MOST_TITLE = 120
MOST_WORDS = 4000
MOST_PROPOSAL = 2000
MOST_STEP = 500


class Kind(StrEnum):
    """A failure between authorities (samverkansavvikelse), or something that went well (guldkorn)."""

    DEVIATION = "deviation"
    GOOD_EXAMPLE = "good_example"


class Level(StrEnum):
    """Where it can be solved, or made use of."""

    LOCAL = "local"
    REGIONAL = "regional"


class State(StrEnum):
    """ny, analyserad, lyft lokalt, lyft regionalt, löst (taken care of), avskriven."""

    NEW = "new"
    ANALYSED = "analysed"
    LIFTED_LOCALLY = "lifted_locally"
    LIFTED_REGIONALLY = "lifted_regionally"
    RESOLVED = "resolved"
    WRITTEN_OFF = "written_off"


_S = State
_ENDED = {_S.RESOLVED, _S.WRITTEN_OFF}

MOVES: dict[State, frozenset[State]] = {
    _S.NEW: frozenset({_S.ANALYSED, _S.LIFTED_LOCALLY} | _ENDED),
    _S.ANALYSED: frozenset({_S.LIFTED_LOCALLY, _S.LIFTED_REGIONALLY} | _ENDED),
    _S.LIFTED_LOCALLY: frozenset({_S.ANALYSED, _S.LIFTED_REGIONALLY} | _ENDED),
    _S.LIFTED_REGIONALLY: frozenset({_S.LIFTED_LOCALLY, _S.ANALYSED} | _ENDED),
    _S.RESOLVED: frozenset({_S.ANALYSED}),
    _S.WRITTEN_OFF: frozenset({_S.ANALYSED}),
}
"""Back from the county is a withdrawal: its copy loses the words. While it is there, only the county ends it (COUNTY_ENDS)."""
COUNTY_ENDS = frozenset({_S.ANALYSED} | _ENDED)
"""Where something that is with the county goes by what the county says; the tenant itself can only take it back."""
OPEN_STATES = frozenset(State) - _ENDED
LIFTED = frozenset({_S.LIFTED_LOCALLY, _S.LIFTED_REGIONALLY})
"""These need that a second person has read the text and found nobody in it."""
WITH_THE_COUNTY = _S.LIFTED_REGIONALLY


class Verdict(StrEnum):
    """What a second reader found: nobody can be recognised, or it has to be written again."""

    APPROVED = "approved"
    RETURNED = "returned"


class CountyState(StrEnum):
    """What the county has done with what was lifted to it. `returned`: somebody could be recognised, the words are gone."""

    WAITING = "waiting"
    TAKEN_UP = "taken_up"
    RESOLVED = "resolved"
    WRITTEN_OFF = "written_off"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


_C = CountyState
COUNTY_MOVES: dict[CountyState, frozenset[CountyState]] = {
    _C.WAITING: frozenset({_C.WAITING, _C.TAKEN_UP, _C.RESOLVED, _C.WRITTEN_OFF, _C.RETURNED}),
    _C.TAKEN_UP: frozenset({_C.TAKEN_UP, _C.RESOLVED, _C.WRITTEN_OFF, _C.RETURNED}),
    _C.RESOLVED: frozenset(),
    _C.WRITTEN_OFF: frozenset(),
    _C.RETURNED: frozenset(),
    _C.WITHDRAWN: frozenset(),
}
"""Only the tenant withdraws, and only the tenant lifts again."""
COUNTY_OPEN = frozenset({_C.WAITING, _C.TAKEN_UP})
COUNTY_EMPTY = frozenset({_C.RETURNED, _C.WITHDRAWN})
"""Of these the county keeps no words."""

KIND_NAMES = {
    Kind.DEVIATION: _l("Coordination failure"),
    Kind.GOOD_EXAMPLE: _l("Good example"),
}
LEVEL_NAMES = {
    Level.LOCAL: _l("In the sub-project"),
    Level.REGIONAL: _l("In the county"),
}
STATE_NAMES = {
    State.NEW: _l("Noted"),
    State.ANALYSED: _l("Analysed"),
    State.LIFTED_LOCALLY: _l("Lifted locally"),
    State.LIFTED_REGIONALLY: _l("Lifted to the county"),
    State.RESOLVED: _l("Taken care of"),
    State.WRITTEN_OFF: _l("Written off"),
}
COUNTY_STATE_NAMES = {
    CountyState.WAITING: _l("Waits for the county"),
    CountyState.TAKEN_UP: _l("Taken up by the county"),
    CountyState.RESOLVED: _l("Taken care of"),
    CountyState.WRITTEN_OFF: _l("Written off"),
    CountyState.RETURNED: _l("Sent back"),
    CountyState.WITHDRAWN: _l("Withdrawn"),
}

READERS = frozenset({"subproject_manager", "case_worker", "party_representative", "association_office"})
"""Roles that read what a second person has approved, and may be that person. Others read what they have noted themselves."""
LIFTERS = frozenset({"subproject_manager", "association_office"})
"""Roles that lift, and take back what was lifted."""
