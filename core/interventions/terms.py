"""Words of the insatser."""

from enum import StrEnum

from core.i18n import _l


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


KIND_NAMES = {
    InterventionKind.MAPPING: _l("Assessment and planning"),
    InterventionKind.CASE_MANAGEMENT: _l("Case management"),
    InterventionKind.SUPPORTED_EMPLOYMENT: _l("Supported employment"),
    InterventionKind.WORK_TRAINING_ASF: _l("Work training, social enterprise (ASF)"),
    InterventionKind.WORK_TRAINING_EMPLOYER: _l("Work training, employer"),
    InterventionKind.COURSE: _l("Course or motivation"),
    InterventionKind.CBT: _l("Counselling (CBT)"),
    InterventionKind.HEALTH_GROUP: _l("Health, in a group"),
    InterventionKind.STUDY_START: _l("Start of studies"),
    InterventionKind.OTHER: _l("Another kind"),
}
