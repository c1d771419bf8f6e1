"""The joint plan: the participant's own words first, goals, actions with who does them and by when, in versions."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.models import PERSONAL
from core.plans.terms import ActionState, PlanState, Responsible


class Plan(Keyed, Versioned, TenantModel):
    """One version of a person's plan. The participant and the case officer own what it says; `owner_id` keeps it."""

    __tablename__ = "plan"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    participation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    number: Mapped[int] = mapped_column(sa.Integer)
    """1 for the person's first version at this authority, then one more for each."""
    state: Mapped[str] = mapped_column(default=PlanState.DRAFT, server_default="draft")
    own_words: Mapped[str] = mapped_column(default="", server_default="")
    written_on: Mapped[dt.date]
    review_on: Mapped[dt.date | None]
    agreed_on: Mapped[dt.date | None]
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("state", "state", PlanState),
        sa.UniqueConstraint("person_id", "owner_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("(state IN ('agreed', 'replaced')) <= (agreed_on IS NOT NULL)", name="agreed_has_day"),
        sa.Index("uq_plan_one_draft", "person_id", "owner_id", unique=True, postgresql_where=sa.text("state = 'draft'")),
        sa.Index("ix_plan_review_on", "review_on", postgresql_where=sa.text("state = 'agreed'")),
        {"info": PERSONAL},
    )


class PlanGoal(Keyed, Versioned, TenantModel):
    """What the person wants to reach."""

    __tablename__ = "plan_goal"

    plan_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    text: Mapped[str]

    __table_args__ = (sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name="text"), {"info": PERSONAL})


class PlanAction(Keyed, Versioned, TenantModel):
    """What somebody does towards a goal, or beside them, and by when."""

    __tablename__ = "plan_action"

    plan_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    goal_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("plan_goal.id"), index=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    text: Mapped[str]
    responsible: Mapped[str]
    authority_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.account_id"))
    due_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(default=ActionState.PLANNED, server_default="planned")
    done_on: Mapped[dt.date | None]

    __table_args__ = (
        one_of("responsible", "responsible", Responsible),
        one_of("state", "state", ActionState),
        sa.CheckConstraint("(responsible = 'authority') = (authority_id IS NOT NULL)", name="authority_named"),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name="text"),
        sa.Index("ix_plan_action_due_on", "due_on", postgresql_where=sa.text("state IN ('planned', 'begun')")),
        {"info": PERSONAL},
    )


class PlanAgreement(Keyed, TenantModel):
    """Who agreed to a version: the participant (no authority) or an authority, by whom and when."""

    __tablename__ = "plan_agreement"

    plan_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    authority_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"))
    agreed_on: Mapped[dt.date]
    noted_by: Mapped[uuid.UUID]

    __table_args__ = (
        sa.UniqueConstraint("plan_id", "authority_id", postgresql_nulls_not_distinct=True),
        {"info": PERSONAL},
    )
