"""Insatser begin and end. Several may run side by side; each lies within its participation and counts by itself."""

import datetime as dt
import uuid

from core.audit import Action, record_access
from core.clock import today
from core.constraints import SentTwice, keep
from core.context import current_person
from core.db import session
from core.errors import Invalid
from core.i18n import _, _l, format_date
from core.interventions.changes import end_pauses, faults_of_place
from core.interventions.models import Intervention, InterventionPeriod
from core.interventions.queries import (
    find_intervention,
    first_activities_anew,
    first_activity,
    hold_subproject,
    is_offered,
    list_periods,
)
from core.interventions.terms import INSURED_KINDS
from core.participants.errors import ChangedMeanwhile, MoveNotPossible
from core.participants.models import Participation
from core.participants.services import require_open


def start_intervention(
    *,
    participation: Participation,
    period_id: uuid.UUID,
    intervention_id: uuid.UUID | None,
    starts_on: dt.date | None,
    extent_percent: int | None = None,
    place: str = "",
    place_id: uuid.UUID | None = None,
    insured: bool | None = None,
) -> InterventionPeriod:
    """The participant begins an insats; the earliest one that counts makes the person counted as started.

    Before work training it is asked whether the insurance is arranged; no is an answer, brought up until it is yes.
    `period_id` names the sending of the form. Raises Invalid with every fault, SentTwice.
    """
    require_open(participation)
    periods = list_periods(participation)
    if any(one.id == period_id for one in periods):
        raise SentTwice
    faults = _faults_of_day(participation, starts_on)
    intervention = find_intervention(intervention_id) if intervention_id else None
    if intervention is None or not _offers(intervention, participation, starts_on or today()):
        faults["intervention_id"] = _l("Choose an intervention that the sub-project offers on that day")
    elif any(one.intervention_id == intervention_id and one.ends_on is None for one in periods):
        faults["intervention_id"] = _l("The participant already takes part in this. End it first, or choose another.")
    faults |= faults_of_place(place_id) | _faults_of_terms(intervention, extent_percent, insured)
    if faults or intervention is None or starts_on is None:
        raise Invalid(faults)
    where = {"place": place, "place_id": place_id, "extent_percent": extent_percent}
    period = InterventionPeriod(
        id=period_id, participation_id=participation.id, intervention_id=intervention.id, starts_on=starts_on, **where
    )
    if insured:
        period.insured_on, period.insured_by = today(), current_person().account_id
    keep(period)
    participation.first_activity_on = first_activity(participation)
    keep()
    return period


def _faults_of_terms(intervention: Intervention | None, extent_percent: int | None, insured: bool | None) -> dict[str, object]:
    faults: dict[str, object] = {}
    if extent_percent is not None and not 1 <= extent_percent <= 100:
        faults["extent_percent"] = _l("Write the extent as a number from 1 to 100")
    if intervention is not None and intervention.kind in INSURED_KINDS and insured is None:
        faults["insured"] = _l("Say whether the insurance is arranged. Work training can begin before it is.")
    return faults


def _faults_of_day(participation: Participation, starts_on: dt.date | None) -> dict[str, object]:
    if starts_on is None:
        return {"starts_on": _l("Write the first day")}
    if starts_on > today():
        return {"starts_on": _("The date may not be later than today, %(today)s", today=format_date(today()))}
    if starts_on < participation.started_on:
        return {
            "starts_on": _(
                "The intervention cannot begin before the participant started, %(day)s",
                day=format_date(participation.started_on),
            )
        }
    return {}


def _offers(intervention: Intervention, participation: Participation, day: dt.date) -> bool:
    return intervention.subproject_id == participation.subproject_id and is_offered(intervention, day)


def end_intervention(*, period: InterventionPeriod, version: int, ends_on: dt.date | None) -> None:
    """The participant leaves the insats. Raises Invalid, ChangedMeanwhile, MoveNotPossible when it has ended already."""
    if period.ends_on is not None:
        raise MoveNotPossible
    if period.version != version:
        raise ChangedMeanwhile
    if ends_on is None:
        raise Invalid({"ends_on": _l("Write the last day")})
    if ends_on > today():
        raise Invalid({"ends_on": _("The date may not be later than today, %(today)s", today=format_date(today()))})
    if ends_on < period.starts_on:
        raise Invalid({"ends_on": _("The end cannot be before the beginning, %(day)s", day=format_date(period.starts_on))})
    end_pauses(period, ends_on)
    period.ends_on = ends_on
    keep()


def recount_first_activities(subproject_id: uuid.UUID) -> None:
    """What counts as a first activity has changed: set the day anew for everybody of the delprojekt, whoever the controller
    is. An anonymous participation counts from its start. The trigger of the table marks the months that change.

    The delprojekt is held meanwhile: an insats that begins is either seen here or counted by the new rule.
    """
    hold_subproject(subproject_id)
    changed = session.execute(first_activities_anew(subproject_id)).all()
    record_access(
        Action.WRITE, subject_ids=[row.person_id or row.id for row in changed], fields="participation", reason="recount"
    )
