"""Mappings, plans and notes of those who take part now, or left lately: enough to work with, not a life's paper."""

import datetime as dt
import random
from collections.abc import Sequence

from core.assessments.terms import LifeArea
from core.plans.terms import ActionState, PlanState, Responsible
from tenants.demo import joint_words as words
from tenants.demo import margins
from tenants.demo.days import weekday_between, weekday_near
from tenants.demo.dice import dice
from tenants.demo.participations import Case
from tenants.demo.rows import Row, TenantRows, office_hours

LATELY = dt.timedelta(days=120)
_REVIEW, _DAY = dt.timedelta(weeks=8), dt.timedelta(days=1)
_PLANNED, _MAPPED_AGAIN, _WITHOUT_ROOM = 0.85, 0.4, 14


def add_support(rows: TenantRows, cases: Sequence[Case]) -> None:
    """For each of them a mapping or two, a plan in one or two versions, and some notes."""
    chance, today = dice(f"support/{rows.slug}"), margins.as_of()
    for case in cases:
        if case.person is None or (case.life.ended_on or today) < today - LATELY:
            continue
        last = case.life.ended_on or today
        if (last - case.life.started_on).days < _WITHOUT_ROOM:
            continue
        _add_mappings(rows, chance, case, last)
        if chance.random() < _PLANNED:
            _add_plans(rows, chance, case, last)
        _add_notes(rows, chance, case, last)


def _whose(case: Case) -> Row:
    assert case.person is not None  # noqa: S101 - the anonymous are left out above
    return {
        "person_id": case.person["id"],
        "participation_id": case.participation["id"],
        "owner_id": case.worker.authority_id,
    }


def _add_mappings(rows: TenantRows, chance: random.Random, case: Case, last: dt.date) -> None:
    first = weekday_near(min(case.life.started_on + chance.randrange(3, 14) * _DAY, last))
    days = [first]
    if (last - first).days > 150 and chance.random() < _MAPPED_AGAIN:
        days.append(weekday_between(chance, first + 120 * _DAY, last))
    grades = {area: chance.randint(1, 4) for area in LifeArea}
    for day in days:
        row = rows.add(
            "assessment",
            id=rows.ids.new(day),
            **_whose(case),
            on_date=day,
            own_words=chance.choice(words.OWN_WORDS),
            created_by=case.worker.account_id,
            created_at=office_hours(day, chance),
        )
        for area in LifeArea:
            said = chance.choice(words.AREA_WORDS[area.value])
            rows.add("assessment_answer", assessment_id=row["id"], area=area.value, grade=grades[area], words=said)
            grades[area] = min(5, max(1, grades[area] + chance.choice((0, 0, 1, 1, -1))))


def _add_plans(rows: TenantRows, chance: random.Random, case: Case, last: dt.date) -> None:
    first = weekday_between(chance, min(case.life.started_on + 10 * _DAY, last), min(case.life.started_on + 45 * _DAY, last))
    days = [first]
    if (last - first).days > 90:
        days.append(weekday_between(chance, first + 56 * _DAY, last))
    for at, day in enumerate(days):
        latest = at == len(days) - 1
        _add_plan(rows, chance, case, day, number=at + 1, state=PlanState.AGREED if latest else PlanState.REPLACED)


def _add_plan(rows: TenantRows, chance: random.Random, case: Case, day: dt.date, *, number: int, state: PlanState) -> None:
    plan = rows.add(
        "plan",
        id=rows.ids.new(day),
        **_whose(case),
        number=number,
        state=state.value,
        own_words=chance.choice(words.OWN_WORDS),
        written_on=day,
        review_on=weekday_near(day + _REVIEW, forward=True),
        agreed_on=day,
        created_by=case.worker.account_id,
        created_at=office_hours(day, chance),
    )
    for position, text in enumerate(chance.sample(words.GOALS, 2), start=1):
        goal = rows.add("plan_goal", id=rows.ids.new(day), plan_id=plan["id"], position=position, text=text)
        _add_actions(rows, chance, case, plan, goal)
    for authority in (None, case.worker.authority_id):
        rows.add(
            "plan_agreement",
            id=rows.ids.new(day),
            plan_id=plan["id"],
            authority_id=authority,
            agreed_on=day,
            noted_by=case.worker.account_id,
        )


def _add_actions(rows: TenantRows, chance: random.Random, case: Case, plan: Row, goal: Row) -> None:
    for position in (1, 2):
        own = chance.random() < 0.4
        due = weekday_near(plan["written_on"] + chance.randrange(10, 80) * _DAY, forward=True)
        done = chance.random() < (0.75 if due < margins.as_of() else 0.1)
        done_on = min(due, case.life.ended_on or margins.as_of()) if done else None
        rows.add(
            "plan_action",
            id=rows.ids.new(plan["written_on"]),
            plan_id=plan["id"],
            goal_id=goal["id"],
            position=position + 2 * (goal["position"] - 1),
            text=chance.choice(words.OWN_ACTIONS if own else words.AUTHORITY_ACTIONS),
            responsible=(Responsible.PARTICIPANT if own else Responsible.AUTHORITY).value,
            authority_id=None if own else case.worker.authority_id,
            worker_id=None if own else case.worker.account_id,
            due_on=due,
            state=(ActionState.DONE if done else ActionState.PLANNED).value,
            done_on=done_on,
        )


def _add_notes(rows: TenantRows, chance: random.Random, case: Case, last: dt.date) -> None:
    for _ in range(chance.randrange(4)):
        day = weekday_between(chance, max(case.life.started_on, last - 90 * _DAY), last)
        rows.add(
            "note",
            id=rows.ids.new(day),
            **_whose(case),
            on_date=day,
            text=chance.choice(words.NOTES),
            by_account=case.worker.account_id,
            at=office_hours(day, chance),
        )
