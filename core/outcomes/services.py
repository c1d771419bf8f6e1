"""The exit: why, what the person lives on and does afterwards, and to whom they are handed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import today
from core.constraints import keep
from core.errors import Invalid
from core.followups.services import make_follow_ups
from core.i18n import _, _l, format_date
from core.interventions.changes import end_pauses
from core.interventions.models import InterventionPeriod
from core.interventions.queries import list_periods
from core.outcomes.queries import Observed
from core.outcomes.situations import (
    WORK,
    SituationValues,
    change_situation,
    faults_after,
    faults_before,
    record_situation,
)
from core.outcomes.terms import Moment
from core.participants.choices import CodeRow, list_codes
from core.participants.errors import ChangedMeanwhile, MoveNotPossible
from core.participants.models import Participation
from core.participants.services import move, require_version
from core.participants.terms import Grade, ParticipationState

Faults = dict[str, object]
EXIT_LISTS = ("exit_reason", "support_source", "main_activity")
SUBSIDISED_BY_REASON = {"arbete_utan_stod": False, "arbete_subventionerat": True}
"""What two reasons for leaving say about the work; the answer beside them must agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """What is entered at the exit. Names are the form's. `after` is not asked about the dead or the anonymous."""

    ended_on: dt.date | None
    exit_reason: str
    handed_to: str
    after: SituationValues


def end_participation(*, participation: Participation, version: int, exit_: Exit) -> None:
    """The participant leaves: open insatser end the same day, the situation afterwards is kept beside the one before,
    and the follow-ups that the delprojekt's settings ask for are made.

    Raises Invalid with every fault at once, ChangedMeanwhile, MoveNotPossible when it has ended already.
    """
    require_version(participation, version)
    periods = list_periods(participation)
    codes = list_codes(*EXIT_LISTS)
    reason = codes["exit_reason"].get(exit_.exit_reason)
    asks_after = participation.grade == Grade.PERSONAL and not (reason and reason.outside_goals)
    faults = _faults_of_day(participation, periods, exit_.ended_on)
    if reason is None or not reason.active:
        faults["exit_reason"] = _l("Choose the reason for leaving")
    if asks_after:
        faults |= _faults_of_after(exit_.after, exit_.exit_reason, codes)
    if faults or exit_.ended_on is None:
        raise Invalid(faults)
    move(participation, ParticipationState.ENDED)
    participation.ended_on = exit_.ended_on
    participation.exit_reason = exit_.exit_reason
    participation.next_contact_on = None
    if participation.grade == Grade.PERSONAL:
        participation.handed_to = exit_.handed_to or None
    for period in periods:
        if period.ends_on is None:
            end_pauses(period, exit_.ended_on)
            period.ends_on = exit_.ended_on
    keep()
    if asks_after:
        record_situation(participation=participation, moment=Moment.AFTER, observed_on=exit_.ended_on, values=exit_.after)
        make_follow_ups(participation=participation)


def _faults_of_day(participation: Participation, periods: Sequence[InterventionPeriod], day: dt.date | None) -> Faults:
    if day is None:
        return {"ended_on": _l("Write the day of the exit")}
    if day > today():
        return {"ended_on": _("The date may not be later than today, %(today)s", today=format_date(today()))}
    if day < participation.started_on:
        start = format_date(participation.started_on)
        return {"ended_on": _("The exit cannot be before the start, %(day)s", day=start)}
    latest = max((period.ends_on or period.starts_on for period in periods), default=day)
    if day < latest:
        return {"ended_on": _("An intervention goes on until %(day)s. The exit cannot be before.", day=format_date(latest))}
    return {}


def correct_situation(*, observed: Observed, version: int | None, values: SituationValues) -> None:
    """What was entered about the situation before or after was wrong, and is put right. The day of it stays.

    Raises Invalid with every fault at once, ChangedMeanwhile, MoveNotPossible for what was registered by mistake.
    """
    situation, participation = observed.situation, observed.participation
    if situation.version != version:
        raise ChangedMeanwhile
    if participation.state == ParticipationState.MISREGISTERED:
        raise MoveNotPossible
    codes = list_codes("support_source", "main_activity", "education")
    if situation.moment == Moment.BEFORE:
        faults = faults_before(values, codes, situation.observed_on)
    else:
        faults = _faults_of_after(values, participation.exit_reason, codes)
    if faults:
        raise Invalid(faults)
    change_situation(situation=situation, former=observed.values, values=values)


def _faults_of_after(after: SituationValues, exit_reason: str | None, codes: Mapping[str, Mapping[str, CodeRow]]) -> Faults:
    faults = faults_after(after, codes)
    subsidised = after.work_subsidised
    said = SUBSIDISED_BY_REASON.get(exit_reason or "")
    if after.main_activity == WORK and subsidised is None:
        faults["work_subsidised"] = _l("Say whether the work is subsidised")
    elif said is not None and subsidised is not None and subsidised != said:
        faults["work_subsidised"] = _l("This does not agree with the reason for leaving")
    return faults
