"""Persons and their participations. The database refuses an anonymous row that says who it is, and overlapping participations."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from core.db import Keyed, TenantModel, Versioned, one_of
from core.participants.terms import Grade, IdentityKind, ParticipationState, Sex

PERSONAL = {"personal": True}


class Party(TenantModel):
    """A kind of party: the state's agencies, the municipality, the region. National list, copied by migration."""

    __tablename__ = "party"

    key: Mapped[str] = mapped_column(primary_key=True)
    name_sv: Mapped[str]
    name_en: Mapped[str]


class Authority(Keyed, Versioned, TenantModel):
    """A named authority that may be data controller: a municipal committee, Försäkringskassan, Arbetsförmedlingen, the region.

    Without a processing agreement in force it cannot be chosen (GDPR article 28).
    """

    __tablename__ = "authority"

    party_key: Mapped[str] = mapped_column(sa.ForeignKey("party.key"))
    name: Mapped[str] = mapped_column(unique=True)
    agreement_from: Mapped[dt.date | None]
    agreement_until: Mapped[dt.date | None]

    __table_args__ = (sa.CheckConstraint("agreement_until IS NULL OR agreement_until >= agreement_from", name="agreement_dates"),)


class Staff(TenantModel):
    """A projection of the platform's memberships: whose name stands as contact person. No foreign key leaves the schema."""

    __tablename__ = "staff"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    authority_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    phone: Mapped[str] = mapped_column(default="", server_default="")
    """The number at work that other authorities may call."""
    reads_persons: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())


class Code(Versioned, TenantModel):
    """Code lists: national ones copied by migration, local ones edited by the tenant.

    `counts_as` (exit reasons only) says which goal a reason fulfils; `outside_goals` takes deaths out of the denominator.
    """

    __tablename__ = "code"

    list: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name_sv: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    local: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    counts_as: Mapped[str | None]
    outside_goals: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())

    __table_args__ = (one_of("counts_as", "counts_as", ["work_or_studies", "regular_measures"]),)


class Subproject(Keyed, Versioned, TenantModel):
    """The tenant's part of a project: its own period, target and rule of admission (they overrule the project's)."""

    __tablename__ = "subproject"

    project_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    esf_ends_on: Mapped[dt.date | None]
    target: Mapped[int | None] = mapped_column(sa.Integer)
    target_is_example: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    age_min: Mapped[int] = mapped_column(sa.Integer, default=16, server_default="16")
    age_max: Mapped[int] = mapped_column(sa.Integer, default=64, server_default="64")
    mapping_counts: Mapped[bool] = mapped_column(sa.Boolean, default=True, server_default=sa.true())
    """Whether the mapping (kartläggning) counts as a first activity."""
    number_prefix: Mapped[str] = mapped_column(default="P", server_default="P")
    """Before the participant's number: ROS in ROS-0301."""
    intake_authority_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"))
    """Who receives what case officers of other authorities and the public form send."""
    places: Mapped[int | None] = mapped_column(sa.Integer)
    """How many can take part at the same time; None when nobody has said."""
    review_weeks: Mapped[int] = mapped_column(sa.Integer, default=8, server_default="8")
    """From a team day to the next review."""
    consent_months: Mapped[int] = mapped_column(sa.Integer, default=12, server_default="12")
    """How long a new consent is proposed to hold."""
    reminder_days: Mapped[int] = mapped_column(sa.Integer, default=30, server_default="30")
    """How long before its end a consent is brought up."""
    quiet_days: Mapped[int] = mapped_column(sa.Integer, default=42, server_default="42")
    """After so many days without anything noted a participant is brought up as standing still."""
    follow_up_months: Mapped[list[int]] = mapped_column(ARRAY(sa.Integer), default=lambda: [1, 6], server_default="{1,6}")
    """How long after the exit somebody is asked how it went."""
    caseload_limit: Mapped[int | None] = mapped_column(sa.Integer)
    """How many participants one contact person should have at most; None: no limit said."""
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    """Published: the delprojekt's own box and switchboard, never a person's. NULL is left out of the page."""

    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="period"),
        sa.CheckConstraint("target IS NULL OR target > 0", name="target_positive"),
        sa.CheckConstraint("age_min BETWEEN 0 AND age_max", name="ages"),
        sa.CheckConstraint("places IS NULL OR places > 0", name="places"),
        sa.CheckConstraint("review_weeks BETWEEN 1 AND 52", name="review_weeks"),
        sa.CheckConstraint("consent_months BETWEEN 1 AND 60", name="consent_months"),
        sa.CheckConstraint("reminder_days BETWEEN 1 AND 180", name="reminder_days"),
        sa.CheckConstraint("quiet_days BETWEEN 7 AND 365", name="quiet_days"),
        sa.CheckConstraint(
            "cardinality(follow_up_months) <= 6 AND 1 <= ALL (follow_up_months) AND 36 >= ALL (follow_up_months)",
            name="follow_up_months",
        ),
        sa.CheckConstraint("caseload_limit IS NULL OR caseload_limit > 0", name="caseload_limit"),
    )


class SubprojectMunicipality(TenantModel):
    """The municipalities whose inhabitants a delprojekt admits; `joined_on` when later than its start. SCB codes."""

    __tablename__ = "subproject_municipality"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    joined_on: Mapped[dt.date | None]


class Person(Keyed, Versioned, TenantModel):
    """Somebody who was referred or takes part. Number, address, telephone and e-mail are sealed; nobody protected has a row."""

    __tablename__ = "person"

    given_name: Mapped[str]
    family_name: Mapped[str]
    birth_date: Mapped[dt.date | None]
    """None when only a partial birth date is known (samordningsnummer)."""
    sex: Mapped[str]
    municipality_code: Mapped[str | None]
    identity_kind: Mapped[str]
    identity_number: Mapped[bytes | None]
    identity_index: Mapped[bytes | None] = mapped_column(unique=True)
    """Keyed hash of the twelve-digit number: finds the same person, tells nothing else."""
    address: Mapped[bytes | None]
    phone: Mapped[bytes | None]
    email: Mapped[bytes | None]
    merged_into: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    """The record that took this one's place; it keeps nothing but who it was."""
    search_key: Mapped[str] = mapped_column(sa.Computed("ext.sv_fold(given_name || ' ' || family_name)", persisted=True))
    sort_key: Mapped[str] = mapped_column(sa.Computed("ext.sv_key(family_name || ' ' || given_name)", persisted=True))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        one_of("sex", "sex", Sex),
        one_of("identity_kind", "identity_kind", IdentityKind),
        sa.CheckConstraint("(identity_kind = 'temporary') = (identity_number IS NULL)", name="identity_number"),
        sa.CheckConstraint("(identity_number IS NULL) = (identity_index IS NULL)", name="identity_index"),
        sa.CheckConstraint("merged_into <> id", name="merged_into_another"),
        sa.CheckConstraint("length(given_name) BETWEEN 1 AND 200", name="given_name"),
        sa.CheckConstraint("length(family_name) BETWEEN 1 AND 200", name="family_name"),
        sa.Index("ix_person_search_key", "search_key", postgresql_using="gin", postgresql_ops={"search_key": "gin_trgm_ops"}),
        sa.Index("ix_person_sort_key", sa.text('sort_key COLLATE "C"')),
        {"info": PERSONAL},
    )


class PersonMerge(Keyed, TenantModel):
    """That two records were found to be one person: who joined them, why, and every row that changed its person."""

    __tablename__ = "person_merge"

    kept_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    gone_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    by_account: Mapped[uuid.UUID]
    reason: Mapped[str]
    moved: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    """Ids of the rows by table; `person` says which columns of the kept record were filled from the other."""
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[uuid.UUID | None]

    __table_args__ = ({"info": PERSONAL},)


class Participation(Keyed, Versioned, TenantModel):
    """One time in the delprojekt, from start to exit. A return is a new one of the same person.

    `started_on` is the day the place was taken up; `first_activity_on` the day that makes the person counted as started.
    """

    __tablename__ = "participation"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("referral.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    grade: Mapped[str] = mapped_column(default=Grade.PERSONAL)
    sex: Mapped[str]
    state: Mapped[str] = mapped_column(default=ParticipationState.ACTIVE, server_default="active")
    controller_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    key_worker_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.account_id"), index=True)
    municipality_code: Mapped[str | None]
    started_on: Mapped[dt.date]
    first_activity_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    exit_reason: Mapped[str | None]
    """Key of the code list `exit_reason`; decides which goal is fulfilled."""
    exit_reason_list: Mapped[str | None] = mapped_column(
        sa.Computed("CASE WHEN exit_reason IS NULL THEN NULL ELSE 'exit_reason' END", persisted=True)
    )
    handed_to: Mapped[str | None]
    next_contact_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    person: Mapped[Person | None] = relationship(lazy="raise")
    controller: Mapped[Authority] = relationship(lazy="raise")
    key_worker: Mapped[Staff | None] = relationship(lazy="raise")
    subproject: Mapped[Subproject] = relationship(lazy="raise")
    municipality_name: Mapped[str | None] = query_expression()
    """Only where queries.read_participation has asked for it."""

    __table_args__ = (
        one_of("sex", "sex", Sex),
        one_of("grade", "grade", Grade),
        one_of("state", "state", ParticipationState),
        sa.ForeignKeyConstraint(["exit_reason_list", "exit_reason"], ["code.list", "code.key"]),
        sa.CheckConstraint("(grade = 'anonymous') = (person_id IS NULL)", name="anonymous_is_nobody"),
        sa.CheckConstraint(
            "grade <> 'anonymous' OR (referral_id IS NULL AND municipality_code IS NULL AND handed_to IS NULL)",
            name="anonymous_says_nothing",
        ),
        sa.CheckConstraint("(state = 'ended') <= (ended_on IS NOT NULL AND exit_reason IS NOT NULL)", name="ended_has_exit"),
        sa.CheckConstraint("state NOT IN ('active', 'paused') OR ended_on IS NULL", name="active_has_no_end"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="end_after_start"),
        sa.CheckConstraint("first_activity_on IS NULL OR first_activity_on >= started_on", name="activity_after_start"),
        ExcludeConstraint(
            ("person_id", "="),
            (sa.text("daterange(started_on, ended_on, '[)')"), "&&"),
            name="ex_participation_overlap",
            where=sa.text("person_id IS NOT NULL AND state <> 'misregistered'"),
            ops={"person_id": "ext.gist_uuid_ops"},
        ),
        sa.Index("ix_participation_started", "subproject_id", "started_on"),
        {"info": PERSONAL},
    )


class VolumeCount(Keyed, TenantModel):
    """Participants known by number only (courses, conferences). Shown apart, never against a target."""

    __tablename__ = "volume_count"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"))
    month: Mapped[dt.date]
    activity: Mapped[str]
    count: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (
        sa.CheckConstraint("count >= 0", name="count"),
        sa.CheckConstraint("date_trunc('month', month) = month", name="month"),
        sa.UniqueConstraint("subproject_id", "month", "activity"),
    )


class MonthLock(TenantModel):
    """That the delprojektledare has closed a month, with the comment that stood then."""

    __tablename__ = "month_lock"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    locked_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    locked_by: Mapped[uuid.UUID]
    comment: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (sa.CheckConstraint("date_trunc('month', month) = month", name="month"),)
