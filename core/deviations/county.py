"""The county's copies: read and answered there. No name of anybody at a tenant, no words that nobody has approved."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from core.accounts.models import Account, Membership
from core.clock import now, today
from core.constraints import keep
from core.context import current_person, language
from core.db import session
from core.deviations import traces
from core.deviations.errors import MoveNotPossible
from core.deviations.models import LiftedDeviation
from core.deviations.terms import (
    COUNTY_EMPTY,
    COUNTY_MOVES,
    COUNTY_OPEN,
    MOST_PROPOSAL,
    MOST_STEP,
    CountyState,
)
from core.errors import Invalid, NotFound
from core.i18n import _, _l
from core.jobs import enqueue
from core.lists import PAGE_SIZE, Page
from core.participants.errors import ChangedMeanwhile

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
OPEN = "open"
HOLDERS = ("programme_manager", "programme_controller")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; `state` is a CountyState, or "open"."""

    kind: str | None = None
    state: str | None = None
    category: str | None = None
    party: str | None = None
    tenant_id: uuid.UUID | None = None


def list_lifted(chosen: Chosen, *, page: int = 1) -> Page:
    """The latest lifted first; those that were withdrawn or sent back have no words and are not shown."""
    statement = sa.select(
        LiftedDeviation.id,
        LiftedDeviation.tenant_id,
        LiftedDeviation.kind,
        _category().label("category"),
        LiftedDeviation.title,
        LiftedDeviation.parties,
        LiftedDeviation.state,
        LiftedDeviation.lifted_on,
        LiftedDeviation.next_step_on,
        Account.name.label("holder"),
        sa.func.count().over().label("total"),
    ).outerjoin(Account, Account.id == LiftedDeviation.holder_id)
    statement = _narrowed(statement, chosen).order_by(LiftedDeviation.lifted_on.desc(), LiftedDeviation.id.desc())
    rows = session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(rows, rows[0].total if rows else 0)


def _category() -> sa.ColumnElement[str]:
    return LiftedDeviation.category_en.expression if language() == "en" else LiftedDeviation.category_sv.expression


def _narrowed(statement: Statement, chosen: Chosen) -> Statement:
    for column in ("kind", "category", "tenant_id"):
        if getattr(chosen, column) is not None:
            statement = statement.where(getattr(LiftedDeviation, column) == getattr(chosen, column))
    if chosen.party is not None:
        statement = statement.where(sa.literal(chosen.party, sa.Text()) == sa.any_(LiftedDeviation.parties.expression))
    if chosen.state == OPEN:
        return statement.where(LiftedDeviation.state.in_(sorted(COUNTY_OPEN)))
    if chosen.state is not None:
        statement = statement.where(LiftedDeviation.state == chosen.state)
    return statement.where(LiftedDeviation.state.not_in(sorted(COUNTY_EMPTY)))


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind there are about one thing."""

    key: str
    name: str
    deviations: int
    good_examples: int


def count_by_category() -> Sequence[Count]:
    """Of everything that the county has words of, the most frequent first."""
    return _count(LiftedDeviation.category.expression, sa.func.min(_category()))


def count_by_party() -> Sequence[Count]:
    """The same by party; what touches two is counted at both. `name` is the key."""
    party = sa.func.unnest(LiftedDeviation.parties).table_valued("party").render_derived()
    return _count(party.c.party, sa.func.min(party.c.party), party)


def count_by_tenant() -> Sequence[Count]:
    """The same by delprojekt. Key and name are the tenant's id."""
    tenant = sa.cast(LiftedDeviation.tenant_id, sa.Text())
    return _count(tenant, sa.func.min(tenant))


def _count(key: sa.ColumnElement[str], name: sa.ColumnElement[str], *beside: sa.FromClause) -> Sequence[Count]:
    total, of_kind = sa.func.count(), sa.func.count().filter
    columns = (key, name, of_kind(LiftedDeviation.kind == "deviation"), of_kind(LiftedDeviation.kind == "good_example"))
    chosen = sa.select(*columns).select_from(LiftedDeviation)
    for one in beside:
        chosen = chosen.join(one, sa.true())
    chosen = chosen.where(LiftedDeviation.state.not_in(sorted(COUNTY_EMPTY))).group_by(key).order_by(total.desc(), key)
    return [Count(*row) for row in session.execute(chosen)]


def count_open_by_tenant() -> dict[uuid.UUID, int]:
    """How many lifted failures of each tenant have not ended."""
    open_ones = LiftedDeviation.state.in_(sorted(COUNTY_OPEN))
    chosen = sa.select(LiftedDeviation.tenant_id, sa.func.count()).where(LiftedDeviation.kind == "deviation", open_ones)
    rows = session.execute(chosen.group_by(LiftedDeviation.tenant_id).order_by(LiftedDeviation.tenant_id))
    return {tenant: int(number) for tenant, number in rows}


def list_categories() -> list[tuple[str, str]]:
    """(key, name) of what has been lifted, for the filter."""
    return sorted(((one.key, one.name) for one in count_by_category()), key=lambda pair: pair[1])


def get_lifted(lifted_id: uuid.UUID, *, lock: bool = False) -> LiftedDeviation:
    """Raises NotFound, also for one that was withdrawn or sent back."""
    chosen = sa.select(LiftedDeviation).where(LiftedDeviation.id == lifted_id, LiftedDeviation.state.not_in(sorted(COUNTY_EMPTY)))
    chosen = chosen.execution_options(populate_existing=True)
    found: LiftedDeviation | None = session.scalars(chosen.with_for_update() if lock else chosen).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_holders() -> list[tuple[str, str]]:
    """(account id, name) of the county's people who may take a next step."""
    chosen = (
        sa.select(Account.id, Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.active, Membership.tenant_id.is_(None), Membership.role.in_(HOLDERS))
        .where(Membership.starts_on <= today(), sa.or_(Membership.ended_on.is_(None), Membership.ended_on > today()))
        .distinct()
        .order_by(Account.name, Account.id)
    )
    return [(str(row.id), row.name) for row in session.execute(chosen)]


def name_of_holder(lifted: LiftedDeviation) -> str:
    """Who takes the next step; empty for nobody."""
    holder = session.get(Account, lifted.holder_id) if lifted.holder_id else None
    return holder.name if holder else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the county says."""

    version: int | None
    state: str | None
    holder_id: uuid.UUID | None
    next_step: str
    next_step_on: dt.date | None
    answer: str


def answer_lifted(*, lifted: LiftedDeviation, given: Answer) -> None:
    """Taken up, ended, or sent back because somebody can be recognised: then the words go at once.

    `lifted` is locked; a job tells the tenant. Raises Invalid, ChangedMeanwhile, MoveNotPossible after the end.
    """
    if lifted.version != given.version:
        raise ChangedMeanwhile
    before = CountyState(lifted.state)
    if before not in COUNTY_OPEN:
        raise MoveNotPossible
    faults = _faults(before, given)
    if given.holder_id and str(given.holder_id) not in {account for account, _name in list_holders()}:
        faults["holder_id"] = _l("Choose one of the alternatives")
    if given.next_step_on and given.next_step_on != lifted.next_step_on and given.next_step_on < today():
        faults["next_step_on"] = _l("Choose today or a day to come")
    if faults:
        raise Invalid(faults)
    lifted.state = str(given.state)
    lifted.holder_id, lifted.next_step, lifted.next_step_on = given.holder_id, given.next_step, given.next_step_on
    lifted.answer = given.answer
    lifted.answered_by, lifted.answered_at = current_person().account_id, now()
    if given.state in COUNTY_EMPTY:
        lifted.title = lifted.words = lifted.proposal = ""
    enqueue("deviations.tell_tenant", lifted_id=lifted.id)
    keep()


def _faults(before: CountyState, given: Answer) -> dict[str, object]:
    faults: dict[str, object] = {}
    if given.state not in COUNTY_MOVES[before]:
        faults["state"] = _l("Choose one of the alternatives")
    elif given.state not in COUNTY_OPEN and not given.answer:
        faults["answer"] = _l("Write how it ended: those who noted it read this")
    for name, text, most in (("next_step", given.next_step, MOST_STEP), ("answer", given.answer, MOST_PROPOSAL)):
        never = [trace.word for trace in traces.look_for(text) if trace.sort in traces.NEVER]
        if never:
            words = ", ".join(f"“{word}”" for word in never)
            faults[name] = _("Take away %(words)s: it tells who it is about", words=words)
        if len(text) > most:
            faults[name] = _("Write at most %(most)s characters", most=most)
    return faults
