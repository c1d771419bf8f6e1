"""Words of those who work with a participant beside the contact person."""

from enum import StrEnum


class WorkerPart(StrEnum):
    """What somebody beside the contact person is to the participant. A deputy stands in for a time that has an end."""

    WORKER = "worker"
    DEPUTY = "deputy"
