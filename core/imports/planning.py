"""A record held against the register: what the row leads to, what is to be written, and every reason why it cannot be."""

from dataclasses import dataclass, field
from typing import Any

from core.ids import new_id
from core.imports.changing import plan_change
from core.imports.checks import (
    Terms,
    check_days,
    check_exit,
    check_start,
    insats_of,
    is_far_beyond,
    situation_after,
    situation_before,
)
from core.imports.fields import Field
from core.imports.plans import Plan, period_values, without_nothing
from core.imports.records import PROTECTED, Record
from core.imports.register import Known, Register, Standing
from core.imports.terms import Key, RowKind
from core.participants.terms import IdentityKind, ParticipationState

F = Field


@dataclass(slots=True)
class Planner:
    """Holds rows against the register, one after the other: what an earlier row brings is known to the later ones."""

    register: Register
    terms: Terms
    key: Key
    plans: list[Plan] = field(default_factory=list)

    def plan(self, record: Record, index: bytes | None) -> Plan:
        """What the row leads to. `index`: the keyed hash of its identity number."""
        if PROTECTED in record.faults:
            return Plan(record.line, RowKind.FAULTY, [PROTECTED])
        standing, known = self._find(record, index)
        check_exit(record)
        check_start(record, self.terms)
        found = self._change(record, standing, index) if standing else self._new(record, known, index)
        if record.faults:
            whose = standing.person_id if standing else known.id if known and known.line is None else None
            found = Plan(record.line, RowKind.FAULTY, list(record.faults), whose)
        elif found.kind is RowKind.NEW:
            self._remember(record, found, index)
        return found

    # Who it is ----------------------------------------------------------------------------------------------------------

    def _find(self, record: Record, index: bytes | None) -> tuple[Standing | None, Known | None]:
        if self.key is Key.NUMBER:
            number = record.get(F.NUMBER)
            if number is None and not record.faults:
                record.refuse("empty", F.NUMBER)
            standing = self.register.by_number.get(number or "")
            return standing, None if standing else self._find_person(record, index)
        known = self._find_person(record, index)
        return (self._choose(record, known) if known else None), known

    def _find_person(self, record: Record, index: bytes | None) -> Known | None:
        if index is not None:
            if index in self.register.hidden_indexes:
                record.refuse("known_elsewhere", F.IDENTITY)
            return self.register.by_index.get(index)
        given, family, born = record.get(F.GIVEN_NAME), record.get(F.FAMILY_NAME), record.get(F.BIRTH_DATE)
        if not (given and family and born):
            return None
        same = self.register.by_name.get((self.register.folded[f"{given} {family}"], born), [])
        if len(same) > 1:
            record.refuse("several")
        return same[0] if same else None

    def _choose(self, record: Record, known: Known) -> Standing | None:
        """The participation meant: that of the day, else the latest, unless the row tells of a start after its end."""
        theirs = sorted(self.register.of_person[known.id], key=lambda one: one.started_on)
        day = record.get(F.STARTED)
        same = [one for one in theirs if one.started_on == day]
        if same or not theirs:
            return same[0] if same else None
        latest = theirs[-1]
        begins_anew = day is not None and latest.ended_on is not None and day >= latest.ended_on
        return None if begins_anew else latest

    # A row that changes somebody ----------------------------------------------------------------------------------------

    def _change(self, record: Record, standing: Standing, index: bytes | None) -> Plan:
        if standing.line is not None:
            record.refuse("twice")
        if standing.state == ParticipationState.MISREGISTERED:
            record.refuse("closed")
        number = record.get(F.NUMBER)
        if number is not None and number != standing.number:
            record.refuse("another_number", F.NUMBER)
        if index is not None and index != standing.identity_index:
            self._give_number(record, standing, index)
        if record.faults:
            return Plan(record.line, RowKind.FAULTY, [], standing.person_id, standing.id)
        standing.line = record.line
        found = plan_change(record, standing, self.register, self.terms)
        found.index = index if found.identity_of else None
        return found

    def _give_number(self, record: Record, standing: Standing, index: bytes) -> None:
        if standing.identity_index is not None:
            record.refuse("another_identity", F.IDENTITY)
        elif index in self.register.by_index or index in self.register.hidden_indexes:
            record.refuse("number_belongs", F.IDENTITY)

    # A row that brings somebody -----------------------------------------------------------------------------------------

    def _new(self, record: Record, known: Known | None, index: bytes | None) -> Plan:
        self._check_new(record, known)
        started, ended = record.get(F.STARTED), record.get(F.ENDED)
        insats = insats_of(record, self.terms)
        person_id = known.id if known else new_id()
        found = Plan(record.line, RowKind.NEW, [], person_id if known else None, new_id())
        if started is None:
            return found
        check_days(record, started, ended)
        before, reason = situation_before(record, started), record.get(F.EXIT_REASON)
        after = situation_after(record, reason)
        if after and not ended:
            record.refuse("after_missing", F.ENDED)
        if self.register.overlaps(person_id, None, started, ended):
            record.refuse("overlap", F.STARTED)
        found.person_id = person_id
        found.identity_of = record.get(F.IDENTITY) if known is None else None
        found.index = index if known is None else None
        period = period_values(insats, record.get(F.FIRST_ACTIVITY) or started, record.get(F.INSATS_UNTIL) or ended)
        asks_after = after and reason not in self.terms.outside_goals
        found.values = without_nothing(
            {
                "person": _person(record) if known is None else None,
                "participation": _participation(record, period, self.terms),
                "before": {"id": new_id(), "observed_on": started, **before} if before else None,
                "after": {"id": new_id(), "observed_on": ended, **after} if after and asks_after else None,
                "period": period,
            }
        )
        return found

    def _check_new(self, record: Record, known: Known | None) -> None:
        if is_far_beyond(record.get(F.NUMBER), self.terms):
            record.refuse("number_high", F.NUMBER)
        if record.get(F.NUMBER) in self.register.taken_numbers or record.get(F.NUMBER) in self.register.by_number:
            record.refuse("number_taken", F.NUMBER)
        if not (record.get(F.GIVEN_NAME) and record.get(F.FAMILY_NAME)):
            record.refuse("name", F.FULL_NAME if F.FULL_NAME in record.said else F.FAMILY_NAME)
        if record.get(F.STARTED) is None and not any(fault[1] == F.STARTED for fault in record.faults):
            record.refuse("empty", F.STARTED)
        if known is None and record.get(F.IDENTITY) is None and not (record.get(F.BIRTH_DATE) and record.get(F.SEX)):
            record.refuse("who")
        if known is not None and known.has_open_referral:
            record.refuse("open_referral")

    def _remember(self, record: Record, plan: Plan, index: bytes | None) -> None:
        values = plan.values["participation"]
        if plan.person_id is None or plan.participation_id is None:
            return
        if "person" in plan.values:
            known = Known(plan.person_id, index, line=record.line)
            if index is not None:
                self.register.by_index[index] = known
            name = self.register.folded[f"{record.get(F.GIVEN_NAME)} {record.get(F.FAMILY_NAME)}"]
            if record.get(F.BIRTH_DATE):
                self.register.by_name.setdefault((name, record.get(F.BIRTH_DATE)), []).append(known)
        standing = Standing(
            id=plan.participation_id,
            person_id=plan.person_id,
            number=record.get(F.NUMBER),
            state=values["state"],
            version=1,
            started_on=values["started_on"],
            ended_on=values.get("ended_on"),
            exit_reason=values.get("exit_reason"),
            participation={},
            person={},
            person_version=1,
            identity_index=index,
            line=record.line,
        )
        self.register.add(standing)
        self.register.busy[plan.person_id].append((standing.id, standing.started_on, standing.ended_on))


def _person(record: Record) -> dict[str, Any]:
    identity = record.get(F.IDENTITY)
    return {
        "given_name": record.get(F.GIVEN_NAME),
        "family_name": record.get(F.FAMILY_NAME),
        "birth_date": record.get(F.BIRTH_DATE),
        "sex": record.get(F.SEX),
        "municipality_code": record.get(F.MUNICIPALITY),
        "identity_kind": identity.kind if identity else IdentityKind.TEMPORARY,
    }


def _participation(record: Record, period: dict[str, Any] | None, terms: Terms) -> dict[str, Any]:
    ended = record.get(F.ENDED)
    counts = period is not None and period["intervention_id"] in terms.counted
    return without_nothing(
        {
            "number": record.get(F.NUMBER),
            "state": ParticipationState.ENDED if ended else ParticipationState.ACTIVE,
            "key_worker_id": record.get(F.KEY_WORKER),
            "municipality_code": record.get(F.MUNICIPALITY),
            "started_on": record.get(F.STARTED),
            "first_activity_on": period["starts_on"] if period and counts else None,
            "ended_on": ended,
            "exit_reason": record.get(F.EXIT_REASON),
            "handed_to": record.get(F.HANDED_TO) if ended else None,
            "next_contact_on": None if ended else record.get(F.NEXT_CONTACT),
        }
    )
