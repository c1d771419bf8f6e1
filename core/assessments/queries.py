"""Reads mappings, and who may read them. Every read and write of a mapping goes through `visible_assessments`."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.assessments.models import Assessment, AssessmentAnswer, AssessmentQuestion, AssessmentReply
from core.assessments.terms import LifeArea
from core.audit import Action, record_access
from core.clock import STOCKHOLM, now
from core.context import language
from core.db import session
from core.errors import NotFound
from core.handovers.queries import is_handed_over
from core.participants.models import Staff
from core.persons.queries import is_our_writing, visible_ids

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
FIELDS = "assessment"


@dataclass(frozen=True, slots=True)
class Answer:
    """One area of life: 1 badly to 5 well, as the person sees it; None when it was not asked."""

    grade: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the tenant's own. `text` is in the reader's language."""

    id: uuid.UUID
    version: int
    area: LifeArea
    text_sv: str
    text_en: str
    position: int
    active: bool

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return self.text_en if language() == "en" else self.text_sv


@dataclass(frozen=True, slots=True)
class Mapped:
    """One mapping with all that was said."""

    id: uuid.UUID
    version: int
    person_id: uuid.UUID
    participation_id: uuid.UUID | None
    owner_id: uuid.UUID
    on_date: dt.date
    own_words: str
    created_at: dt.datetime
    by_name: str | None
    answers: Mapping[LifeArea, Answer]
    replies: Mapping[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A mapping in a list."""

    id: uuid.UUID
    on_date: dt.date
    by_name: str | None
    grades: Mapping[LifeArea, int]


def visible_assessments(statement: Statement) -> Statement:
    """Narrow a select of Assessment to what the signed-in person may read: their own authority's."""
    return statement.where(
        is_our_writing(owner_id=Assessment.owner_id, person_id=Assessment.person_id, author=Assessment.created_by)
    )


def list_assessments(person_id: uuid.UUID) -> list[MappingRow]:
    """The mappings of a person, the latest first. The caller has opened the person and logged it."""
    graded = (
        sa.select(sa.func.jsonb_object_agg(AssessmentAnswer.area, AssessmentAnswer.grade))
        .where(AssessmentAnswer.assessment_id == Assessment.id, AssessmentAnswer.grade.is_not(None))
        .correlate(Assessment)
        .scalar_subquery()
    )
    statement = (
        sa.select(Assessment.id, Assessment.on_date, Staff.name.label("by_name"), graded.label("grades"))
        .outerjoin(Staff, Staff.account_id == Assessment.created_by)
        .where(Assessment.person_id == person_id)
        .order_by(Assessment.on_date.desc(), Assessment.created_at.desc(), Assessment.id.desc())
    )
    return [
        MappingRow(row.id, row.on_date, row.by_name, {LifeArea(area): grade for area, grade in (row.grades or {}).items()})
        for row in session.execute(visible_assessments(statement))
    ]


def list_subjects(assessment_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person a mapping is about, for the access log. Raises NotFound."""
    person_id = session.scalar(visible_assessments(sa.select(Assessment.person_id).where(Assessment.id == assessment_id)))
    if person_id is None or not visible_ids({person_id}):
        raise NotFound
    return [person_id]


def read_assessment(assessment_id: uuid.UUID, *, lock: bool = False) -> Mapped:
    """The mapping, once the access log has its row; with `lock` logged as a change and held until the request is over.

    Raises NotFound.
    """
    record_access(Action.WRITE if lock else Action.READ, subject_ids=list_subjects(assessment_id), fields=FIELDS)
    if lock:
        get_locked(assessment_id)
    statement = (
        sa.select(
            Assessment.id,
            Assessment.version,
            Assessment.person_id,
            Assessment.participation_id,
            Assessment.owner_id,
            Assessment.on_date,
            Assessment.own_words,
            Assessment.created_at,
            Staff.name.label("by_name"),
        )
        .outerjoin(Staff, Staff.account_id == Assessment.created_by)
        .where(Assessment.id == assessment_id)
    )
    row = session.execute(visible_assessments(statement)).one()
    return Mapped(**row._mapping, answers=_answers(assessment_id), replies=_replies(assessment_id))


def get_locked(assessment_id: uuid.UUID) -> Assessment:
    """The row itself, held until the request is over."""
    statement = visible_assessments(sa.select(Assessment).where(Assessment.id == assessment_id)).with_for_update()
    found: Assessment = session.scalars(statement.execution_options(populate_existing=True)).one()
    return found


def _answers(assessment_id: uuid.UUID) -> dict[LifeArea, Answer]:
    statement = sa.select(AssessmentAnswer.area, AssessmentAnswer.grade, AssessmentAnswer.words)
    rows = session.execute(statement.where(AssessmentAnswer.assessment_id == assessment_id))
    found = {LifeArea(area): Answer(grade, words) for area, grade, words in rows}
    return {area: found[area] for area in LifeArea if area in found}


def _replies(assessment_id: uuid.UUID) -> dict[uuid.UUID, str]:
    statement = sa.select(AssessmentReply.question_id, AssessmentReply.words)
    return {
        row.question_id: row.words for row in session.execute(statement.where(AssessmentReply.assessment_id == assessment_id))
    }


def is_open(mapped: Mapped) -> bool:
    """Whether it may still be changed: on the day it was written, and after that until it has been handed over or there is
    a later one."""
    if mapped.created_at.astimezone(STOCKHOLM).date() == now().astimezone(STOCKHOLM).date():
        return True
    later = sa.select(Assessment.id).where(
        Assessment.person_id == mapped.person_id,
        Assessment.owner_id == mapped.owner_id,
        Assessment.created_at > mapped.created_at,
    )
    return not is_handed_over(mapped.id) and session.scalar(later.limit(1)) is None


def find_assessment_sent(form_token: uuid.UUID) -> Assessment | None:
    """The mapping that this sending of the form has made already, if the signed-in person may read it."""
    found: Assessment | None = session.scalar(
        visible_assessments(sa.select(Assessment).where(Assessment.form_token == form_token))
    )
    return found


# The tenant's own questions ---------------------------------------------------------------------------------------------


def list_questions(also: Sequence[uuid.UUID] = ()) -> list[Question]:
    """The questions asked now, in the order of the areas; `also` are some that were asked before."""
    asked = sa.or_(AssessmentQuestion.active, AssessmentQuestion.id.in_(also)) if also else AssessmentQuestion.active.expression
    order = list(LifeArea)
    found = [as_question(row) for row in session.scalars(sa.select(AssessmentQuestion).where(asked))]
    return sorted(found, key=lambda one: (order.index(one.area), one.position, one.id))


def get_question(question_id: uuid.UUID, *, lock: bool = False) -> AssessmentQuestion:
    """A question that is asked now. Raises NotFound."""
    statement = sa.select(AssessmentQuestion).where(AssessmentQuestion.id == question_id, AssessmentQuestion.active)
    if lock:
        statement = statement.with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def find_successor(question_id: uuid.UUID) -> AssessmentQuestion | None:
    """The question that was put in its place."""
    return session.scalar(sa.select(AssessmentQuestion).where(AssessmentQuestion.replaces_id == question_id))


def as_question(row: AssessmentQuestion) -> Question:
    """The row as pages know it."""
    return Question(row.id, row.version, LifeArea(row.area), row.text_sv, row.text_en, row.position, row.active)
