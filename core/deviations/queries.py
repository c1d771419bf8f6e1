"""Reads avvikelser and guldkorn at a tenant. Every read and write goes through `visible_deviations` (sight.py)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.clock import today
from core.context import current_person, language
from core.db import session
from core.deviations.models import (
    Deviation,
    DeviationAuthority,
    DeviationEvent,
    DeviationParty,
    DeviationReading,
    DeviationText,
)
from core.deviations.sight import is_near, reads_others, shown_number, visible_deviations
from core.deviations.terms import OPEN_STATES, Verdict
from core.errors import NotFound
from core.lists import PAGE_SIZE, Page
from core.participants.models import Authority, Code, Party, Staff

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
OPEN = "open"
NOTED, TO_READ, TO_MEND, ANSWERED = "noted", "to_read", "to_mend", "answered"
MY_STEP, STEP_DUE = "my_step", "step_due"
MINE = (NOTED, TO_READ, TO_MEND, MY_STEP, STEP_DUE, ANSWERED)
"""What a list may be narrowed to of one's own."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; `state` is a State, or "open". `whose`: one of MINE."""

    kind: str | None = None
    state: str | None = None
    category: str | None = None
    party: str | None = None
    whose: str | None = None


def list_deviations(chosen: Chosen, *, page: int = 1) -> Page:
    """The latest noted first. Rows: id, kind, category, state, level, title, noted_on, next_step_on, holder, parties,
    is_read (a second person has approved the present words), county_state, and total."""
    statement = visible_deviations(
        sa.select(
            Deviation.id,
            Deviation.kind,
            _code_name().label("category"),
            Deviation.state,
            Deviation.level,
            DeviationText.title,
            Deviation.noted_on,
            Deviation.next_step_on,
            Staff.name.label("holder"),
            _parties().label("parties"),
            (Deviation.approved_number == Deviation.text_number).is_(True).label("is_read"),
            Deviation.county_state,
            sa.func.count().over().label("total"),
        )
        .join(DeviationText, _text_shown())
        .join(Code, sa.and_(Code.list == Deviation.category_list, Code.key == Deviation.category))
        .outerjoin(Staff, Staff.account_id == Deviation.holder_id)
        .order_by(Deviation.noted_on.desc(), Deviation.id.desc())
    )
    rows = session.execute(_narrowed(statement, chosen).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(rows, rows[0].total if rows else 0)


def _text_shown() -> sa.ColumnElement[bool]:
    return sa.and_(DeviationText.deviation_id == Deviation.id, DeviationText.number == shown_number())


def _code_name() -> Any:
    return Code.name_en if language() == "en" else Code.name_sv


def _parties() -> sa.ScalarSelect[Any]:
    name = Party.name_en if language() == "en" else Party.name_sv
    touched = sa.select(sa.func.string_agg(name, sa.literal(", ")).label("names")).join(
        DeviationParty, DeviationParty.party_key == Party.key
    )
    return touched.where(DeviationParty.deviation_id == Deviation.id).correlate(Deviation).scalar_subquery()


def _narrowed(statement: Statement, chosen: Chosen) -> Statement:
    for column in ("kind", "category"):
        if getattr(chosen, column) is not None:
            statement = statement.where(getattr(Deviation, column) == getattr(chosen, column))
    if chosen.state == OPEN:
        statement = statement.where(Deviation.state.in_(sorted(OPEN_STATES)))
    elif chosen.state is not None:
        statement = statement.where(Deviation.state == chosen.state)
    if chosen.party is not None:
        touching = sa.select(DeviationParty.deviation_id).where(DeviationParty.party_key == chosen.party)
        statement = statement.where(Deviation.id.in_(touching))
    return statement.where(of_mine(chosen.whose)) if chosen.whose else statement


def of_mine(whose: str) -> sa.ColumnElement[bool]:
    """One of MINE as a condition."""
    me = current_person().account_id
    if whose == TO_READ:
        return _is_to_read()
    if whose == TO_MEND:
        return sa.and_(_returned(), _written_by(me))
    if whose == MY_STEP:
        return sa.and_(Deviation.holder_id == me, Deviation.state.in_(sorted(OPEN_STATES)))
    if whose == STEP_DUE:
        return sa.and_(of_mine(MY_STEP), Deviation.next_step_on <= today())
    if whose == ANSWERED:
        return sa.and_(Deviation.by_account == me, Deviation.answered_at.is_not(None), Deviation.seen_at.is_(None))
    return Deviation.by_account == me


def _is_to_read() -> sa.ColumnElement[bool]:
    """The present words wait for a second reader, and that may be the signed-in person."""
    me = current_person().account_id
    unread = Deviation.text_number.is_distinct_from(Deviation.approved_number)
    asked = sa.or_(Deviation.reader_id == me, sa.and_(Deviation.reader_id.is_(None), sa.true() if reads_others() else sa.false()))
    is_open = Deviation.state.in_(sorted(OPEN_STATES))
    return sa.and_(is_open, unread, is_near(), asked, sa.not_(_returned()), sa.not_(_written_by(me)))


def _returned() -> sa.ColumnElement[bool]:
    """The latest reading of the present words sent them back."""
    reading = aliased(DeviationReading)
    latest = (
        sa.select(reading.verdict)
        .where(reading.deviation_id == Deviation.id, reading.number == Deviation.text_number)
        .order_by(reading.at.desc(), reading.id.desc())
        .limit(1)
        .correlate(Deviation)
        .scalar_subquery()
    )
    return sa.func.coalesce(latest == Verdict.RETURNED.value, sa.false())


def _written_by(account_id: uuid.UUID) -> sa.ColumnElement[bool]:
    text = aliased(DeviationText)
    return sa.exists().where(
        text.deviation_id == Deviation.id, text.number == Deviation.text_number, text.by_account == account_id
    ).correlate(Deviation)  # fmt: skip


def count_mine(whose: str) -> sa.Select[Any]:
    """For core.web.waiting: how many wait for the signed-in person."""
    return visible_deviations(sa.select(sa.func.count(Deviation.id)).where(of_mine(whose)))


def read_deviation(deviation_id: uuid.UUID, *, lock: bool = False) -> Deviation:
    """Raises NotFound for one of which they may read nothing."""
    chosen = sa.select(Deviation).where(Deviation.id == deviation_id).execution_options(populate_existing=True)
    found: Deviation | None = session.scalars(visible_deviations(chosen.with_for_update() if lock else chosen)).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_sent(form_token: uuid.UUID) -> Deviation | None:
    """The one that this sending of the form has made already, if it is theirs to read."""
    found: Deviation | None = session.scalar(visible_deviations(sa.select(Deviation).where(Deviation.form_token == form_token)))
    return found


def stands_near(deviation: Deviation) -> bool:
    """`is_near` of one that has been read."""
    return bool(session.scalar(sa.select(is_near()).where(Deviation.id == deviation.id)))


def get_text(deviation: Deviation, number: int) -> DeviationText:
    """A numbered text. The caller has asked which one may be read."""
    return session.scalars(
        sa.select(DeviationText).where(DeviationText.deviation_id == deviation.id, DeviationText.number == number)
    ).one()


def latest_reading(deviation: Deviation, number: int) -> DeviationReading | None:
    """The reading of a text that counts."""
    found: DeviationReading | None = session.scalars(
        sa.select(DeviationReading)
        .where(DeviationReading.deviation_id == deviation.id, DeviationReading.number == number)
        .order_by(DeviationReading.at.desc(), DeviationReading.id.desc())
        .limit(1)
    ).one_or_none()
    return found


def list_touched(deviation: Deviation) -> tuple[list[str], list[uuid.UUID]]:
    """Keys of the parties and ids of the authorities that it touches, in order."""
    parties = sa.select(DeviationParty.party_key).where(DeviationParty.deviation_id == deviation.id)
    authorities = (
        sa.select(DeviationAuthority.authority_id)
        .join(Authority, Authority.id == DeviationAuthority.authority_id)
        .where(DeviationAuthority.deviation_id == deviation.id)
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    )
    return list(session.scalars(parties.order_by(DeviationParty.party_key))), list(session.scalars(authorities))


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what has happened. `by` is None for the county."""

    at: dt.datetime
    state: str
    words: str
    by: str | None


def list_events(deviation: Deviation) -> Sequence[Told]:
    """What has happened, the latest first."""
    chosen = (
        sa.select(DeviationEvent.at, DeviationEvent.to_state, DeviationEvent.words, Staff.name)
        .outerjoin(Staff, Staff.account_id == DeviationEvent.by_account)
        .where(DeviationEvent.deviation_id == deviation.id)
        .order_by(DeviationEvent.at.desc(), DeviationEvent.id.desc())
    )
    return [Told(*row) for row in session.execute(chosen)]


def names_of_staff(*accounts: uuid.UUID | None) -> dict[uuid.UUID, str]:
    """Of those accounts that the tenant knows."""
    wanted = [account for account in accounts if account]
    chosen = sa.select(Staff.account_id, Staff.name).where(Staff.account_id.in_(wanted))
    return {row.account_id: row.name for row in session.execute(chosen)}


def list_colleagues(owner_id: uuid.UUID | None, *, everybody: bool, besides: uuid.UUID | None = None) -> list[tuple[str, str]]:
    """(account id, "name, authority") of active staff: of the authority that wrote, or of all."""
    chosen = (
        sa.select(Staff.account_id, Staff.name, Authority.name)
        .outerjoin(Authority, Authority.id == Staff.authority_id)
        .where(Staff.active, sa.or_(Staff.reads_persons, Staff.authority_id.is_(None)))
        .order_by(sa.func.ext.sv_key(Staff.name), Staff.account_id)
    )
    if not everybody:
        chosen = chosen.where(Staff.authority_id.is_not_distinct_from(owner_id))
    if besides:
        chosen = chosen.where(Staff.account_id != besides)
    return [(str(account), f"{name}, {employer}" if employer else name) for account, name, employer in session.execute(chosen)]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many were noted in a month."""

    month: dt.date
    deviations: int
    good_examples: int


def count_by_month(first: dt.date) -> list[MonthCount]:
    """From the month of `first` on; a month without any has no row."""
    month = sa.cast(sa.func.date_trunc("month", Deviation.noted_on), sa.Date).label("month")
    of_kind = sa.func.count().filter
    chosen = (
        sa.select(month, sa.func.count().filter(Deviation.kind == "deviation"), of_kind(Deviation.kind == "good_example"))
        .where(Deviation.noted_on >= first.replace(day=1))
        .group_by(month)
        .order_by(month)
    )
    return [MonthCount(*row) for row in session.execute(visible_deviations(chosen))]
