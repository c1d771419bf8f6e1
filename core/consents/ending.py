"""Consents that soon end and that nobody has renewed: who is to be reminded, and of whom."""

import calendar
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from core.caseloads.sight import is_mine
from core.clock import today
from core.consents.models import Consent, ConsentAuthority, ConsentDataKind
from core.consents.terms import ConsentKind
from core.context import current_person
from core.db import session
from core.participants.choices import current_subproject
from core.participants.models import Participation, Person, Subproject
from core.participants.queries import visible_participations
from core.participants.terms import AUTHORITY_ROLES, OPEN_STATES
from core.referrals.models import Referral
from core.referrals.queries import visible_referrals
from core.referrals.terms import OPEN_STATES as OPEN_REFERRALS

MOST_SHOWN = 20
REMINDER_DAYS, MONTHS = 30, 12
"""Where no delprojekt has begun."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The newest of a person's consents that soon end."""

    id: uuid.UUID
    person_id: uuid.UUID
    given_name: str
    family_name: str
    until: dt.date
    reminded_on: dt.date | None


def proposed_end() -> dt.date:
    """The last day that is proposed for a consent given today: the same day so many months ahead, or the month's last."""
    day = today()
    months = day.month - 1 + (session.scalar(current_subproject(Subproject.consent_months)) or MONTHS)
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def list_ending() -> list[Ending]:
    """Those the signed-in person is to see to, the first to end first; the first twenty. The caller logs what it shows.

    The contact person, and at the authority that keeps the consent those who read for the whole of it, while the person
    has an open referral or takes part.
    """
    if current_person().authority_id is None:
        return []
    newest = (
        _ending()
        .with_only_columns(Consent.id)
        .where(_is_ours_to_see_to(), _goes_on())
        .ext(distinct_on(Consent.person_id))
        .order_by(Consent.person_id, Consent.given_on.desc(), Consent.id.desc())
    )
    chosen = (
        sa.select(Consent.id, Consent.person_id, Person.given_name, Person.family_name, Consent.until, Consent.reminded_on)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.id.in_(newest))
        .order_by(Consent.until, sa.collate(Person.sort_key, "C"), Consent.id)
        .limit(MOST_SHOWN)
    )
    return [Ending(*row) for row in session.execute(chosen)]


def waiting_ending() -> sa.Select[int]:
    """How many persons those are, as a select."""
    chosen = _ending().with_only_columns(sa.func.count(Consent.person_id.distinct()))
    return chosen.where(sa.false() if current_person().authority_id is None else sa.and_(_is_ours_to_see_to(), _goes_on()))


def mark_reminded() -> int:
    """Write on each that soon ends that it has been brought up. Returns how many; doing it twice marks nothing more."""
    due = _ending().with_only_columns(Consent.id).where(Consent.reminded_on.is_(None))
    marked = (
        sa.update(Consent)
        .where(Consent.id.in_(due))
        .values(reminded_on=today())
        .returning(Consent.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(marked).all())


def _ending() -> sa.Select[*tuple[Any, ...]]:
    """Consents to share information that are in force, soon end, and hold something that no later one holds."""
    day = today()
    days = sa.func.coalesce(current_subproject(Subproject.reminder_days).scalar_subquery(), REMINDER_DAYS)
    last: sa.ColumnElement[dt.date] = sa.literal(day, sa.Date()) + days
    return sa.select(Consent).where(
        Consent.kind == ConsentKind.INFORMATION,
        Consent.withdrawn_on.is_(None),
        Consent.given_on <= day,
        Consent.until.between(day, last),
        _covers_what_no_later_one_does(),
    )


def _covers_what_no_later_one_does() -> sa.ColumnElement[bool]:
    later = sa.orm.aliased(Consent)
    authority, kind = sa.orm.aliased(ConsentAuthority), sa.orm.aliased(ConsentDataKind)
    renewed = (
        sa.select(later.id)
        .join(authority, authority.consent_id == later.id)
        .join(kind, kind.consent_id == later.id)
        .where(
            later.person_id == Consent.person_id,
            later.kind == ConsentKind.INFORMATION,
            later.withdrawn_on.is_(None),
            later.until > Consent.until,
            authority.authority_id == ConsentAuthority.authority_id,
            kind.data_kind == ConsentDataKind.data_kind,
        )
        .correlate(Consent, ConsentAuthority, ConsentDataKind)
    )
    return (
        sa.select(sa.literal(1))
        .select_from(ConsentAuthority)
        .join(ConsentDataKind, ConsentDataKind.consent_id == ConsentAuthority.consent_id)
        .where(ConsentAuthority.consent_id == Consent.id, ~renewed.exists())
        .correlate(Consent)
        .exists()
    )


def _is_ours_to_see_to() -> sa.ColumnElement[bool]:
    me = current_person()
    mine = _open_participation().where(is_mine())
    led = visible_participations(mine).exists()
    if AUTHORITY_ROLES.isdisjoint(me.roles):
        return led
    kept_here = sa.func.coalesce(Consent.holder_id, me.authority_id) == me.authority_id
    return sa.or_(led, kept_here)


def _goes_on() -> sa.ColumnElement[bool]:
    """The reader sees an open participation or referral of the person: nobody else is named to them."""
    waiting = sa.select(Referral.id).where(Referral.person_id == Consent.person_id, Referral.state.in_(sorted(OPEN_REFERRALS)))
    return sa.or_(visible_participations(_open_participation()).exists(), visible_referrals(waiting).exists())


def _open_participation() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Participation.id).where(
        Participation.person_id == Consent.person_id, Participation.state.in_(sorted(OPEN_STATES))
    )
