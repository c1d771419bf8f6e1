"""What is noted at a tenant, and the copy of a lifted one at the county. Written without persons; nothing here names one."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Keyed, PlatformModel, TenantModel, Versioned, one_of
from core.deviations.terms import MOST_PROPOSAL, MOST_STEP, MOST_TITLE, MOST_WORDS, CountyState, Kind, Level, State, Verdict


class Deviation(Keyed, Versioned, TenantModel):
    """A failure or a good example. Its words stand in DeviationText, numbered; `approved_number` is the latest that a second
    person has read and found nobody in: what others than its authority see, and the only words that leave."""

    __tablename__ = "deviation"

    subproject_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("subproject.id"), index=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("authority.id"), index=True)
    """Whose it is: the writer's authority; None for the association's own staff."""
    kind: Mapped[str]
    category: Mapped[str]
    category_list: Mapped[str] = mapped_column(sa.Computed("'deviation_kind'", persisted=True))
    level: Mapped[str] = mapped_column(default=Level.LOCAL, server_default="local")
    state: Mapped[str] = mapped_column(default=State.NEW, server_default="new")
    text_number: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    approved_number: Mapped[int | None] = mapped_column(sa.Integer)
    reader_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.account_id"))
    """Who is asked to read it. Without one it is anybody else of the same authority."""
    holder_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("staff.account_id"))
    """Who takes the next step."""
    next_step: Mapped[str] = mapped_column(default="", server_default="")
    next_step_on: Mapped[dt.date | None]
    noted_on: Mapped[dt.date] = mapped_column(index=True)
    form_token: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    round: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How many times it has been lifted to the county."""
    county_state: Mapped[str | None]
    county_version: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """Of the county's row: what comes later in the wrong order is not taken."""
    county_answer: Mapped[str] = mapped_column(default="", server_default="")
    county_step: Mapped[str] = mapped_column(default="", server_default="")
    county_step_on: Mapped[dt.date | None]
    answered_at: Mapped[dt.datetime | None]
    seen_at: Mapped[dt.datetime | None]
    """When whoever noted it saw the answer."""

    __table_args__ = (
        sa.ForeignKeyConstraint(["category_list", "category"], ["code.list", "code.key"]),
        one_of("kind", "kind", Kind),
        one_of("level", "level", Level),
        one_of("state", "state", State),
        one_of("county_state", "county_state", CountyState),
        sa.CheckConstraint("approved_number <= text_number", name="approved_number"),
        sa.CheckConstraint(
            "state NOT IN ('lifted_locally', 'lifted_regionally') OR approved_number IS NOT NULL", name="lifted_read"
        ),
        sa.CheckConstraint("state <> 'lifted_regionally' OR approved_number = text_number", name="leaves_as_read"),
        sa.CheckConstraint(f"length(next_step) <= {MOST_STEP}", name="next_step"),
    )


class DeviationText(TenantModel):
    """The words as they were written once; written anew they get the next number. Only appended."""

    __tablename__ = "deviation_text"

    deviation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("deviation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    title: Mapped[str]
    words: Mapped[str]
    proposal: Mapped[str] = mapped_column(default="", server_default="")
    """What could be done, or how others can make use of it."""
    by_account: Mapped[uuid.UUID]
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint(f"length(title) BETWEEN 1 AND {MOST_TITLE}", name="title"),
        sa.CheckConstraint(f"length(words) BETWEEN 1 AND {MOST_WORDS}", name="words"),
        sa.CheckConstraint(f"length(proposal) <= {MOST_PROPOSAL}", name="proposal"),
    )


class DeviationReading(Keyed, TenantModel):
    """A second person has read one text. Only appended; the latest reading of a text is the one that counts."""

    __tablename__ = "deviation_reading"

    deviation_id: Mapped[uuid.UUID]
    number: Mapped[int] = mapped_column(sa.Integer)
    verdict: Mapped[str]
    words: Mapped[str] = mapped_column(default="", server_default="")
    """What has to be written again; never the words themselves."""
    by_account: Mapped[uuid.UUID | None]
    """None when the county sent it back."""
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (
        sa.ForeignKeyConstraint(["deviation_id", "number"], ["deviation_text.deviation_id", "deviation_text.number"]),
        one_of("verdict", "verdict", Verdict),
        sa.CheckConstraint(f"length(words) <= {MOST_STEP}", name="words"),
        sa.Index("ix_deviation_reading_deviation_id_number", "deviation_id", "number"),
    )


class DeviationParty(TenantModel):
    """A kind of party that it touches; leaves with the text."""

    __tablename__ = "deviation_party"

    deviation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("deviation.id"), primary_key=True)
    party_key: Mapped[str] = mapped_column(sa.ForeignKey("party.key"), primary_key=True)


class DeviationAuthority(TenantModel):
    """An authority of the delprojekt that it touches; stays in the tenant."""

    __tablename__ = "deviation_authority"

    deviation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("deviation.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("authority.id"), primary_key=True)


class DeviationEvent(Keyed, TenantModel):
    """From one state to the next. Only appended."""

    __tablename__ = "deviation_event"

    deviation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("deviation.id"), index=True)
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    words: Mapped[str] = mapped_column(default="", server_default="")
    by_account: Mapped[uuid.UUID | None]
    """None when the county did it."""
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    __table_args__ = (one_of("from_state", "from_state", State), one_of("to_state", "to_state", State))


class LiftedDeviation(Keyed, Versioned, PlatformModel):
    """The county's copy: the approved text and codes, no name of anybody at the tenant. `id` is the tenant's own."""

    __tablename__ = "lifted_deviation"

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("platform.tenant.id"), index=True)
    round: Mapped[int] = mapped_column(sa.Integer)
    told_version: Mapped[int] = mapped_column(sa.Integer)
    """Of the tenant's row: a job that runs late tells nothing older."""
    text_number: Mapped[int] = mapped_column(sa.Integer)
    kind: Mapped[str]
    category: Mapped[str]
    category_sv: Mapped[str]
    category_en: Mapped[str]
    level: Mapped[str]
    parties: Mapped[list[str]] = mapped_column(ARRAY(sa.Text()))
    title: Mapped[str]
    words: Mapped[str]
    proposal: Mapped[str]
    noted_month: Mapped[dt.date]
    """The month, not the day."""
    lifted_on: Mapped[dt.date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default=CountyState.WAITING, server_default="waiting")
    holder_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.account.id"))
    next_step: Mapped[str] = mapped_column(default="", server_default="")
    next_step_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("platform.account.id"))
    answered_at: Mapped[dt.datetime | None]

    __table_args__ = (
        one_of("kind", "kind", Kind),
        one_of("level", "level", Level),
        one_of("state", "state", CountyState),
        sa.CheckConstraint("noted_month = date_trunc('month', noted_month)", name="noted_month"),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'withdrawn') OR (title = '' AND words = '' AND proposal = '')", name="keeps_no_words"
        ),
        sa.CheckConstraint(f"length(title) <= {MOST_TITLE}", name="title"),
        sa.CheckConstraint(f"length(words) <= {MOST_WORDS}", name="words"),
        sa.CheckConstraint(f"length(proposal) <= {MOST_PROPOSAL}", name="proposal"),
        sa.CheckConstraint(f"length(next_step) <= {MOST_STEP}", name="next_step"),
        sa.CheckConstraint(f"length(answer) <= {MOST_PROPOSAL}", name="answer"),
    )
