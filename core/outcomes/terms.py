"""Words of what became of it."""

from enum import StrEnum


class Moment(StrEnum):
    """When a situation was observed: directly before the start, or directly after the exit (within a week)."""

    BEFORE = "before"
    AFTER = "after"


class Goal(StrEnum):
    """The project's two goals. They exclude each other; work or studies wins."""

    WORK_OR_STUDIES = "work_or_studies"
    REGULAR_MEASURES = "regular_measures"


GOAL_PERCENT = {Goal.WORK_OR_STUDIES: 30, Goal.REGULAR_MEASURES: 40}
"""Share of those who have ended. Published for MIA and carried over to MIA Vidare; the project's record may overrule it."""
