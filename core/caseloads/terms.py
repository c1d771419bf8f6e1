"""Words of those who work with a participant beside the contact person."""

from enum import StrEnum

from core.i18n import _l


class WorkerPart(StrEnum):
    """What somebody beside the contact person is to the participant. A deputy stands in for a time that has an end."""

    WORKER = "worker"
    DEPUTY = "deputy"


PART_NAMES = {
    WorkerPart.WORKER: _l("Works with the participant too"),
    WorkerPart.DEPUTY: _l("Deputy during a leave"),
}


class CaseloadDeed(StrEnum):
    """How participants change hands: for good, or while somebody is away."""

    HAND_OVER = "hand_over"
    STAND_IN = "stand_in"


DEED_NAMES = {
    CaseloadDeed.HAND_OVER: _l("For good: a new contact person"),
    CaseloadDeed.STAND_IN: _l("During a leave: a deputy between two days"),
}
