"""Words of the insatser."""

from enum import StrEnum


class InterventionKind(StrEnum):
    """What an insats is, so that delprojekt with other names for it can be read side by side."""

    MAPPING = "mapping"
    CASE_MANAGEMENT = "case_management"
    SUPPORTED_EMPLOYMENT = "supported_employment"
    WORK_TRAINING_ASF = "work_training_asf"
    WORK_TRAINING_EMPLOYER = "work_training_employer"
    COURSE = "course"
    CBT = "cbt"
    HEALTH_GROUP = "health_group"
    STUDY_START = "study_start"
    OTHER = "other"
