"""Reads the tenant's authorities and their processing agreements. Nothing here is about participants."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import today
from core.context import language
from core.db import session
from core.errors import NotFound
from core.participants.models import Authority, Party, Staff

SOON = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority as the list shows it."""

    id: uuid.UUID
    name: str
    party: str
    agreement_from: dt.date | None
    agreement_until: dt.date | None
    in_force: bool
    """Whether its processing agreement holds today."""
    staff: int
    """How many of its people hold a role here."""

    @property
    def is_to_come(self) -> bool:
        """Whether the agreement has been entered and begins later."""
        return self.agreement_from is not None and self.agreement_from > today()


def agreement_in_force(day: dt.date | sa.ColumnElement[dt.date]) -> sa.ColumnElement[bool]:
    """The rule for an agreement that holds on a day, both its days included."""
    return sa.and_(
        Authority.agreement_from.is_not(None),
        Authority.agreement_from <= day,
        sa.or_(Authority.agreement_until.is_(None), Authority.agreement_until >= day),
    )


def waiting_agreements() -> sa.Select[int]:
    """How many agreements in force end within two months, as a select. After that the authority's staff read nobody."""
    soon = sa.and_(agreement_in_force(today()), Authority.agreement_until <= today() + SOON)
    return sa.select(sa.func.count(Authority.id)).where(soon)


_HAS_AGREEMENT = sa.select(sa.literal(1)).where(
    Authority.id == sa.bindparam("id", type_=sa.Uuid()), agreement_in_force(sa.bindparam("day", type_=sa.Date()))
)
"""Asked on every request of an authority's staff, so built once."""


def has_agreement(authority_id: uuid.UUID) -> bool:
    """Whether the tenant in force has an agreement with this authority today. False for one it does not know."""
    return session.scalar(_HAS_AGREEMENT, {"id": authority_id, "day": today()}) is not None


def list_authorities() -> list[AuthorityRow]:
    """All of the tenant's authorities in Swedish order, ended agreements too."""
    name = Party.name_en if language() == "en" else Party.name_sv
    employed = (
        sa.select(Staff.authority_id, sa.func.count().label("number")).where(Staff.active).group_by(Staff.authority_id).subquery()
    )
    chosen = (
        sa.select(
            Authority.id,
            Authority.name,
            name.label("party"),
            Authority.agreement_from,
            Authority.agreement_until,
            agreement_in_force(today()).label("in_force"),
            sa.func.coalesce(employed.c.number, 0).label("staff"),
        )
        .join(Party, Party.key == Authority.party_key)
        .outerjoin(employed, employed.c.authority_id == Authority.id)
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    )
    return [AuthorityRow(**row._mapping) for row in session.execute(chosen)]


def list_employers() -> list[tuple[str, str]]:
    """(id, name) of the authorities whose staff may be given roles: those with an agreement in force."""
    chosen = (
        sa.select(Authority.id, Authority.name)
        .where(agreement_in_force(today()))
        .order_by(sa.func.ext.sv_key(Authority.name), Authority.id)
    )
    return [(str(row.id), row.name) for row in session.execute(chosen)]


def names_of_authorities() -> dict[uuid.UUID, str]:
    """The name of each, as it is now."""
    return {row.id: row.name for row in session.execute(sa.select(Authority.id, Authority.name))}


def get_authority(authority_id: uuid.UUID) -> Authority:
    """Raises NotFound."""
    found = session.scalar(sa.select(Authority).where(Authority.id == authority_id))
    if found is None:
        raise NotFound
    return found


def count_staff(authority_id: uuid.UUID) -> int:
    """How many of its people hold a role here."""
    chosen = sa.select(sa.func.count()).select_from(Staff).where(Staff.active, Staff.authority_id == authority_id)
    return session.scalar(chosen) or 0


def list_parties() -> Sequence[tuple[str, str]]:
    """(key, name) of the kinds of party, in the reader's language."""
    chosen = sa.select(Party).order_by(Party.key)
    return [(party.key, party.name_en if language() == "en" else party.name_sv) for party in session.scalars(chosen)]
