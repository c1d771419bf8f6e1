"""The contact card: another authority's officer learns, on consent, that help exists and whom to call. Nothing else.

Whoever is asked about, known or not, one statement reads and one row of the access log is written, so that neither the answer
nor the time it takes tells whether somebody is known. Nobody protected has a row, so they are answered as unknown.
"""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.audit import Action, record_access
from core.consents.queries import consent_in_force
from core.consents.terms import DataKind
from core.context import current_person
from core.db import session
from core.errors import NotAllowed
from core.participants.models import Participation, Person, Staff, Subproject
from core.participants.terms import OPEN_STATES
from core.persons.queries import identity_index

SHOWN, NOTHING = "contact_card shown", "contact_card nothing"
"""What the access log says was answered."""


@dataclass(frozen=True, slots=True)
class Card:
    """That help exists here, and whom to call. Without a contact person: the delprojekt's own, published number."""

    subproject: str
    worker: str | None
    phone: str | None


def ask(*, digits: str, reason: str) -> Card | None:
    """The card of whoever has these twelve digits, or None. Who asked, about whom and why is logged either way."""
    mine = current_person().authority_id
    if mine is None:
        raise NotAllowed
    row = session.execute(_asked(digits, mine)).one_or_none()
    shown = row is not None and row.subproject is not None
    record_access(
        Action.SEARCH, subject_ids=[row.person_id] if row is not None else [], fields=SHOWN if shown else NOTHING, reason=reason
    )
    if row is None or not shown:
        return None
    return Card(row.subproject, row.worker, row.phone if row.worker else row.switchboard)


def _asked(digits: str, mine: uuid.UUID) -> sa.Select[*tuple[Any, ...]]:
    """The record that stands for the number now; the rest only while a consent in force names `mine`, else NULL."""
    first = sa.select(Person.id, Person.merged_into).where(Person.identity_index == identity_index(digits))
    chain = first.cte("chain", recursive=True)
    chain = chain.union_all(sa.select(Person.id, Person.merged_into).join(chain, Person.id == chain.c.merged_into))
    allowed = consent_in_force(chain.c.id, sa.literal(mine, sa.Uuid()), [DataKind.CONTACT])
    takes_part = sa.and_(Participation.person_id == chain.c.id, Participation.state.in_(sorted(OPEN_STATES)), allowed)
    return (
        sa.select(
            chain.c.id.label("person_id"),
            Subproject.name.label("subproject"),
            Staff.name.label("worker"),
            Staff.phone,
            Subproject.contact_phone.label("switchboard"),
        )
        .select_from(chain)
        .outerjoin(Participation, takes_part)
        .outerjoin(Subproject, Subproject.id == Participation.subproject_id)
        .outerjoin(Staff, sa.and_(Staff.account_id == Participation.key_worker_id, Staff.active))
        .where(chain.c.merged_into.is_(None))
        .order_by(Participation.started_on.desc())
        .limit(1)
    )
