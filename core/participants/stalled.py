"""Who stands still: nobody is to be in touch, nothing has been noted for a while, and nothing is to come. Whose turn is it?

Asked of what the reader may read: what another authority has written keeps nobody moving here.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.assessments.models import Assessment
from core.assessments.queries import visible_assessments
from core.attendance.models import Activity, Attendance
from core.attendance.terms import ActivityState, AttendanceState
from core.audit import Action, record_access
from core.clock import today
from core.db import session
from core.interventions.models import InterventionPeriod
from core.lists import PAGE_SIZE, Page
from core.notes.models import Note
from core.notes.queries import visible_notes
from core.participants.models import Authority, Participation, Person, Staff, Subproject
from core.participants.queries import visible_participations
from core.participants.terms import ParticipationState
from core.plans.models import Plan, PlanAction
from core.plans.queries import visible_plans
from core.plans.terms import OPEN_ACTIONS, PlanState, Responsible
from core.steps.models import Step


@dataclass(frozen=True, slots=True)
class Stalled:
    """One who stands still. `turn`: an authority, a member of staff, or None for the participant; `since` when."""

    id: uuid.UUID
    number: str
    person_id: uuid.UUID
    given_name: str
    family_name: str
    worker: str | None
    next_contact_on: dt.date | None
    last_noted_on: dt.date
    action: str | None
    """The overdue action of the plan, when that is what everything waits for."""
    responsible: str | None
    turn: str | None
    since: dt.date

    @property
    def is_participants_turn(self) -> bool:
        """Whether the overdue action is the participant's own."""
        return self.responsible == Responsible.PARTICIPANT


def list_stalled(*, page: int = 1) -> Page:
    """A page of those who stand still, the longest first; logged before it is shown. Rows: Stalled."""
    overdue = _overdue_action()
    authority, doer, contact = (sa.orm.aliased(Authority), sa.orm.aliased(Staff), sa.orm.aliased(Staff))
    noted = _last_noted()
    waited = sa.func.coalesce(overdue.c.due_on, Participation.next_contact_on, noted)
    chosen = (
        sa.select(
            Participation.id,
            Participation.number,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            contact.name.label("worker"),
            Participation.next_contact_on,
            noted.label("last_noted_on"),
            overdue.c.text.label("action"),
            overdue.c.responsible,
            sa.case(
                (overdue.c.responsible == Responsible.PARTICIPANT, None),
                else_=sa.func.coalesce(doer.name, authority.name, contact.name),
            ).label("turn"),
            waited.label("since"),
            sa.func.count().over().label("total"),
        )
        .join(Person, Person.id == Participation.person_id)
        .join(Subproject, Subproject.id == Participation.subproject_id)
        .outerjoin(overdue, sa.true())
        .outerjoin(authority, authority.id == overdue.c.authority_id)
        .outerjoin(doer, doer.account_id == overdue.c.worker_id)
        .outerjoin(contact, contact.account_id == Participation.key_worker_id)
        .where(_stands_still())
        .order_by(waited, Participation.number, Participation.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(visible_participations(chosen)).all()
    record_access(Action.LIST, subject_ids=[row.person_id for row in rows], fields="list")
    found = [Stalled(*row[:-1]) for row in rows]
    return Page(found, rows[0].total if rows else 0)


def waiting_stalled() -> sa.Select[int]:
    """How many of those whom the reader may read stand still, as a select."""
    chosen = sa.select(sa.func.count(Participation.id)).join(Subproject, Subproject.id == Participation.subproject_id)
    return visible_participations(chosen.where(_stands_still()))


def count_stalled() -> int:
    """The same, counted."""
    return session.scalar(waiting_stalled()) or 0


def _stands_still() -> sa.ColumnElement[bool]:
    """Active (a pause is agreed), no next contact or one that has passed, nothing noted for a while, nothing to come."""
    contact = Participation.next_contact_on
    return sa.and_(
        Participation.state == ParticipationState.ACTIVE,
        Participation.person_id.is_not(None),
        sa.or_(contact.is_(None), contact < today()),
        ~_coming_activity(),
        ~_coming_action(),
        _last_noted() <= sa.literal(today(), sa.Date()) - Subproject.quiet_days,
    )


def _last_noted() -> sa.ColumnElement[Any]:
    """The latest day that anything is known of: the start, an insats, attendance, a step, a note, a mapping, a plan."""
    own = Participation.id
    latest = sa.func.max
    notes = visible_notes(sa.select(latest(Note.on_date)).where(Note.person_id == Participation.person_id))
    mappings = visible_assessments(sa.select(latest(Assessment.on_date)).where(Assessment.person_id == Participation.person_id))
    plans = visible_plans(sa.select(latest(Plan.written_on)).where(Plan.person_id == Participation.person_id))
    attended = sa.select(latest(Attendance.on_date)).where(
        Attendance.participation_id == own, Attendance.state == AttendanceState.PRESENT
    )
    steps = sa.select(latest(Step.on_date)).where(Step.participation_id == own, Step.withdrawn_at.is_(None))
    begun = sa.select(latest(InterventionPeriod.starts_on)).where(
        InterventionPeriod.participation_id == own, InterventionPeriod.starts_on <= today()
    )
    parts = [part.correlate(Participation).scalar_subquery() for part in (notes, mappings, plans, attended, steps, begun)]
    return sa.func.greatest(Participation.started_on, *parts)


def _coming_activity() -> sa.ColumnElement[bool]:
    coming = (
        sa.select(sa.literal(1))
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(Attendance.participation_id == Participation.id, Attendance.on_date >= today())
        .where(Activity.state == ActivityState.PLANNED)
    )
    return coming.select_from(Attendance).correlate(Participation).exists()


def _actions() -> tuple[sa.ColumnElement[bool], ...]:
    of_person = Plan.person_id == Participation.person_id
    return PlanAction.plan_id == Plan.id, of_person, Plan.state == PlanState.AGREED, PlanAction.state.in_(sorted(OPEN_ACTIONS))


def _coming_action() -> sa.ColumnElement[bool]:
    chosen = sa.select(sa.literal(1)).select_from(PlanAction).join(Plan, PlanAction.plan_id == Plan.id)
    chosen = chosen.where(*_actions(), PlanAction.due_on >= today())
    return visible_plans(chosen).correlate(Participation).exists()


def _overdue_action() -> sa.sql.selectable.LateralFromClause:
    """The action that has waited longest: whose it is, is whose turn it is."""
    columns = (PlanAction.text, PlanAction.responsible, PlanAction.authority_id, PlanAction.worker_id, PlanAction.due_on)
    chosen = sa.select(*columns).join(Plan, PlanAction.plan_id == Plan.id).where(*_actions(), PlanAction.due_on < today())
    return visible_plans(chosen).order_by(PlanAction.due_on, PlanAction.id).limit(1).correlate(Participation).lateral("overdue")
