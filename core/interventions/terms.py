"""Words of the insatser."""

from enum import StrEnum

from core.i18n import _l

MOST_GIVEN_BY = 120


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


class PlaceKind(StrEnum):
    """Whose place it is."""

    ASF = "asf"
    EMPLOYER = "employer"
    ASSOCIATION = "association"
    OTHER = "other"


PLACE_KIND_NAMES = {
    PlaceKind.ASF: _l("Social enterprise (ASF)"),
    PlaceKind.EMPLOYER: _l("Employer"),
    PlaceKind.ASSOCIATION: _l("Non-profit association"),
    PlaceKind.OTHER: _l("Another place"),
}


class EmploymentStage(StrEnum):
    """The five steps of supported employment (European Union of Supported Employment), in their order."""

    ENGAGEMENT = "engagement"
    PROFILE = "profile"
    JOB_FINDING = "job_finding"
    EMPLOYER = "employer"
    ON_THE_JOB = "on_the_job"


EMPLOYMENT_STAGE_NAMES = {
    EmploymentStage.ENGAGEMENT: _l("Getting to know each other"),
    EmploymentStage.PROFILE: _l("Vocational profile"),
    EmploymentStage.JOB_FINDING: _l("Finding a job"),
    EmploymentStage.EMPLOYER: _l("Agreement with the employer"),
    EmploymentStage.ON_THE_JOB: _l("Support at work and beside it"),
}

INSURED_KINDS = frozenset({InterventionKind.WORK_TRAINING_ASF, InterventionKind.WORK_TRAINING_EMPLOYER})
"""Insatser during which the participant must be insured."""


class PeriodState(StrEnum):
    """Where a participant's insats stands; read from its days and its pauses."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


PERIOD_MOVES: dict[PeriodState, frozenset[PeriodState]] = {
    PeriodState.RUNNING: frozenset({PeriodState.PAUSED, PeriodState.ENDED}),
    PeriodState.PAUSED: frozenset({PeriodState.RUNNING, PeriodState.ENDED}),
    PeriodState.ENDED: frozenset(),
}
"""A paused insats goes on or ends; who comes back to one that has ended begins it anew."""
