"""Reads follow-ups, and who may read them. Every read and write of one goes through `visible_follow_ups`."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from core.audit import Action, record_access
from core.clock import today
from core.db import session
from core.errors import NotFound
from core.followups.models import FollowUp, FollowUpSupport, FollowUpTry
from core.followups.terms import FollowUpState
from core.lists import PAGE_SIZE, Page
from core.participants.models import Participation, Person, Staff
from core.participants.queries import visible_participations
from core.participants.terms import OUTCOME_KINDS, ParticipationState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
FIELDS = "follow_up"


class Which(StrEnum):
    """What the list is narrowed to."""

    DUE = "due"
    COMING = "coming"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Followed:
    """One follow-up, of whom, what was answered and every try, the latest first."""

    follow_up: FollowUp
    participation: Participation
    sources: tuple[str, ...]
    main_source: str | None
    tries: Sequence[Any]
    """Rows: on_date, way, reached, by_name."""
    corrected_by: str | None
    """The name of whoever put the answer right."""


def visible_follow_ups(statement: Statement) -> Statement:
    """Narrow a select of FollowUp joined with its Participation to what the signed-in person may read.

    What became of somebody: the controller's, another authority's only on a consent to that. A mistake is followed by nobody.
    """
    return visible_participations(statement, OUTCOME_KINDS).where(Participation.state != ParticipationState.MISREGISTERED)


def _of_participation() -> sa.ColumnElement[bool]:
    return Participation.id == FollowUp.participation_id


def list_follow_ups(which: Which, *, page: int = 1) -> Page:
    """A page of follow-ups: those that wait the longest first, of closed ones the latest; logged before it is shown.

    Rows: id, months, due_on, state, closed_on, participation_id, number, person_id, given_name, family_name, worker, tries.
    """
    tries = sa.select(sa.func.count(FollowUpTry.id)).where(FollowUpTry.follow_up_id == FollowUp.id)
    chosen = (
        sa.select(
            FollowUp.id,
            FollowUp.months,
            FollowUp.due_on,
            FollowUp.state,
            FollowUp.closed_on,
            FollowUp.participation_id,
            Participation.number,
            Participation.person_id,
            Person.given_name,
            Person.family_name,
            Staff.name.label("worker"),
            tries.correlate(FollowUp).scalar_subquery().label("tries"),
            sa.func.count().over().label("total"),
        )
        .join(Participation, _of_participation())
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Staff, Staff.account_id == Participation.key_worker_id)
        .where(_is(which))
        .order_by(FollowUp.closed_on.desc() if which is Which.CLOSED else FollowUp.due_on, Participation.number, FollowUp.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = session.execute(visible_follow_ups(chosen)).all()
    record_access(Action.LIST, subject_ids=list(dict.fromkeys(row.person_id for row in rows)), fields="list")
    return Page(rows, rows[0].total if rows else 0)


def _is(which: Which) -> sa.ColumnElement[bool]:
    waits = FollowUp.state == FollowUpState.DUE
    if which is Which.CLOSED:
        return ~waits
    return sa.and_(waits, FollowUp.due_on <= today() if which is Which.DUE else FollowUp.due_on > today())


def waiting_due() -> "sa.Select[int]":
    """How many follow-ups that the reader may read wait for an answer today, as a select."""
    chosen = sa.select(sa.func.count(FollowUp.id)).join(Participation, _of_participation()).where(_is(Which.DUE))
    return visible_follow_ups(chosen)


def list_of_participation(participation: Participation) -> Sequence[FollowUp]:
    """The follow-ups of a participation, the earliest first. The caller has read it, and may read the outcome."""
    chosen = sa.select(FollowUp).where(FollowUp.participation_id == participation.id)
    return session.scalars(chosen.order_by(FollowUp.months, FollowUp.id)).all()


def list_subjects(follow_up_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person who is asked, for the access log. Raises NotFound."""
    chosen = sa.select(Participation.person_id, Participation.id).join(FollowUp, _of_participation())
    row = session.execute(visible_follow_ups(chosen.where(FollowUp.id == follow_up_id))).one_or_none()
    if row is None:
        raise NotFound
    return [row.person_id or row.id]


def read_follow_up(follow_up_id: uuid.UUID, *, action: Action = Action.READ) -> Followed:
    """The follow-up with its participation and person, once the access log has its row; locked when it is to be changed.

    Raises NotFound.
    """
    record_access(action, subject_ids=list_subjects(follow_up_id), fields=FIELDS)
    chosen = (
        sa.select(FollowUp, Participation, Staff.name)
        .join(Participation, _of_participation())
        .outerjoin(Staff, Staff.account_id == FollowUp.corrected_by)
        .where(FollowUp.id == follow_up_id)
        .options(joinedload(Participation.person))
        .execution_options(populate_existing=True)
    )
    if action is Action.WRITE:
        chosen = chosen.with_for_update(of=FollowUp)
    row = session.execute(visible_follow_ups(chosen)).one_or_none()
    if row is None:
        raise NotFound
    sources = session.execute(
        sa.select(FollowUpSupport.source, FollowUpSupport.main)
        .where(FollowUpSupport.follow_up_id == follow_up_id)
        .order_by(FollowUpSupport.main.desc(), FollowUpSupport.source)
    ).all()
    main = next((source for source, is_main in sources if is_main), None)
    return Followed(row[0], row[1], tuple(source for source, _main in sources), main, _tries(follow_up_id), row[2])


def _tries(follow_up_id: uuid.UUID) -> Sequence[Any]:
    chosen = (
        sa.select(FollowUpTry.on_date, FollowUpTry.way, FollowUpTry.reached, Staff.name.label("by_name"))
        .outerjoin(Staff, Staff.account_id == FollowUpTry.by_account)
        .where(FollowUpTry.follow_up_id == follow_up_id)
        .order_by(FollowUpTry.on_date.desc(), FollowUpTry.at.desc(), FollowUpTry.id)
    )
    return session.execute(chosen).all()


def find_try_sent(form_token: uuid.UUID) -> FollowUpTry | None:
    """The try that this sending of the form has made already."""
    found: FollowUpTry | None = session.scalar(sa.select(FollowUpTry).where(FollowUpTry.form_token == form_token))
    return found
