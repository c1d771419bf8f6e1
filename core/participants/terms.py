"""Words of the participant's path, as checked text in the database, and which change of state is allowed."""

from enum import StrEnum

from core.consents.terms import DataKind
from core.i18n import _l


class Sex(StrEnum):
    """As the personal number tells it, or as said by an anonymous person (woman, man): the two that are owed to ESF."""

    WOMAN = "woman"
    MAN = "man"


class IdentityKind(StrEnum):
    """What stands in the sealed number column."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    TEMPORARY = "temporary"


class Grade(StrEnum):
    """How a participation is registered. Volume counts stand apart and are never a participation."""

    PERSONAL = "personal"
    ANONYMOUS = "anonymous"


class ParticipationState(StrEnum):
    """`misregistered` (felregistrering) is how a mistake is closed: nothing is deleted."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    MISREGISTERED = "misregistered"


PARTICIPATION_MOVES: dict[ParticipationState, frozenset[ParticipationState]] = {
    ParticipationState.ACTIVE: frozenset({ParticipationState.PAUSED, ParticipationState.ENDED, ParticipationState.MISREGISTERED}),
    ParticipationState.PAUSED: frozenset({ParticipationState.ACTIVE, ParticipationState.ENDED, ParticipationState.MISREGISTERED}),
    ParticipationState.ENDED: frozenset({ParticipationState.MISREGISTERED}),
    ParticipationState.MISREGISTERED: frozenset(),
}
"""A return is a new participation of the same person, so nothing leads out of `ended` but the correction of a mistake."""

OPEN_STATES = frozenset({ParticipationState.ACTIVE, ParticipationState.PAUSED})

AUTHORITY_ROLES = frozenset({"subproject_manager", "party_representative"})
"""Roles that read every participation their authority may read; a case worker reads their own only."""

PARTICIPATION_KINDS = (DataKind.MAPPING, DataKind.PLAN, DataKind.ATTENDANCE, DataKind.OUTCOME)
"""A consent to any of these lets another authority see that the person takes part; a consent to the referral alone does not."""

INSATS_KINDS = (DataKind.PLAN, DataKind.ATTENDANCE)
OUTCOME_KINDS = (DataKind.OUTCOME,)
"""What the consent must name for another authority to read the insatser, and the situation before and after."""

STATE_NAMES = {
    ParticipationState.ACTIVE: _l("In progress"),
    ParticipationState.PAUSED: _l("Paused"),
    ParticipationState.ENDED: _l("Has ended"),
    ParticipationState.MISREGISTERED: _l("Registered by mistake"),
}
SEX_NAMES = {Sex.WOMAN: _l("Woman"), Sex.MAN: _l("Man")}
