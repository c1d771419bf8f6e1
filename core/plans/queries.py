"""Reads plans, and who may read them. Every read and write of a plan goes through `visible_plans`."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.clock import today
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Participation, Person, Staff
from core.participants.queries import Sight, sight, visible_participations
from core.participants.terms import OPEN_STATES, ParticipationState
from core.plans.models import Plan, PlanAction, PlanAgreement, PlanGoal
from core.plans.terms import OPEN_ACTIONS, PlanState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
FIELDS = "plan"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as a page shows it. `authority` is None when the participant does it; `worker` when nobody is named."""

    action: PlanAction
    authority: str | None
    worker: str | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class GoalLines:
    """A goal with its actions; `goal` None for the actions beside the goals."""

    goal: PlanGoal | None
    actions: Sequence[ActionLine]


@dataclass(frozen=True, slots=True)
class WholePlan:
    """One version of a plan with everything in it. `participation_id`: the latest that the reader may open, if any."""

    plan: Plan
    given_name: str
    family_name: str
    owner: str
    participation_id: uuid.UUID | None
    number: str | None
    goals: Sequence[GoalLines]
    beside: Sequence[ActionLine]
    agreements: Sequence[tuple[str | None, dt.date]]
    """(authority, or None for the participant; day)."""

    @property
    def lines(self) -> list[ActionLine]:
        """Every action, in the order of the page."""
        return [line for group in self.goals for line in group.actions] + list(self.beside)

    @property
    def overdue(self) -> int:
        """How many actions should have been done by now."""
        return sum(line.is_overdue for line in self.lines)


def visible_plans(statement: Statement) -> Statement:
    """Narrow a select of Plan to what the signed-in person may read: what their own authority keeps.

    A case worker reads those of participants they work with. No consent opens a plan to another authority,
    nor does an action that names it: it gets a version handed over (core.handovers).
    """
    seen = sight()
    if seen is Sight.NOTHING:
        return statement.where(sa.false())
    ours = Plan.owner_id == current_person().authority_id
    if seen is Sight.AUTHORITY:
        return statement.where(ours)
    mine = sa.select(sa.literal(1)).where(
        Participation.person_id == Plan.person_id,
        is_mine(),
        Participation.state != ParticipationState.MISREGISTERED,
    )
    return statement.where(ours, mine.correlate(Plan).exists())


def list_subjects(plan_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a plan, for the access log. Raises NotFound."""
    person_id = session.scalar(visible_plans(sa.select(Plan.person_id).where(Plan.id == plan_id)))
    if person_id is None:
        raise NotFound
    return [person_id]


def list_subjects_of_action(action_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of an action's plan, for the access log. Raises NotFound."""
    return list_subjects(plan_of_action(action_id))


def plan_of_action(action_id: uuid.UUID) -> uuid.UUID:
    """In which version of a plan the action stands. Raises NotFound."""
    chosen = sa.select(Plan.id).join(PlanAction, PlanAction.plan_id == Plan.id).where(PlanAction.id == action_id)
    found: uuid.UUID | None = session.scalar(visible_plans(chosen))
    if found is None:
        raise NotFound
    return found


# One plan ---------------------------------------------------------------------------------------------------------------


def read_plan(plan_id: uuid.UUID, *, action: Action = Action.READ) -> WholePlan:
    """The version with goals, actions and agreements, once the access log has its row. Raises NotFound."""
    record_access(action, subject_ids=list_subjects(plan_id), fields=FIELDS)
    taking_part = Participation.id.label("participation_id")
    latest = (
        visible_participations(sa.select(Participation.id))
        .where(Participation.person_id == Plan.person_id)
        .order_by(Participation.started_on.desc(), Participation.id)
        .limit(1)
        .correlate(Plan)
        .scalar_subquery()
    )
    chosen = (
        sa.select(Plan, Person.given_name, Person.family_name, Authority.name.label("owner"), taking_part, Participation.number)
        .join(Person, Person.id == Plan.person_id)
        .join(Authority, Authority.id == Plan.owner_id)
        .outerjoin(Participation, Participation.id == latest)
        .where(Plan.id == plan_id)
    )
    row = session.execute(visible_plans(chosen).execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    groups = _lines(plan_id)
    goals = list_goals(plan_id)
    return WholePlan(
        plan=row[0],
        given_name=row.given_name,
        family_name=row.family_name,
        owner=row.owner,
        participation_id=row.participation_id,
        number=row.number,
        goals=[GoalLines(goal, groups.get(goal.id, [])) for goal in goals],
        beside=groups.get(None, []),
        agreements=_agreements(plan_id),
    )


def get_for_change(plan_id: uuid.UUID) -> Plan:
    """The plan, logged as a change and locked until the request is over: two changes come one after the other."""
    record_access(Action.WRITE, subject_ids=list_subjects(plan_id), fields=FIELDS)
    chosen = sa.select(Plan).where(Plan.id == plan_id).with_for_update(of=Plan).execution_options(populate_existing=True)
    found: Plan | None = session.scalars(visible_plans(chosen)).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_action_for_change(action_id: uuid.UUID) -> tuple[Plan, PlanAction]:
    """An action and its plan, both locked, logged as a change. Raises NotFound."""
    plan = get_for_change(plan_of_action(action_id))
    chosen = sa.select(PlanAction).where(PlanAction.id == action_id).with_for_update()
    return plan, session.scalars(chosen.execution_options(populate_existing=True)).one()


def list_goals(plan_id: uuid.UUID) -> Sequence[PlanGoal]:
    """The goals of a version in its own order. The caller has read the plan, and so logged it."""
    chosen = sa.select(PlanGoal).where(PlanGoal.plan_id == plan_id).order_by(PlanGoal.position, PlanGoal.id)
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def list_actions(plan_id: uuid.UUID) -> Sequence[PlanAction]:
    """The actions of a version in its own order. The caller has read the plan, and so logged it."""
    chosen = sa.select(PlanAction).where(PlanAction.plan_id == plan_id).order_by(PlanAction.position, PlanAction.id)
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _lines(plan_id: uuid.UUID) -> dict[uuid.UUID | None, list[ActionLine]]:
    chosen = (
        sa.select(PlanAction, Authority.name, Staff.name)
        .outerjoin(Authority, Authority.id == PlanAction.authority_id)
        .outerjoin(Staff, Staff.account_id == PlanAction.worker_id)
        .where(PlanAction.plan_id == plan_id)
        .order_by(PlanAction.position, PlanAction.id)
        .execution_options(populate_existing=True)
    )
    groups: dict[uuid.UUID | None, list[ActionLine]] = defaultdict(list)
    for action, authority, worker in session.execute(chosen):
        groups[action.goal_id].append(ActionLine(action, authority, worker, is_overdue(action)))
    return groups


def is_overdue(action: PlanAction) -> bool:
    """Whether it should have been done by now."""
    return action.state in OPEN_ACTIONS and action.due_on is not None and action.due_on < today()


def _agreements(plan_id: uuid.UUID) -> list[tuple[str | None, dt.date]]:
    chosen = (
        sa.select(Authority.name, PlanAgreement.agreed_on)
        .select_from(PlanAgreement)
        .outerjoin(Authority, Authority.id == PlanAgreement.authority_id)
        .where(PlanAgreement.plan_id == plan_id)
        .order_by(Authority.name.is_not(None), sa.func.ext.sv_key(Authority.name), PlanAgreement.id)
    )
    return [(name, day) for name, day in session.execute(chosen)]


# A person's versions ----------------------------------------------------------------------------------------------------


def list_versions(person_id: uuid.UUID) -> Sequence[Any]:
    """A person's plan at the reader's authority, the latest version first. The caller logs that the person is read.

    Rows: id, number, state, written_on, agreed_on, review_on, overdue.
    """
    overdue = sa.select(sa.func.count(PlanAction.id)).where(*_is_overdue())
    chosen = (
        sa.select(
            Plan.id,
            Plan.number,
            Plan.state,
            Plan.written_on,
            Plan.agreed_on,
            Plan.review_on,
            overdue.correlate(Plan).scalar_subquery().label("overdue"),
        )
        .where(Plan.person_id == person_id)
        .order_by(Plan.number.desc(), Plan.id)
    )
    return session.execute(visible_plans(chosen)).all()


def find_version(person_id: uuid.UUID, owner_id: uuid.UUID, state: PlanState) -> Plan | None:
    """The draft, or the version that is agreed now, at an authority. For services that have the person locked."""
    chosen = sa.select(Plan).where(Plan.person_id == person_id, Plan.owner_id == owner_id, Plan.state == state)
    chosen = chosen.order_by(Plan.number.desc()).limit(1).execution_options(populate_existing=True)
    found: Plan | None = session.scalars(chosen).one_or_none()
    return found


# What should have been done ---------------------------------------------------------------------------------------------
def _is_overdue() -> tuple[sa.ColumnElement[bool], ...]:
    """The rule of `is_overdue` for the actions of an agreed Plan."""
    open_states = PlanAction.state.in_(sorted(OPEN_ACTIONS))
    return PlanAction.plan_id == Plan.id, Plan.state == PlanState.AGREED, open_states, PlanAction.due_on < today()


def _of_somebody_here() -> sa.ColumnElement[bool]:
    """Before the start, or while somebody takes part."""
    taking_part = sa.select(Participation.id).where(
        Participation.id == Plan.participation_id, Participation.state.in_(sorted(OPEN_STATES))
    )
    return sa.or_(Plan.participation_id.is_(None), taking_part.correlate(Plan).exists())


def waiting_actions() -> sa.Select[int]:
    """How many actions of the plans that the reader may read should have been done by now, as a select."""
    counted = sa.select(sa.func.count(PlanAction.id)).join(Plan, PlanAction.plan_id == Plan.id)
    return visible_plans(counted.where(*_is_overdue(), _of_somebody_here()))


def count_overdue_actions() -> int:
    """The same, counted."""
    return session.scalar(waiting_actions()) or 0


def list_overdue_actions(limit: int = 100) -> Sequence[Any]:
    """Those actions, the one that has waited longest first. The caller logs what it shows.

    Rows: action_id, plan_id, person_id, given_name, family_name, text, due_on, responsible, authority, worker.
    """
    chosen = (
        sa.select(
            PlanAction.id.label("action_id"),
            PlanAction.plan_id,
            PlanAction.text,
            PlanAction.due_on,
            PlanAction.responsible,
            Plan.person_id,
            Person.given_name,
            Person.family_name,
            Authority.name.label("authority"),
            Staff.name.label("worker"),
        )
        .join(Plan, PlanAction.plan_id == Plan.id)
        .join(Person, Person.id == Plan.person_id)
        .outerjoin(Authority, Authority.id == PlanAction.authority_id)
        .outerjoin(Staff, Staff.account_id == PlanAction.worker_id)
        .where(*_is_overdue(), _of_somebody_here())
        .order_by(PlanAction.due_on, PlanAction.id)
        .limit(limit)
    )
    return session.execute(visible_plans(chosen)).all()
