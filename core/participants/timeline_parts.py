"""The parts of the timeline: what each domain tells of a person, by its own rule of who may read it."""

import uuid
from collections.abc import Callable
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.assessments.models import Assessment
from core.assessments.queries import visible_assessments
from core.attendance.models import Attendance
from core.attendance.terms import ATTENDANCE_KINDS, AttendanceState
from core.consents.models import Consent
from core.consents.terms import ConsentKind
from core.context import language
from core.followups.models import FollowUp
from core.handovers.models import Handover
from core.handovers.queries import visible_given, visible_received
from core.interventions.models import EmploymentStep, Intervention, InterventionPeriod
from core.notes.models import Note
from core.notes.queries import visible_notes
from core.participants.models import Authority, Participation
from core.participants.queries import sight, visibility, visible_participations
from core.participants.terms import INSATS_KINDS, OUTCOME_KINDS, ParticipationState
from core.persons.queries import is_our_writing
from core.plans.models import Plan
from core.plans.queries import visible_plans
from core.plans.terms import PlanState
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals
from core.steps.models import Step
from core.steps.queries import visible_steps
from core.teams.models import AgendaItem, TeamMeeting
from core.teams.terms import MeetingState

MOST_CHARACTERS = 300
"""Of a note or an outcome: the rest is one click away."""
Part = sa.Select[Any]
Whom = sa.BindParameter[uuid.UUID]
"""The person, filled in when the statement is sent."""


class EntryKind(StrEnum):
    """What a line tells of."""

    REFERRAL = "referral"
    CONSENT = "consent"
    WITHDRAWAL = "withdrawal"
    TEAM = "team"
    START = "start"
    EXIT = "exit"
    FOLLOW_UP = "follow_up"
    INSATS_BEGUN = "insats_begun"
    INSATS_ENDED = "insats_ended"
    STAGE = "stage"
    ATTENDANCE = "attendance"
    STEP = "step"
    NOTE = "note"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    GIVEN = "given"
    RECEIVED = "received"


class Group(StrEnum):
    """What the page can be narrowed to."""

    PATH = "path"
    SUPPORT = "support"
    STEPS = "steps"
    WRITING = "writing"
    SHARED = "shared"


def _part(kind: EntryKind, day: Any, row_id: Any, *, what: Any = "", words: Any = "", at: Any = None) -> Part:
    """The columns that every part has; text columns are cut to what a line holds."""
    return sa.select(
        sa.literal(kind.value, sa.Text()).label("kind"),
        sa.cast(day, sa.Date()).label("on_date"),
        row_id.label("id"),
        (sa.literal(what, sa.Text()) if isinstance(what, str) else sa.cast(what, sa.Text())).label("what"),
        (sa.literal(words, sa.Text()) if isinstance(words, str) else sa.func.left(words, MOST_CHARACTERS)).label("words"),
        sa.cast(at, sa.DateTime(timezone=True)).label("at"),
        sa.literal(0, sa.Integer()).label("minutes"),
        sa.literal(0, sa.Integer()).label("occasions"),
    )


# The path ---------------------------------------------------------------------------------------------------------------


def _referrals(person_id: Whom) -> Part:
    chosen = _part(EntryKind.REFERRAL, Referral.received_on, Referral.id, what=Referral.kind)
    return visible_referrals(chosen.where(Referral.person_id == person_id))


def _consents(person_id: Whom) -> Part:
    chosen = _part(EntryKind.CONSENT, Consent.given_on, Consent.id, at=Consent.registered_at)
    return chosen.where(Consent.person_id == person_id, Consent.kind == ConsentKind.INFORMATION)


def _withdrawals(person_id: Whom) -> Part:
    chosen = _part(EntryKind.WITHDRAWAL, Consent.withdrawn_on, Consent.id).where(Consent.withdrawn_on.is_not(None))
    return chosen.where(Consent.person_id == person_id, Consent.kind == ConsentKind.INFORMATION)


def _team(person_id: Whom) -> Part:
    ours = is_our_writing(owner_id=AgendaItem.owner_id, person_id=AgendaItem.person_id.expression, author=TeamMeeting.created_by)
    chosen = _part(EntryKind.TEAM, TeamMeeting.on_date, AgendaItem.id, what=AgendaItem.outcome, words=AgendaItem.outcome_line)
    chosen = chosen.join(TeamMeeting, TeamMeeting.id == AgendaItem.meeting_id)
    return chosen.where(AgendaItem.person_id == person_id, TeamMeeting.state == MeetingState.CLOSED, ours)


def _of_person(person_id: Whom) -> tuple[sa.ColumnElement[bool], ...]:
    return Participation.person_id == person_id, Participation.state != ParticipationState.MISREGISTERED


def _starts(person_id: Whom) -> Part:
    chosen = _part(EntryKind.START, Participation.started_on, Participation.id, what=Participation.number)
    return visible_participations(chosen.where(*_of_person(person_id)))


def _exits(person_id: Whom) -> Part:
    why = sa.case((visibility(sight(), OUTCOME_KINDS), Participation.exit_reason), else_="")
    chosen = _part(EntryKind.EXIT, Participation.ended_on, Participation.id, what=why)
    return visible_participations(chosen.where(*_of_person(person_id), Participation.ended_on.is_not(None)))


def _follow_ups(person_id: Whom) -> Part:
    chosen = _part(EntryKind.FOLLOW_UP, FollowUp.closed_on, FollowUp.id, what=FollowUp.state, words=FollowUp.words)
    chosen = chosen.join(Participation, Participation.id == FollowUp.participation_id)
    return visible_participations(chosen.where(*_of_person(person_id), FollowUp.closed_on.is_not(None)), OUTCOME_KINDS)


# The support ------------------------------------------------------------------------------------------------------------


def _insatser(kind: EntryKind, day: Any, person_id: Whom) -> Part:
    name = Intervention.name_en if language() == "en" else Intervention.name_sv
    chosen = _part(kind, day, InterventionPeriod.id, what=name, words=InterventionPeriod.place)
    chosen = chosen.join(Participation, Participation.id == InterventionPeriod.participation_id)
    chosen = chosen.join(Intervention, Intervention.id == InterventionPeriod.intervention_id)
    return visible_participations(chosen.where(*_of_person(person_id), day.is_not(None)), INSATS_KINDS)


def _begun(person_id: Whom) -> Part:
    return _insatser(EntryKind.INSATS_BEGUN, InterventionPeriod.starts_on, person_id)


def _ended(person_id: Whom) -> Part:
    return _insatser(EntryKind.INSATS_ENDED, InterventionPeriod.ends_on, person_id)


def _stages(person_id: Whom) -> Part:
    chosen = _part(EntryKind.STAGE, EmploymentStep.reached_on, EmploymentStep.period_id, what=EmploymentStep.stage)
    chosen = chosen.join(InterventionPeriod, InterventionPeriod.id == EmploymentStep.period_id)
    chosen = chosen.join(Participation, Participation.id == InterventionPeriod.participation_id)
    return visible_participations(chosen.where(*_of_person(person_id)), INSATS_KINDS)


def _attendance(person_id: Whom) -> Part:
    """A line a month: what was attended of what was noted, on the last day that was."""
    month = sa.func.date_trunc("month", sa.cast(Attendance.on_date, sa.DateTime()))
    chosen = (
        sa.select(
            sa.literal(EntryKind.ATTENDANCE.value, sa.Text()).label("kind"),
            sa.func.max(Attendance.on_date).label("on_date"),
            Attendance.participation_id.label("id"),
            sa.cast(sa.func.count(), sa.Text()).label("what"),
            sa.literal("", sa.Text()).label("words"),
            sa.cast(None, sa.DateTime(timezone=True)).label("at"),
            sa.cast(sa.func.sum(Attendance.attended_minutes), sa.Integer()).label("minutes"),
            sa.cast(sa.func.count().filter(Attendance.state == AttendanceState.PRESENT), sa.Integer()).label("occasions"),
        )
        .join(Participation, Participation.id == Attendance.participation_id)
        .where(*_of_person(person_id), Attendance.state != AttendanceState.PLANNED)
        .group_by(Attendance.participation_id, month)
    )
    return visible_participations(cast("Part", chosen), ATTENDANCE_KINDS)


def _steps(person_id: Whom) -> Part:
    chosen = _part(EntryKind.STEP, Step.on_date, Step.id, what=Step.kind, words=Step.words, at=Step.at)
    chosen = chosen.join(Participation, Participation.id == Step.participation_id)
    return visible_steps(chosen.where(*_of_person(person_id), Step.withdrawn_at.is_(None)))


# What was written, and given --------------------------------------------------------------------------------------------


def _notes(person_id: Whom) -> Part:
    correction = aliased(Note)
    corrected = sa.select(sa.literal(1)).where(correction.corrects_id == Note.id).exists()
    chosen = _part(EntryKind.NOTE, Note.on_date, Note.id, words=Note.text, at=Note.at)
    return visible_notes(chosen.where(Note.person_id == person_id, ~corrected))


def _assessments(person_id: Whom) -> Part:
    chosen = _part(EntryKind.ASSESSMENT, Assessment.on_date, Assessment.id, at=Assessment.created_at)
    return visible_assessments(chosen.where(Assessment.person_id == person_id))


def _plans(person_id: Whom) -> Part:
    chosen = _part(EntryKind.PLAN, Plan.agreed_on, Plan.id, what=Plan.number)
    agreed = Plan.state.in_([PlanState.AGREED, PlanState.REPLACED])
    return visible_plans(chosen.where(Plan.person_id == person_id, agreed, Plan.agreed_on.is_not(None)))


def _given(person_id: Whom) -> Part:
    chosen = _part(
        EntryKind.GIVEN, Handover.handed_on, Handover.id, what=Handover.kind, words=Authority.name, at=Handover.handed_at
    )
    chosen = chosen.join(Authority, Authority.id == Handover.to_authority_id)
    return visible_given(chosen.where(Handover.person_id == person_id))


def _received(person_id: Whom) -> Part:
    chosen = _part(
        EntryKind.RECEIVED, Handover.handed_on, Handover.id, what=Handover.kind, words=Authority.name, at=Handover.handed_at
    )
    chosen = chosen.join(Authority, Authority.id == Handover.from_authority_id)
    return visible_received(chosen.where(Handover.person_id == person_id))


PARTS: dict[Group, tuple[Callable[[Whom], Part], ...]] = {
    Group.PATH: (_referrals, _consents, _withdrawals, _team, _starts, _exits, _follow_ups),
    Group.SUPPORT: (_begun, _ended, _stages, _attendance),
    Group.STEPS: (_steps,),
    Group.WRITING: (_notes, _assessments, _plans),
    Group.SHARED: (_given, _received),
}
