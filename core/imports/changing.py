"""A row about somebody who takes part already: what differs from the register is to be changed; an empty cell changes nothing."""

import datetime as dt
from typing import Any

from core.ids import new_id
from core.imports.checks import Terms, check_days, insats_of, situation_after, situation_before
from core.imports.fields import Field
from core.imports.plans import Plan, period_values, without_nothing
from core.imports.records import Record
from core.imports.register import Observed, Period, Register, Standing
from core.imports.terms import RowKind
from core.participants.terms import ParticipationState

F = Field
OF_PERSON = {"given_name": F.GIVEN_NAME, "family_name": F.FAMILY_NAME, "municipality_code": F.MUNICIPALITY}
OF_TEMPORARY = {"birth_date": F.BIRTH_DATE, "sex": F.SEX}
"""What a number decides, where there is one."""
OF_OPEN = {"key_worker_id": F.KEY_WORKER, "next_contact_on": F.NEXT_CONTACT}
"""What is history once somebody has left."""


def plan_change(record: Record, standing: Standing, register: Register, terms: Terms) -> Plan:
    """What the row changes, or nothing. Faults are noted in the record."""
    plan = Plan(record.line, RowKind.UNCHANGED, [], standing.person_id, standing.id)
    _plan_person(plan, record, standing)
    _plan_participation(plan, record, standing)
    started = record.get(F.STARTED) or standing.started_on
    ended = standing.ended_on or record.get(F.ENDED)
    check_days(record, started, ended)
    if register.overlaps(standing.person_id, standing.id, started, ended):
        record.refuse("overlap", F.STARTED)
    _plan_insats(plan, record, standing, terms, (started, ended))
    _plan_situations(plan, record, standing, started, ended)
    if plan.values:
        plan.kind = RowKind.CHANGED
    return plan


def _note(plan: Plan, table: str, version: int, changed: dict[str, Any], former: dict[str, Any]) -> None:
    if changed:
        plan.values.setdefault(table, {}).update(changed)
        plan.former.setdefault(table, {}).update(former)
        plan.former.setdefault("versions", {})[table] = version


def _differing(record: Record, fields: dict[str, Field], stands: dict[str, Any]) -> dict[str, Any]:
    return {
        column: record.get(name)
        for column, name in fields.items()
        if record.get(name) is not None and record.get(name) != stands[column]
    }


def _plan_person(plan: Plan, record: Record, standing: Standing) -> None:
    stands = standing.person
    changed = _differing(record, OF_PERSON, stands)
    identity = record.get(F.IDENTITY)
    of_number = _differing(record, OF_TEMPORARY, stands)
    if identity is not None and standing.identity_index is None:
        of_number |= {"identity_kind": identity.kind}
        plan.identity_of = identity
    elif of_number and standing.identity_index is not None:
        for column in of_number:
            record.refuse(column, OF_TEMPORARY[column])
        of_number = {}
    changed |= of_number
    _note(plan, "person", standing.person_version, changed, {column: stands[column] for column in changed})


def _plan_participation(plan: Plan, record: Record, standing: Standing) -> None:
    stands = standing.participation
    changed = _differing(record, {"municipality_code": F.MUNICIPALITY, "started_on": F.STARTED}, stands)
    first = min((period.starts_on for period in standing.periods), default=None)
    if "started_on" in changed and first is not None and changed["started_on"] > first:
        record.refuse("insats_before_start", F.STARTED, first)
    if standing.is_open:
        changed |= _differing(record, OF_OPEN, stands)
        changed |= _plan_exit(plan, record, standing)
    elif (record.get(F.ENDED), record.get(F.EXIT_REASON)) not in ((None, None), (standing.ended_on, standing.exit_reason)):
        record.refuse("ended_already", F.ENDED, standing.ended_on)
    _note(plan, "participation", standing.version, changed, {column: stands[column] for column in changed})


def _plan_exit(plan: Plan, record: Record, standing: Standing) -> dict[str, Any]:
    ended = record.get(F.ENDED)
    if ended is None:
        return {}
    latest = max((period.ends_on or period.starts_on for period in standing.periods), default=ended)
    if ended < latest:
        record.refuse("insats_after_end", F.ENDED, latest)
    still_open = [period for period in standing.periods if period.ends_on is None]
    if still_open:
        plan.values["ends"] = [period.id for period in still_open]
        plan.former.setdefault("versions", {})["ends"] = {str(period.id): period.version for period in still_open}
    changed = {"state": ParticipationState.ENDED, "ended_on": ended, "exit_reason": record.get(F.EXIT_REASON)}
    if standing.participation["next_contact_on"] is not None:
        changed["next_contact_on"] = None
    return changed | without_nothing({"handed_to": record.get(F.HANDED_TO)})


def _plan_insats(plan: Plan, record: Record, standing: Standing, terms: Terms, days: tuple[dt.date, dt.date | None]) -> None:
    insats = insats_of(record, terms)
    if insats is None:
        return
    started, ended = days
    first, last = record.get(F.FIRST_ACTIVITY), record.get(F.INSATS_UNTIL)
    theirs = [period for period in standing.periods if period.intervention_id == insats]
    same = next((period for period in theirs if first in (None, period.starts_on)), None)
    if same is not None:
        _plan_end_of(plan, record, same, last)
    elif any(period.ends_on is None for period in theirs):
        record.refuse("insats_open", F.INSATS)
    else:
        plan.values["period"] = period_values(insats, first or started, last or ended)


def _plan_end_of(plan: Plan, record: Record, period: Period, last: dt.date | None) -> None:
    """The row names a last day that the register lacks; what is registered is not overruled by a sheet."""
    if last is None or last == period.ends_on:
        return
    if last < period.starts_on:
        record.refuse("insats_order", F.INSATS_UNTIL)
        return
    _note(plan, "last_day", period.version, {"id": period.id, "ends_on": last}, {"id": period.id, "ends_on": period.ends_on})
    if period.id in plan.values.get("ends", []):
        plan.values["ends"].remove(period.id)


def _plan_situations(plan: Plan, record: Record, standing: Standing, started: dt.date, ended: dt.date | None) -> None:
    before = situation_before(record, started)
    if before is not None:
        _plan_situation(plan, "before", standing.before, before, started)
    reason = standing.exit_reason or record.get(F.EXIT_REASON)
    after = situation_after(record, reason)
    if after is None:
        return
    if ended is None:
        record.refuse("after_missing", F.ENDED)
    else:
        _plan_situation(plan, "after", standing.after, after, ended)


def _plan_situation(plan: Plan, name: str, stands: Observed | None, said: dict[str, Any], day: dt.date) -> None:
    if stands is None:
        plan.values[name] = {"id": new_id(), "observed_on": day, **said}
        return
    changed = {column: value for column, value in said.items() if value not in (None, []) and value != stands.values[column]}
    if changed:
        found: dict[str, Any] = {"id": stands.id, **changed}
        former: dict[str, Any] = {"id": stands.id} | {column: stands.values[column] for column in changed}
        _note(plan, name, stands.version, found, former)
