"""What a delprojekt decides for itself: who takes in referrals, how many places there are, and the lengths of time."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm.exc import StaleDataError

from core.authorities.queries import list_employers
from core.clock import today
from core.db import session
from core.errors import Invalid
from core.i18n import _l
from core.interventions.services import recount_first_activities
from core.participants.choices import get_current_subproject
from core.participants.errors import ChangedMeanwhile
from core.participants.models import Subproject

OLDEST = 120
MOST_FOLLOW_UPS, LATEST_FOLLOW_UP = 6, 36
LIMITS = {"review_weeks": (1, 52), "consent_months": (1, 60), "reminder_days": (1, 180), "quiet_days": (7, 365)}
"""The same as the database's own checks."""
LIMIT_MESSAGES = {
    "review_weeks": _l("Write a number of weeks from 1 to 52"),
    "consent_months": _l("Write a number of months from 1 to 60"),
    "reminder_days": _l("Write a number of days from 1 to 180"),
    "quiet_days": _l("Write a number of days from 7 to 365"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValues:
    """The settings as typed; None is left empty, and only the first two and the caseload's limit may be."""

    intake_authority_id: uuid.UUID | None
    places: int | None
    age_min: int | None
    age_max: int | None
    mapping_counts: bool
    review_weeks: int | None
    consent_months: int | None
    reminder_days: int | None
    quiet_days: int | None
    caseload_limit: int | None
    follow_up_months: list[int] | None
    """None when what was typed is no list of months."""
    esf_ends_on: dt.date | None
    """The last day that the European Social Fund pays; None is not told."""


def get_settings() -> Subproject:
    """The delprojekt that runs now. Raises NotFound before there is one."""
    return get_current_subproject(today())


def list_intake_authorities() -> list[tuple[str, str]]:
    """(id, name) of those that may take in referrals: with a processing agreement in force."""
    return list_employers()


def change_settings(*, subproject: Subproject, version: int, values: SettingValues) -> None:
    """Raises Invalid with every fault, ChangedMeanwhile when `version` is not the one that stands.

    Whether the mapping counts as a first activity decides whom the figures count as started: a change counts everybody
    of the delprojekt anew, in the same transaction.
    """
    _check(subproject, values)
    if subproject.version != version:
        raise ChangedMeanwhile
    counts_anew = subproject.mapping_counts != values.mapping_counts
    for name in SettingValues.__dataclass_fields__:
        setattr(subproject, name, getattr(values, name))
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile from error
    if counts_anew:
        recount_first_activities(subproject.id)


def _check(subproject: Subproject, values: SettingValues) -> None:
    faults: dict[str, object] = {}
    intake = values.intake_authority_id
    may_take_in = {key for key, _name in list_intake_authorities()}
    if intake is not None and str(intake) not in may_take_in and intake != subproject.intake_authority_id:
        faults["intake_authority_id"] = _l("Choose an authority with a processing agreement in force")
    if values.places is not None and not 1 <= values.places <= 100_000:
        faults["places"] = _l("Write how many places there are, 1 or more, or leave it empty")
    if values.esf_ends_on is not None and not subproject.starts_on <= values.esf_ends_on <= subproject.ends_on:
        faults["esf_ends_on"] = _l("Write a day within the sub-project's period, or leave it empty")
    faults |= _faults_of_support(values)
    faults |= _faults_of_ages(values.age_min, values.age_max)
    for name, (least, most) in LIMITS.items():
        value = getattr(values, name)
        if value is None or not least <= value <= most:
            faults[name] = LIMIT_MESSAGES[name]
    if faults:
        raise Invalid(faults)


def _faults_of_support(values: SettingValues) -> dict[str, object]:
    faults: dict[str, object] = {}
    if values.caseload_limit is not None and not 1 <= values.caseload_limit <= 1000:
        faults["caseload_limit"] = _l("Write a number from 1 to 1000, or leave it empty")
    months = values.follow_up_months
    if months is None or len(months) > MOST_FOLLOW_UPS or any(not 1 <= month <= LATEST_FOLLOW_UP for month in months):
        faults["follow_up_months"] = _l("Write at most six numbers of months from 1 to 36, such as 1, 6")
    return faults


def _faults_of_ages(youngest: int | None, oldest: int | None) -> dict[str, object]:
    faults: dict[str, object] = {}
    if youngest is None or not 0 <= youngest <= OLDEST:
        faults["age_min"] = _l("Write an age in whole years")
    if oldest is None or not 0 <= oldest <= OLDEST:
        faults["age_max"] = _l("Write an age in whole years")
    elif youngest is not None and oldest < youngest:
        faults["age_max"] = _l("The highest age cannot be below the lowest")
    return faults
