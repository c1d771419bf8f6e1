"""Names of what is counted. The rules stand in one place: tenants/migrations/tenant/sql/30_aggregates.sql."""

from enum import StrEnum


class Flow(StrEnum):
    """Events by month, as the view agg_month counts them: unique persons, anonymous registrations each."""

    STARTED = "started"
    ENDED = "ended"
    ENDED_NOT_STARTED = "ended_not_started"
    """Among the ended, those who never had a first activity: active = started - ended + these."""
    ENDED_OUTSIDE_GOALS = "ended_outside_goals"
    """Deaths. The goals' denominator is ended without them; it is never published."""
    WORK_OR_STUDIES = "work_or_studies"
    REGULAR_MEASURES = "regular_measures"


class Figure(StrEnum):
    """Cells of a release (the outcomes of architecture D8)."""

    STARTED_WOMEN = "started_women"
    STARTED_MEN = "started_men"
    WORK_OR_STUDIES = "work_or_studies"
    REGULAR_MEASURES = "regular_measures"
    WORK_OR_STUDIES_PERCENT = "work_or_studies_percent"
    REGULAR_MEASURES_PERCENT = "regular_measures_percent"
    HOURS = "hours"
    """Attended, whole hours, of the months that may be told (core/rollup/hours.py)."""
    HOURS_MONTHS = "hours_months"
    """How many months these are; of each delprojekt."""


class BuildState(StrEnum):
    """How an attempt at a release stands."""

    BUILDING = "building"
    PUBLISHED = "published"
    REFUSED = "refused"
    """The attacker found something even in the coarsest tables: the release before stays."""
    CANCELLED = "cancelled"
    FAILED = "failed"


ENOUGH = 5
"""Below this many people a figure could tell of somebody; so many more must have ended or started before it is renewed."""
