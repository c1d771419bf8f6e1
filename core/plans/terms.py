"""Words of the joint plan (myndighetsgemensam planering)."""

from enum import StrEnum

from core.i18n import _l


class PlanState(StrEnum):
    """A draft is written together, an agreed version is never changed: a new version replaces it."""

    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"
    DROPPED = "dropped"


class ActionState(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    DROPPED = "dropped"


class Responsible(StrEnum):
    """Who does an action."""

    PARTICIPANT = "participant"
    AUTHORITY = "authority"


PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREED, PlanState.DROPPED}),
    PlanState.AGREED: frozenset({PlanState.REPLACED}),
    PlanState.REPLACED: frozenset(),
    PlanState.DROPPED: frozenset(),
}
ACTION_MOVES: dict[ActionState, frozenset[ActionState]] = {
    ActionState.PLANNED: frozenset({ActionState.BEGUN, ActionState.DONE, ActionState.DROPPED}),
    ActionState.BEGUN: frozenset({ActionState.PLANNED, ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.BEGUN}),
    ActionState.DROPPED: frozenset({ActionState.PLANNED}),
}
OPEN_ACTIONS = frozenset({ActionState.PLANNED, ActionState.BEGUN})
"""What still waits to be done."""

OPEN_PLANS = frozenset({PlanState.DRAFT, PlanState.AGREED})
"""Versions whose actions still come along."""

PLAN_STATE_NAMES = {
    PlanState.DRAFT: _l("Being written"),
    PlanState.AGREED: _l("Agreed"),
    PlanState.REPLACED: _l("Replaced by a later version"),
    PlanState.DROPPED: _l("Dropped"),
}
ACTION_STATE_NAMES = {
    ActionState.PLANNED: _l("Planned"),
    ActionState.BEGUN: _l("Begun"),
    ActionState.DONE: _l("Done"),
    ActionState.DROPPED: _l("Dropped"),
}
