"""Who may be put on an agenda: referrals and reviews of the reader's own authority that are not on a coming agenda already."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from core.audit import Action, record_access
from core.clock import today
from core.context import current_person
from core.db import session
from core.participants.choices import current_subproject
from core.participants.models import Participation, Person, Subproject
from core.participants.queries import visible_participations
from core.participants.terms import OPEN_STATES
from core.plans.models import Plan
from core.plans.queries import visible_plans
from core.plans.terms import PlanState
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals
from core.teams.models import AgendaItem, TeamMeeting
from core.teams.queries import FIELDS
from core.teams.terms import FOR_THE_TEAM, ItemKind, MeetingState


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be brought up. `since`: the day the referral was received; `due_on`: the day of the review."""

    kind: ItemKind
    row_id: uuid.UUID
    person_id: uuid.UUID
    given_name: str
    family_name: str
    since: dt.date | None
    due_on: dt.date | None

    @property
    def key(self) -> str:
        """As a form carries it."""
        return f"{self.kind}:{self.row_id}"


def list_candidates(meeting: TeamMeeting) -> list[Candidate]:
    """Those whose review is due first, then referrals as they came; logged before they are shown."""
    found = [_as_candidate(ItemKind.REVIEW, row) for row in session.execute(_reviews(meeting.subproject_id, meeting.on_date))]
    found += [_as_candidate(ItemKind.REFERRAL, row) for row in session.execute(_referrals(meeting))]
    record_access(Action.LIST, subject_ids=list(dict.fromkeys(one.person_id for one in found)), fields=FIELDS)
    return found


def _as_candidate(kind: ItemKind, row: Any) -> Candidate:
    return Candidate(kind, row.id, row.person_id, row.given_name, row.family_name, row.since, row.due_on)


def _referrals(meeting: TeamMeeting) -> sa.Select[Any]:
    """What waits at my authority; `due_on` is the day that the last meeting agreed on, if it did."""
    last = _last_said()
    chosen = (
        sa.select(
            Referral.id,
            Referral.person_id,
            Person.given_name,
            Person.family_name,
            Referral.received_on.label("since"),
            last.c.next_review_on.label("due_on"),
        )
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(last, last.c.person_id == Referral.person_id)
        .where(
            Referral.owner_id == current_person().authority_id,
            Referral.subproject_id == meeting.subproject_id,
            Referral.state.in_(sorted(FOR_THE_TEAM)),
            ~_is_on_coming(AgendaItem.referral_id == Referral.id).correlate(Referral).exists(),
        )
        .order_by(sa.func.coalesce(last.c.next_review_on, Referral.received_on), Referral.received_on, Referral.id)
    )
    return visible_referrals(chosen)


def waiting_reviews() -> sa.Select[int]:
    """How many are to be looked at again by today and stand on no coming agenda, as a select."""
    due = _reviews(current_subproject(Subproject.id).scalar_subquery(), today()).order_by(None)
    return sa.select(sa.func.count()).select_from(due.subquery())


def _reviews(subproject_id: Any, day: dt.date) -> sa.Select[Any]:
    """Participants who are to be looked at again by the day, which is that of the meeting.

    The day is what was said last: by the plan that was agreed, or by the meeting that has talked about it since.
    """
    plan = visible_plans(
        sa.select(Plan.person_id, Plan.review_on, Plan.agreed_on).where(
            Plan.state == PlanState.AGREED, Plan.owner_id == current_person().authority_id
        )
    ).subquery()
    last = _last_said()
    said_since = sa.func.coalesce(last.c.on_date >= plan.c.agreed_on, last.c.on_date.is_not(None))
    still_to_come = sa.case((sa.func.coalesce(last.c.on_date >= plan.c.review_on, sa.false()), None), else_=plan.c.review_on)
    due_on = sa.case((sa.and_(said_since, last.c.next_review_on.is_not(None)), last.c.next_review_on), else_=still_to_come)
    mine = Participation.controller_id == current_person().authority_id
    chosen = (
        sa.select(
            Participation.id,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            sa.null().label("since"),
            due_on.label("due_on"),
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(plan, plan.c.person_id == Participation.person_id)
        .outerjoin(last, last.c.person_id == Participation.person_id)
        .where(
            Participation.subproject_id == subproject_id,
            Participation.state.in_(sorted(OPEN_STATES)),
            sa.or_(mine, plan.c.person_id.is_not(None)),
            due_on <= day,
            ~_is_on_coming(AgendaItem.participation_id == Participation.id).correlate(Participation).exists(),
        )
        .order_by(due_on, Participation.id)
    )
    return visible_participations(chosen)


def _last_said() -> sa.Subquery:
    """What the latest closed meeting said about each person of my authority's items: its day, and the next review."""
    return (
        sa.select(AgendaItem.person_id, AgendaItem.next_review_on, TeamMeeting.on_date)
        .join(TeamMeeting, TeamMeeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.owner_id == current_person().authority_id,
            AgendaItem.person_id.is_not(None),
            TeamMeeting.state == MeetingState.CLOSED,
        )
        .ext(distinct_on(AgendaItem.person_id))
        .order_by(AgendaItem.person_id, TeamMeeting.on_date.desc(), TeamMeeting.starts_at.desc(), AgendaItem.id)
        .subquery()
    )


def _is_on_coming(same: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """On the agenda of a meeting that is planned: from today on, or held and not closed yet."""
    return (
        sa.select(AgendaItem.id)
        .join(TeamMeeting, TeamMeeting.id == AgendaItem.meeting_id)
        .where(TeamMeeting.state == MeetingState.PLANNED, same)
    )
