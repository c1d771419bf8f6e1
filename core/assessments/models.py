"""Mappings (kartläggning): repeated, so that they can be compared; in the person's own words first."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.assessments.terms import LifeArea
from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL


class AssessmentQuestion(Keyed, Versioned, TenantModel):
    """A question of the tenant's own. A changed one is a new row that replaces the old, so that old answers keep theirs."""

    __tablename__ = "assessment_question"

    area: Mapped[str]
    text_sv: Mapped[str]
    text_en: Mapped[str]
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("assessment_question.id"), unique=True)

    __table_args__ = (one_of("area", "area", LifeArea),)


class Assessment(Keyed, Versioned, TenantModel):
    """One mapping of one person on one day, the writing authority's own."""

    __tablename__ = "assessment"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    on_date: Mapped[dt.date]
    own_words: Mapped[str] = mapped_column(default="", server_default="")
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = ({"info": PERSONAL},)


class AssessmentAnswer(TenantModel):
    """An area of life in one mapping: how it goes (1 badly to 5 well, as the person sees it) and in which words."""

    __tablename__ = "assessment_answer"

    assessment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assessment.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    grade: Mapped[int | None] = mapped_column(sa.Integer)
    words: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (
        one_of("area", "area", LifeArea),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),
        {"info": PERSONAL},
    )


class AssessmentReply(TenantModel):
    """The answer to one of the tenant's own questions in one mapping."""

    __tablename__ = "assessment_reply"

    assessment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assessment.id"), primary_key=True)
    question_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assessment_question.id"), primary_key=True)
    words: Mapped[str]

    __table_args__ = ({"info": PERSONAL},)
