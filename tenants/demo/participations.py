"""Persons and their participations, each with a contact person of the authority that is controller."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.participants.terms import Grade, IdentityKind, ParticipationState
from tenants.demo import margins
from tenants.demo.days import weekday_between, weekday_near
from tenants.demo.names import PHONES, family_name, given_name
from tenants.demo.people import Life
from tenants.demo.rows import Row, TenantRows, Worker, office_hours

HANDED_TO = {
    "af_insats": "Arbetsförmedlingen",
    "kommunens_insats": "Kommunens arbetsmarknadsenhet",
    "halsoskal_vard": "Vårdcentralen",
    "sjukersattning_pension": "Försäkringskassan",
}
_REACHED_BY_PHONE, _OVERDUE, _NO_DATE = 0.7, 0.12, 0.04
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A life with the rows that stand for it; the anonymous have no person."""

    life: Life
    participation: Row
    person: Row | None
    worker: Worker


def add_participations(rows: TenantRows, lives: Sequence[Life], case_managers: Sequence[Worker]) -> list[Case]:
    """In the order of their start, which is the order of their numbers."""
    ordered = sorted(lives, key=lambda life: (life.started_on, life.first_activity_on))
    workers = _workers_of(rows, ordered, case_managers)
    return [_add(rows, life, worker, at + 1) for at, (life, worker) in enumerate(zip(ordered, workers, strict=True))]


def _workers_of(rows: TenantRows, lives: Sequence[Life], managers: Sequence[Worker]) -> list[Worker]:
    """Those who go on are shared out evenly, up to the most that a case manager can have; what has ended, by chance."""
    most = margins.given()["caseload_per_case_manager"][1]
    leader = rows.find_staff("subproject_manager")
    workers, going_on = [], 0
    for life in lives:
        if life.ended or life.anonymous:
            workers.append(rows.chance.choice(managers))
            continue
        workers.append(managers[going_on % len(managers)] if going_on < most * len(managers) else leader)
        going_on += 1
    return workers


def _add(rows: TenantRows, life: Life, worker: Worker, number: int) -> Case:
    seen = life.received_on or life.started_on
    person = None if life.anonymous else add_person(rows, sex=life.sex, born=life.birth_date, seen_on=seen)
    participation = rows.add(
        "participation",
        id=rows.ids.new(life.started_on),
        subproject_id=rows.subproject_id,
        person_id=person["id"] if person else None,
        referral_id=None,
        number=str(number),
        grade=Grade.ANONYMOUS.value if life.anonymous else Grade.PERSONAL.value,
        sex=life.sex,
        state=_state(life).value,
        controller_id=worker.authority_id,
        key_worker_id=None if life.anonymous else worker.account_id,
        municipality_code=person["municipality_code"] if person else None,
        started_on=life.started_on,
        first_activity_on=life.first_activity_on,
        ended_on=life.ended_on,
        exit_reason=life.reason,
        handed_to=None if life.anonymous else HANDED_TO.get(life.reason or ""),
        next_contact_on=_next_contact(rows, life),
        created_at=office_hours(life.started_on, rows.chance),
    )
    return Case(life, participation, person, worker)


def add_person(rows: TenantRows, *, sex: str, born: dt.date, seen_on: dt.date) -> Row:
    """Somebody of one of the delprojekt's municipalities (one that had joined by then), with a temporary identity."""
    chance = rows.chance
    places = [place for place in rows.facts.municipalities if place.joined_on is None or place.joined_on <= seen_on]
    return rows.add(
        "person",
        id=rows.ids.new(seen_on),
        given_name=given_name(chance, sex),
        family_name=family_name(chance),
        birth_date=born,
        sex=sex,
        municipality_code=chance.choice(places).code,
        identity_kind=IdentityKind.TEMPORARY.value,
        phone=chance.choice(PHONES) if chance.random() < _REACHED_BY_PHONE else None,
        created_at=office_hours(seen_on, chance),
    )


def add_misregistered(rows: TenantRows, cases: Sequence[Case], number: int) -> None:
    """Mistakes, closed and counted nowhere: somebody registered twice, or somebody who was never to be here."""
    known = [case for case in cases if case.person]
    for at, case in enumerate(rows.chance.sample(known, number)):
        person = case.person if at % 2 else None
        started = weekday_between(rows.chance, case.life.started_on, min(case.life.started_on + 20 * _DAY, margins.as_of()))
        person = person or add_person(rows, sex=case.life.sex, born=case.life.birth_date + 40 * _DAY, seen_on=started)
        copied = {key: case.participation[key] for key in ("subproject_id", "controller_id", "key_worker_id")}
        rows.add(
            "participation",
            **copied,
            id=rows.ids.new(started),
            person_id=person["id"],
            referral_id=None,
            number=str(len(cases) + at + 1),
            grade=Grade.PERSONAL.value,
            sex=person["sex"],
            state=ParticipationState.MISREGISTERED.value,
            municipality_code=person["municipality_code"],
            started_on=started,
            first_activity_on=None,
            ended_on=None,
            exit_reason=None,
            handed_to=None,
            next_contact_on=None,
            created_at=office_hours(started, rows.chance),
        )


def _state(life: Life) -> ParticipationState:
    if life.ended:
        return ParticipationState.ENDED
    return ParticipationState.PAUSED if life.paused else ParticipationState.ACTIVE


def _next_contact(rows: TenantRows, life: Life) -> dt.date | None:
    """Set for those who go on; with some the day has passed, with a few nobody has set one."""
    if life.ended or life.anonymous:
        return None
    today, drawn = margins.as_of(), rows.chance.random()
    if drawn < _NO_DATE:
        return None
    if drawn < _NO_DATE + _OVERDUE:
        return max(weekday_between(rows.chance, today - 16 * _DAY, today - _DAY), weekday_near(life.started_on, forward=True))
    return weekday_between(rows.chance, today + (30 if life.paused else 0) * _DAY, today + (75 if life.paused else 35) * _DAY)
