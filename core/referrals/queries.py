"""Reads referrals, and who may read them. Every read and write of a referral goes through `visible_referrals`."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload

from core.audit import Action, record_access
from core.caseloads.sight import is_mine
from core.consents.queries import consent_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.errors import NotFound
from core.lists import MAX_WORDS, PAGE_SIZE, Order, Page, containing
from core.participants.models import Participation, Person, Staff, SubprojectMunicipality
from core.referrals.models import Referral, ReferralEvent
from core.referrals.terms import OPEN_STATES, WHOLE_AUTHORITY_ROLES, WRITERS_ONLY, ReferralKind, ReferralState

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")

SORTABLE = ("received", "name", "state")
LATEST_FIRST = Order("received", descending=True)


def visible_referrals(statement: Statement) -> Statement:
    """Narrow a select of Referral to what the signed-in person may read.

    The staff of the authority that received it; who only refers, those they wrote; whoever works with a participant,
    theirs, at another authority while a consent in force lets it learn of referrals. A consent by itself opens no
    row: a hand-over gives a copy (core.handovers). The association reads none.
    """
    me = current_person()
    if me.authority_id is None:
        return statement.where(sa.false())
    mine = sa.literal(me.authority_id, sa.Uuid())
    ours = Referral.owner_id == mine
    if not WHOLE_AUTHORITY_ROLES.isdisjoint(me.roles):
        return statement.where(sa.or_(ours, sa.and_(_is_of_my_participant(), _on_consent(mine))))
    if WRITERS_ONLY.isdisjoint(me.roles):
        return statement.where(_is_of_my_participant(), sa.or_(ours, _on_consent(mine)))
    written = sa.and_(ours, Referral.created_by == me.account_id)
    return statement.where(sa.or_(written, sa.and_(_is_of_my_participant(), sa.or_(ours, _on_consent(mine)))))


def _on_consent(authority_id: sa.ColumnElement[uuid.UUID]) -> sa.ColumnElement[bool]:
    return consent_in_force(Referral.person_id, authority_id, [DataKind.REFERRAL])


def _is_of_my_participant() -> sa.ColumnElement[bool]:
    led_here = Participation.referral_id == Referral.id
    return sa.select(sa.literal(1)).select_from(Participation).where(led_here, is_mine()).exists()


def get_referral(referral_id: uuid.UUID) -> Referral:
    """The referral with its person and owner, once the access log has its row. Raises NotFound."""
    return _logged(referral_id, Action.READ, sa.select(Referral))


def get_for_change(referral_id: uuid.UUID) -> Referral:
    """The same, logged as a change and locked until the request is over: two changes come one after the other."""
    locked = sa.select(Referral).with_for_update(of=Referral)
    return _logged(referral_id, Action.WRITE, locked.execution_options(populate_existing=True))


def list_subjects(referral_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The person of a referral, for the access log. Raises NotFound."""
    person_id = session.scalar(visible_referrals(sa.select(Referral.person_id).where(Referral.id == referral_id)))
    if person_id is None:
        raise NotFound
    return [person_id]


def _logged(referral_id: uuid.UUID, action: Action, statement: sa.Select[Referral]) -> Referral:
    record_access(action, subject_ids=list_subjects(referral_id), fields="referral")
    loaded = statement.where(Referral.id == referral_id).options(
        joinedload(Referral.person, innerjoin=True), joinedload(Referral.owner, innerjoin=True)
    )
    found: Referral | None = session.scalars(visible_referrals(loaded)).one_or_none()
    if found is None:
        raise NotFound
    return found


def count_readable(person_ids: Collection[uuid.UUID]) -> int:
    """How many of these persons have a referral that the signed-in person may read."""
    whose = Referral.person_id
    counted = sa.select(sa.func.count(whose.distinct())).where(whose == sa.any_(sa.cast(list(person_ids), ARRAY(sa.Uuid()))))
    return session.scalar(visible_referrals(counted)) or 0


def find_referral_sent(form_token: uuid.UUID) -> Referral | None:
    """The referral that this sending of the form has made already, if the signed-in person may read it."""
    found: Referral | None = session.scalar(visible_referrals(sa.select(Referral).where(Referral.form_token == form_token)))
    return found


def list_latest_referrals(person_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The latest readable referral of each of the persons."""
    statement = (
        sa.select(Referral.person_id, Referral.id)
        .where(Referral.person_id.in_(person_ids))
        .order_by(Referral.received_on, Referral.id)
    )
    return {row.person_id: row.id for row in session.execute(visible_referrals(statement))}


def list_events(referral_id: uuid.UUID) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """The history of a referral that was opened, newest first. Rows: on_date, from_state, to_state, reason, by_name."""
    statement = (
        sa.select(
            ReferralEvent.on_date,
            ReferralEvent.from_state,
            ReferralEvent.to_state,
            ReferralEvent.reason,
            Staff.name.label("by_name"),
        )
        .outerjoin(Staff, Staff.account_id == ReferralEvent.by_account)
        .where(ReferralEvent.referral_id == referral_id)
        .order_by(ReferralEvent.at.desc(), ReferralEvent.id.desc())
    )
    return session.execute(statement).all()


def find_latest_move(referral_id: uuid.UUID) -> dt.date | None:
    """The business date of the latest move; what was only noted where the referral stood is none."""
    is_move = ReferralEvent.from_state.is_distinct_from(ReferralEvent.to_state)
    statement = sa.select(sa.func.max(ReferralEvent.on_date)).where(ReferralEvent.referral_id == referral_id, is_move)
    return session.scalar(statement)


def list_joined_municipalities(subproject_id: uuid.UUID) -> Sequence[SubprojectMunicipality]:
    """The municipalities of the delprojekt, in Swedish order."""
    statement = (
        sa.select(SubprojectMunicipality)
        .where(SubprojectMunicipality.subproject_id == subproject_id)
        .order_by(sa.func.ext.sv_key(SubprojectMunicipality.name), SubprojectMunicipality.code)
    )
    return session.scalars(statement).all()


# The list ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to. `words` are parts of a name; without `state` it shows what is still open."""

    state: ReferralState | None = None
    every_state: bool = False
    words: tuple[str, ...] = ()
    identity_index: bytes | None = None
    kind: ReferralKind | None = None
    party: str | None = None
    received_from: dt.date | None = None
    received_until: dt.date | None = None

    @property
    def is_search(self) -> bool:
        """Whether somebody is looked for, rather than the list looked through."""
        return bool(self.words) or self.identity_index is not None


def list_referrals(chosen: Chosen, *, page: int = 1, order: Order = LATEST_FIRST) -> Page:
    """A page of referrals, latest received first unless another order is asked for; logged before it is shown.

    Rows: id, kind, state, received_on, referring_party, person_id, given_name, family_name, total. No identity number
    is ever in a list.
    """
    statement = visible_referrals(_list(chosen, order)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = session.execute(statement).all()
    record_access(
        Action.SEARCH if chosen.is_search else Action.LIST,
        subject_ids=list(dict.fromkeys(row.person_id for row in rows)),
        fields="list",
    )
    return Page(rows, rows[0].total if rows else 0)


def count_referrals() -> dict[ReferralState, int]:
    """How many referrals the signed-in person may read, by state."""
    statement = visible_referrals(sa.select(Referral.state, sa.func.count()).group_by(Referral.state))
    return {ReferralState(state): count for state, count in session.execute(statement)}


def waiting_in(*states: ReferralState) -> sa.Select[int]:
    """How many referrals that the signed-in person may read stand in one of the states, as a select."""
    return visible_referrals(sa.select(sa.func.count(Referral.id)).where(Referral.state.in_(sorted(states))))


def arrived_since(since: dt.datetime) -> sa.Select[int]:
    """How many readable referrals somebody else has registered since, as a select."""
    others = sa.and_(Referral.created_at > since, Referral.created_by != current_person().account_id)
    return visible_referrals(sa.select(sa.func.count(Referral.id)).where(others))


def moved_since(since: dt.datetime) -> sa.Select[int]:
    """How many readable referrals somebody else has moved on since, as a select."""
    by_another = ReferralEvent.by_account.is_distinct_from(current_person().account_id)
    moved = sa.and_(ReferralEvent.from_state.is_not(None), ReferralEvent.from_state != ReferralEvent.to_state)
    moves = sa.select(ReferralEvent.id).where(
        ReferralEvent.referral_id == Referral.id, ReferralEvent.at > since, by_another, moved
    )
    return visible_referrals(sa.select(sa.func.count(Referral.id)).where(moves.correlate(Referral).exists()))


def _list(chosen: Chosen, order: Order) -> sa.Select[*tuple[Any, ...]]:
    statement = (
        sa.select(
            Referral.id,
            Referral.kind,
            Referral.state,
            Referral.received_on,
            Referral.referring_party,
            Referral.person_id,
            Person.given_name,
            Person.family_name,
            sa.func.count().over().label("total"),
        )
        .join(Person, Person.id == Referral.person_id)
        .order_by(ordered(order), Referral.received_on.desc(), Referral.id.desc())
    )
    return narrowed(statement, chosen)


def narrowed(statement: Statement, chosen: Chosen) -> Statement:
    """Rows of referrals joined with their persons, as the list is narrowed; both ends of the days count."""
    if chosen.state is not None:
        statement = statement.where(Referral.state == chosen.state)
    elif not chosen.every_state and not chosen.is_search:
        statement = statement.where(Referral.state.in_(sorted(OPEN_STATES)))
    plain = {"kind": chosen.kind, "referring_party": chosen.party}
    statement = statement.where(*(getattr(Referral, name) == value for name, value in plain.items() if value))
    if chosen.received_from is not None:
        statement = statement.where(Referral.received_on >= chosen.received_from)
    if chosen.received_until is not None:
        statement = statement.where(Referral.received_on <= chosen.received_until)
    if chosen.identity_index is not None:
        statement = statement.where(Person.identity_index == chosen.identity_index)
    for word in chosen.words[:MAX_WORDS]:
        statement = statement.where(Person.search_key.like(sa.func.ext.sv_fold(containing(word)), escape="\\"))
    return statement


def ordered(order: Order) -> sa.ColumnElement[Any]:
    """States follow each other as a referral goes, not as the alphabet does."""
    columns: dict[str, sa.ColumnElement[Any]] = {
        "received": Referral.received_on.expression,
        "name": sa.collate(Person.sort_key, "C"),
        "state": sa.case({state.value: place for place, state in enumerate(ReferralState)}, value=Referral.state),
    }
    column = columns[order.by]
    return column.desc() if order.descending else column.asc()
