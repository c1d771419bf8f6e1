"""What changes of a participant's insats while it runs: place, extent, pauses, the steps of supported employment, insurance.

Each is a change of the period as a whole: it takes the version that the form was opened on, and gives it the next one.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from core.clock import today
from core.constraints import keep
from core.context import current_person
from core.db import new_id, session
from core.errors import Invalid, NotFound
from core.i18n import _, _l, format_date
from core.interventions.models import EmploymentStep, InterventionExtent, InterventionPause, InterventionPeriod
from core.interventions.places import find_place
from core.interventions.terms import EmploymentStage, InterventionKind, PeriodState
from core.participants.errors import ChangedMeanwhile, MoveNotPossible

Faults = dict[str, object]


@dataclass(frozen=True, slots=True)
class Extent:
    """So many per cent of full time from a day on; None: nobody has said."""

    valid_from: dt.date
    percent: int | None


# What stands ------------------------------------------------------------------------------------------------------------


def list_extents(period: InterventionPeriod) -> list[Extent]:
    """The extent from the first day and each that came later, in order of time. The caller has logged the period."""
    chosen = sa.select(InterventionExtent).where(InterventionExtent.period_id == period.id)
    later = session.scalars(chosen.order_by(InterventionExtent.valid_from)).all()
    return [Extent(period.starts_on, period.extent_percent), *(Extent(one.valid_from, one.percent) for one in later)]


def extent_on(extents: Sequence[Extent], day: dt.date) -> int | None:
    """What holds on the day, of extents in order of time."""
    begun = [one.percent for one in extents if one.valid_from <= day]
    return begun[-1] if begun else None


def list_pauses(period: InterventionPeriod) -> Sequence[InterventionPause]:
    """The pauses in order of time. The caller has logged the period."""
    chosen = sa.select(InterventionPause).where(InterventionPause.period_id == period.id)
    return session.scalars(chosen.order_by(InterventionPause.starts_on, InterventionPause.id)).all()


def find_open_pause(period: InterventionPeriod) -> InterventionPause | None:
    """The pause that has no end yet, or None."""
    return next((one for one in list_pauses(period) if one.ends_on is None), None)


def pause_on(pauses: Sequence[InterventionPause], day: dt.date) -> InterventionPause | None:
    """The pause that the day lies in, or None."""
    return next((one for one in pauses if one.starts_on <= day and (one.ends_on is None or day < one.ends_on)), None)


def list_stages(period: InterventionPeriod) -> dict[EmploymentStage, dt.date]:
    """The steps of supported employment that were reached, and when. The caller has logged the period."""
    chosen = sa.select(EmploymentStep).where(EmploymentStep.period_id == period.id)
    reached = {EmploymentStage(one.stage): one.reached_on for one in session.scalars(chosen.order_by(EmploymentStep.stage))}
    return {stage: reached[stage] for stage in EmploymentStage if stage in reached}


def state_of(period: InterventionPeriod, pause: InterventionPause | None) -> PeriodState:
    """Ended, paused or running."""
    if period.ends_on is not None:
        return PeriodState.ENDED
    return PeriodState.PAUSED if pause is not None else PeriodState.RUNNING


# What changes -----------------------------------------------------------------------------------------------------------


def _begin(period: InterventionPeriod, version: int | None, *, running: bool = True) -> None:
    if running and period.ends_on is not None:
        raise MoveNotPossible
    if period.version != version:
        raise ChangedMeanwhile


def _keep(period: InterventionPeriod, *rows: object) -> None:
    """With the next version of the period, so that two who change any part of it see each other's changes."""
    flag_modified(period, "place")
    keep(*rows)


def change_place(*, period: InterventionPeriod, version: int | None, place_id: uuid.UUID | None, place: str) -> None:
    """Another place, of those on record or in words. Raises Invalid, ChangedMeanwhile, MoveNotPossible."""
    _begin(period, version)
    faults = faults_of_place(place_id, period.place_id)
    if place_id is None and not place:
        faults["place_id"] = _l("Choose a place, or write it in words")
    if faults:
        raise Invalid(faults)
    period.place_id, period.place = place_id, place
    _keep(period)


def faults_of_place(place_id: uuid.UUID | None, present: uuid.UUID | None = None) -> Faults:
    """A place that is closed is chosen by nobody new."""
    found = find_place(place_id) if place_id else None
    if place_id is not None and (found is None or not (found.active or place_id == present)):
        return {"place_id": _l("Choose a place that is not closed")}
    return {}


def change_extent(*, period: InterventionPeriod, version: int | None, percent: int | None, valid_from: dt.date | None) -> None:
    """So many per cent from a day on; what held before stays. Raises Invalid, ChangedMeanwhile, MoveNotPossible."""
    _begin(period, version)
    faults: Faults = {}
    if percent is None or not 1 <= percent <= 100:
        faults["percent"] = _l("Write the extent as a number from 1 to 100")
    if valid_from is None:
        faults["valid_from"] = _l("Write from which day")
    elif valid_from < period.starts_on:
        faults["valid_from"] = _("The day cannot be before the intervention began, %(day)s", day=format_date(period.starts_on))
    if faults or percent is None or valid_from is None:
        raise Invalid(faults)
    if valid_from == period.starts_on:
        period.extent_percent = percent
        _keep(period)
        return
    found = session.get(InterventionExtent, (period.id, valid_from))
    if found is None:
        row = InterventionExtent(
            period_id=period.id, valid_from=valid_from, percent=percent, noted_by=current_person().account_id
        )
        _keep(period, row)
        return
    found.percent, found.noted_by = percent, current_person().account_id
    _keep(period)


def rest(*, period: InterventionPeriod, version: int | None, starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    """A pause: new, or the one that has no end is changed. `ends_on` is the day it goes on, None while nobody knows.

    Raises Invalid, ChangedMeanwhile, MoveNotPossible.
    """
    _begin(period, version)
    faults: Faults = {}
    if starts_on is None:
        faults["starts_on"] = _l("Write the first day of the pause")
    elif starts_on < period.starts_on:
        faults["starts_on"] = _("The pause cannot begin before the intervention, %(day)s", day=format_date(period.starts_on))
    elif ends_on is not None and ends_on < starts_on:
        faults["ends_on"] = _l("It cannot go on before the pause began")
    if faults or starts_on is None:
        raise Invalid(faults)
    pause = find_open_pause(period)
    if pause is not None:
        pause.starts_on, pause.ends_on = starts_on, ends_on
        _keep(period)
        return
    _keep(period, InterventionPause(id=new_id(), period_id=period.id, starts_on=starts_on, ends_on=ends_on))


def end_pauses(period: InterventionPeriod, day: dt.date) -> None:
    """The insats ends on the day: no pause outlasts it."""
    for pause in list_pauses(period):
        if pause.ends_on is None:
            pause.ends_on = max(pause.starts_on, day)


def reach_stages(*, period: InterventionPeriod, version: int | None, reached: Mapping[EmploymentStage, dt.date | None]) -> None:
    """The days on which the steps of supported employment were reached; an empty day takes the step back; one at least stands.

    Steps may be skipped, but a later one is not reached before an earlier. Raises Invalid, ChangedMeanwhile.
    """
    if period.intervention.kind != InterventionKind.SUPPORTED_EMPLOYMENT:
        raise NotFound
    _begin(period, version, running=False)
    faults: Faults = {}
    if not any(reached.values()):
        faults[EmploymentStage.ENGAGEMENT.value] = _l("Write the day of at least one step")
    latest = period.starts_on
    for stage in EmploymentStage:
        day = reached.get(stage)
        if day is None:
            continue
        if day > today():
            faults[stage.value] = _("The date may not be later than today, %(today)s", today=format_date(today()))
        elif day < latest:
            before = format_date(latest)
            faults[stage.value] = _("The step cannot be reached before the one that stands before it, %(day)s", day=before)
        latest = max(latest, day)
    if faults:
        raise Invalid(faults)
    _keep(period, *_changed_stages(period, reached))


def _changed_stages(period: InterventionPeriod, reached: Mapping[EmploymentStage, dt.date | None]) -> list[EmploymentStep]:
    chosen = sa.select(EmploymentStep).where(EmploymentStep.period_id == period.id)
    before = {EmploymentStage(row.stage): row for row in session.scalars(chosen.order_by(EmploymentStep.stage))}
    me, new = current_person().account_id, []
    for stage in EmploymentStage:
        row, day = before.get(stage), reached.get(stage)
        if row is None and day is not None:
            new.append(EmploymentStep(period_id=period.id, stage=stage.value, reached_on=day, noted_by=me))
        elif row is not None and day is None:
            session.delete(row)
        elif row is not None and day is not None and row.reached_on != day:
            row.reached_on, row.noted_by = day, me
    return new


def insure(*, period: InterventionPeriod, version: int | None, insured_on: dt.date | None) -> None:
    """The insurance was arranged on the day. Raises Invalid, ChangedMeanwhile, MoveNotPossible."""
    _begin(period, version)
    if insured_on is None:
        raise Invalid({"insured_on": _l("Write the day the insurance was arranged")})
    if insured_on > today():
        fault = _("The date may not be later than today, %(today)s", today=format_date(today()))
        raise Invalid({"insured_on": fault})
    period.insured_on, period.insured_by = insured_on, current_person().account_id
    _keep(period)
