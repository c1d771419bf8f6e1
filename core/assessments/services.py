"""Writes mappings, and keeps the tenant's own questions."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from core.assessments.errors import AssessmentChanged, AssessmentClosed, QuestionChanged
from core.assessments.models import Assessment, AssessmentAnswer, AssessmentQuestion, AssessmentReply
from core.assessments.queries import (
    FIELDS,
    Answer,
    find_assessment_sent,
    find_successor,
    get_locked,
    get_question,
    is_open,
    read_assessment,
)
from core.assessments.terms import LifeArea
from core.audit import Action
from core.clock import today
from core.constraints import SentTwice, constraint_name
from core.context import current_person
from core.db import new_id, session
from core.errors import Conflict, Invalid, NotFound
from core.i18n import _, _l
from core.persons.queries import find_latest_participation, open_person

NEEDS_DAY = _l("Write the day of the assessment")
LATER = _l("The day cannot be later than today")
SAYS_NOTHING = _l("Write something in the person's own words, or how it goes in at least one area")
NEEDS_AREA = _l("Choose an area")
NEEDS_QUESTION = _l("Write the question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says: in their own words, area by area, and to the tenant's own questions."""

    on_date: dt.date | None
    own_words: str = ""
    answers: Mapping[LifeArea, Answer] = field(default_factory=dict)
    replies: Mapping[uuid.UUID, str] = field(default_factory=dict)
    form_token: uuid.UUID | None = None


def write_assessment(*, person_id: uuid.UUID, told: Told) -> uuid.UUID:
    """A new mapping, the signed-in person's authority's own; the same form sent twice gives the one. Returns its id.

    Raises NotFound for a person who is not theirs to see, Invalid with every fault at once.
    """
    open_person(person_id, fields=FIELDS, action=Action.WRITE)
    _check(told)
    sent = find_assessment_sent(told.form_token) if told.form_token else None
    if sent is not None:
        return _same_person(sent, person_id)
    me = current_person()
    if me.authority_id is None or told.on_date is None:
        raise NotFound
    made = Assessment(
        id=new_id(),
        person_id=person_id,
        participation_id=find_latest_participation(person_id),
        owner_id=me.authority_id,
        on_date=told.on_date,
        own_words=told.own_words,
        form_token=told.form_token,
        created_by=me.account_id,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        if constraint_name(error) == "uq_assessment_form_token":
            raise SentTwice from error
        raise
    _keep_answers(made.id, told)
    return made.id


def change_assessment(*, assessment_id: uuid.UUID, version: int | None, told: Told) -> None:
    """Put right what a mapping says, while it is open. Raises NotFound, AssessmentChanged, AssessmentClosed, Invalid."""
    mapped = read_assessment(assessment_id, lock=True)
    if mapped.version != version:
        raise AssessmentChanged
    if not is_open(mapped):
        raise AssessmentClosed
    _check(told)
    row = get_locked(assessment_id)
    if told.on_date is not None:
        row.on_date = told.on_date
    row.own_words = told.own_words
    flag_modified(row, "on_date")  # so that the version counts changes of the answers as well
    for table in (AssessmentAnswer, AssessmentReply):
        session.execute(sa.delete(table).where(table.assessment_id == assessment_id))
    session.flush()
    _keep_answers(assessment_id, told)


def _same_person(sent: Assessment, person_id: uuid.UUID) -> uuid.UUID:
    if sent.person_id != person_id:
        raise Conflict(_("The form belongs to another page. Open it anew."))
    return sent.id


def _keep_answers(assessment_id: uuid.UUID, told: Told) -> None:
    session.add_all(
        AssessmentAnswer(assessment_id=assessment_id, area=area, grade=answer.grade, words=answer.words)
        for area, answer in told.answers.items()
        if answer.grade is not None or answer.words
    )
    session.add_all(
        AssessmentReply(assessment_id=assessment_id, question_id=question_id, words=words)
        for question_id, words in told.replies.items()
        if words
    )
    session.flush()


def _check(told: Told) -> None:
    faults: dict[str, object] = {}
    if told.on_date is None:
        faults["mapped_on"] = NEEDS_DAY
    elif told.on_date > today():
        faults["mapped_on"] = LATER
    answered = any(answer.grade is not None or answer.words for answer in told.answers.values())
    if not (told.own_words or answered or any(told.replies.values())):
        faults["own_words"] = SAYS_NOTHING
    if faults:
        raise Invalid(faults)


# The tenant's own questions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is put: in which area, in both languages, in which place among the area's questions."""

    area: LifeArea | None
    text_sv: str
    text_en: str
    position: int = 0


def add_question(*, question_id: uuid.UUID, asked: Asked) -> None:
    """Ask it from now on. Raises Invalid; SentTwice when the same form has added it already."""
    if session.get(AssessmentQuestion, question_id) is not None:
        raise SentTwice
    _add_question(question_id, asked, replaces_id=None)


def change_question(*, question_id: uuid.UUID, version: int | None, asked: Asked) -> None:
    """Put a question otherwise: a new one takes its place, and what was answered keeps the old one.

    Raises NotFound, Invalid, QuestionChanged when somebody else did so first.
    """
    try:
        old = get_question(question_id, lock=True)
    except NotFound:
        if find_successor(question_id) is not None:
            raise QuestionChanged from None
        raise
    if old.version != version:
        raise QuestionChanged
    _check_question(asked)
    if (old.area, old.text_sv, old.text_en) == (asked.area, asked.text_sv, asked.text_en):
        old.position = asked.position
        session.flush()
        return
    old.active = False
    session.flush()
    _add_question(new_id(), asked, replaces_id=question_id)


def remove_question(*, question_id: uuid.UUID) -> None:
    """Ask it no more; what was answered stays. Raises NotFound."""
    get_question(question_id, lock=True).active = False
    session.flush()


def _add_question(question_id: uuid.UUID, asked: Asked, *, replaces_id: uuid.UUID | None) -> None:
    _check_question(asked)
    session.add(
        AssessmentQuestion(
            id=question_id,
            area=asked.area,
            text_sv=asked.text_sv,
            text_en=asked.text_en,
            position=asked.position,
            replaces_id=replaces_id,
        )
    )
    session.flush()


def _check_question(asked: Asked) -> None:
    faults: dict[str, object] = {} if asked.area else {"area": NEEDS_AREA}
    faults |= {name: NEEDS_QUESTION for name in ("text_sv", "text_en") if not getattr(asked, name)}
    if faults:
        raise Invalid(faults)
